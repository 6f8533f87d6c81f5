// Command soda-emulator serves an in-memory Soda Cloud on this machine. On standard output it prints only the environment variables
// that point the provider at it, so that a shell can evaluate them. The address of its page, and a line for each request, go to
// standard error. Package emulator implements the server.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator/dashboard"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "soda-emulator:", err)
		os.Exit(1)
	}
}

// run serves until ctx is done. Once the environment lines are written, the emulator answers.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	options, seed, receiver, err := parse(args, stderr)
	if err != nil {
		return err
	}
	options.Log = slog.New(slog.NewTextHandler(stderr, nil))
	cloud := emulator.New(options)
	if seed != "" {
		if err := cloud.SeedFile(seed); err != nil {
			return err
		}
	}
	server, err := cloud.StartWith(dashboard.New(cloud)) // from here it answers, so the seed has to be there
	if err != nil {
		return err
	}
	defer func() { _ = server.Close() }()
	if _, err := io.WriteString(stdout, server.Environment()); err != nil {
		return err
	}
	if receiver != "" {
		endpoint, err := cloud.StartReceiver(receiver)
		if err != nil {
			return err
		}
		defer func() { _ = endpoint.Close() }()
		options.Log.Info("the receiver accepts events", "url", endpoint.URL+"/")
	}
	options.Log.Info("open the page to see what the emulator contains", "url", server.URL+"/")
	return serve(ctx, server)
}

// serve waits for the end of ctx, and then a few seconds for the requests under way.
func serve(ctx context.Context, server *emulator.Server) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Wait() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	_ = server.Shutdown(grace) // what is still under way then is cut off by Close
	return nil
}
