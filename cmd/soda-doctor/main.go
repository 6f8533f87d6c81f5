// Command soda-doctor examines how an organization in Soda Cloud responds to the provider's calls, and explains in plain words what
// works. It takes the host and key from the same places as the provider. Package doctor implements the examination.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/doctor"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
)

const usage = `Usage: soda-doctor [flags]

Checks what the provider can do with a Soda Cloud organization. It only reads unless --write is set. Host and key come from flags, a named
profile, the environment (SODA_CLOUD_HOST, SODA_API_KEY_ID, SODA_API_KEY_SECRET), or the default profile of
~/.soda/credentials, in this order. The exit status is 1 if something does not work.

Flags:
`

// version is set by the release.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	healthy, err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "soda-doctor:", err)
	}
	if !healthy && !errors.Is(err, flag.ErrHelp) {
		os.Exit(1)
	}
}

// command is what the flags say.
type command struct {
	given      settings.Given
	write, yes bool
	report     string
}

func parse(args []string, help io.Writer) (command, error) {
	var c command
	flags := flag.NewFlagSet("soda-doctor", flag.ContinueOnError)
	flags.SetOutput(help)
	flags.Usage = func() {
		_, _ = io.WriteString(help, usage)
		flags.PrintDefaults()
	}
	c.given.Flags(flags)
	flags.BoolVar(&c.write, "write", false, "also create, update and delete paused rules, and webhooks where there is an API for them")
	flags.BoolVar(&c.yes, "yes", false, "do not ask before --write")
	flags.StringVar(&c.report, "report", "", "`file` to write the report to as JSON, with a Markdown copy beside it; it contains no values, names, ids or hosts")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() > 0 {
		return c, fmt.Errorf("unexpected argument %q; everything is a flag, see --help", flags.Arg(0))
	}
	return c, nil
}

// run examines and prints. It reports whether all is well.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (bool, error) {
	c, err := parse(args, stderr)
	if err != nil {
		return false, err
	}
	found, err := settings.Find(c.given)
	if err != nil {
		return false, err
	}
	if found.Skipped != nil {
		_, _ = fmt.Fprintln(stderr, "soda-doctor: the default profile cannot be used:", found.Skipped)
	}
	if c.write && !c.yes && !confirmed(stdin, stderr) {
		return false, errors.New("nothing was done; run without --write to only read, or with --yes to skip this question")
	}
	report, err := doctor.Examine(ctx, doctor.Options{
		Settings: found, Version: version, Write: c.write,
		Say: func(text string) { _, _ = fmt.Fprintln(stderr, text) },
	})
	if err != nil {
		return false, err
	}
	if _, err := io.WriteString(stdout, report.Text()); err != nil {
		return false, err
	}
	return report.Healthy(), save(report, c.report)
}

func confirmed(stdin io.Reader, stderr io.Writer) bool {
	_, _ = io.WriteString(stderr, "This creates paused notification rules in the organization, changes them and deletes them again. To continue, type yes: ")
	line, _ := bufio.NewReader(stdin).ReadString('\n') // the end of input is no yes
	return strings.TrimSpace(line) == "yes"
}

// save writes the report as JSON, and as Markdown beside it.
func save(report *doctor.Report, file string) error {
	if file == "" {
		return nil
	}
	encoded, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, append(encoded, '\n'), 0o600); err != nil {
		return err
	}
	return os.WriteFile(strings.TrimSuffix(file, ".json")+".md", []byte(report.Markdown()), 0o600)
}
