// Command demo shows the provider at work: it builds it, starts an emulated Soda Cloud and a receiver for webhooks on
// this machine, and takes main.tf from init to destroy with the Terraform or OpenTofu that is installed. Each step
// checks what it says; the exit status is 0 only if all did. Run it from the module: go run ./examples/demo
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	// A closed pipe, as in "make demo | head", would end the program before it has stopped what it started.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	err := run(ctx, newTerminal(os.Stdout))
	interrupted := ctx.Err() != nil
	stop()
	if interrupted && err != nil {
		err = fmt.Errorf("interrupted; everything that was started has been stopped: %w", err)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "\ndemo:", err)
		os.Exit(1)
	}
}

// run prepares all that the story needs, tells it, and removes everything again.
func run(ctx context.Context, term *terminal) (err error) {
	started := time.Now()
	d, err := prepare(ctx, term)
	defer func() { err = errors.Join(err, d.close()) }()
	if err != nil {
		return fmt.Errorf("preparation failed: %w", err)
	}
	built := time.Since(started)
	steps := d.story()
	for i, s := range steps {
		term.printf("\n== %d/%d  %s\n\n", i+1, len(steps), s.title)
		shown, err := s.run(ctx)
		if err != nil {
			return fmt.Errorf("step %d (%s) failed: %w%s", i+1, s.title, err, d.cloud.tail())
		}
		term.printf("\nChecked: %s.\n", shown)
	}
	total := time.Since(started)
	term.printf("\nEvery step succeeded. Elapsed time: %.0f s for the build, %.0f s for the steps.\n", built.Seconds(), (total - built).Seconds())
	return nil
}
