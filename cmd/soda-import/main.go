// Command soda-import writes Terraform configuration for an organization's existing notification rules and webhooks, with import
// blocks. It takes the host and key from the same places as the provider, and is read-only. Package adopt creates the configuration;
// this package handles flags and files.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/adopt"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

const usage = `Usage: soda-import [flags]

Writes Terraform configuration for the notification rules and webhooks of a Soda Cloud organization into files: imports.tf, rules.tf,
webhooks.tf, lookups.tf and variables.tf. It only reads from Soda Cloud and never overwrites a file. Host and key come from flags, a named
profile, the environment (SODA_CLOUD_HOST, SODA_API_KEY_ID, SODA_API_KEY_SECRET), or the default profile of
~/.soda/credentials, in this order.

Flags:
`

// version is set by the release.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "soda-import:", err)
		os.Exit(1)
	}
}

// command is what the flags say.
type command struct {
	given     settings.Given
	dir       string
	selection adopt.Selection
}

func parse(args []string, help io.Writer) (command, error) {
	var c command
	var names string
	flags := flag.NewFlagSet("soda-import", flag.ContinueOnError)
	flags.SetOutput(help)
	flags.Usage = func() {
		_, _ = io.WriteString(help, usage)
		flags.PrintDefaults()
	}
	c.given.Flags(flags)
	flags.StringVar(&c.dir, "dir", ".", "`directory` to write into")
	flags.StringVar(&names, "names", "", "only objects whose name matches this regular `expression`")
	flags.BoolVar(&c.selection.WithoutDefaults, "without-defaults", false, "leave out the rules that Soda creates in every organization")
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() > 0 {
		return c, fmt.Errorf("unexpected argument %q; everything is a flag, see --help", flags.Arg(0))
	}
	if names != "" {
		pattern, err := regexp.Compile(names)
		if err != nil {
			return c, fmt.Errorf("--names: %w", err)
		}
		c.selection.Names = pattern
	}
	return c, nil
}

// run writes the files. What the user has to know goes to errs, the names of the files to out.
func run(ctx context.Context, args []string, out, errs io.Writer) error {
	c, err := parse(args, errs)
	if err != nil {
		return err
	}
	for _, name := range adopt.Files {
		if _, err := os.Lstat(filepath.Join(c.dir, name)); err == nil {
			return fmt.Errorf("%s already exists and is never overwritten. Move it away, or choose another --dir", filepath.Join(c.dir, name))
		}
	}
	found, err := settings.Find(c.given)
	if err != nil {
		return err
	}
	client, err := found.Client(soda.Config{UserAgent: "soda-import/" + version})
	if err != nil {
		return err
	}
	written, err := adopt.Write(ctx, client, c.selection)
	if err != nil {
		return err
	}
	for _, note := range written.Notes {
		if _, err := fmt.Fprintln(errs, "soda-import:", note); err != nil {
			return err
		}
	}
	if len(written.Files) == 0 {
		return errors.New("there is nothing to import")
	}
	return save(c.dir, written, out)
}

func save(dir string, written *adopt.Configuration, out io.Writer) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(written.Files)) {
		file, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		_, err = file.Write(written.Files[name])
		if err = errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	text := fmt.Sprintf("%d rules and %d webhooks are in %s. Next: terraform plan", written.Rules, written.Webhooks,
		strings.Join(slices.Sorted(maps.Keys(written.Files)), ", "))
	if len(written.Secrets) > 0 {
		text += fmt.Sprintf("\nSet these variables first, for example in the environment as TF_VAR_NAME:\n  %s", strings.Join(written.Secrets, "\n  "))
	}
	_, err := fmt.Fprintln(out, text)
	return err
}
