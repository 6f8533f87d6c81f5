package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

const usage = `Usage: soda-emulator [flags]

Serves an in-memory Soda Cloud on this machine until it is interrupted. Once it is ready, it prints to standard output the
three shell lines that point the provider at it, and it logs each request to standard error. Open its address in a browser
to see what it holds and what happens to it: http://127.0.0.1:8089/ unless --addr is set.

Flags:
`

// parse reads the command line into options, the path of a seed file and the address of a receiver.
func parse(args []string, help io.Writer) (o emulator.Options, seed, receiver string, err error) {
	flags := flag.NewFlagSet("soda-emulator", flag.ContinueOnError)
	flags.SetOutput(help)
	flags.Usage = func() {
		_, _ = io.WriteString(help, usage)
		flags.PrintDefaults()
	}
	flags.StringVar(&o.Addr, "addr", "127.0.0.1:8089", "`address` to listen on, loopback only; port 0 picks a free port")
	flags.StringVar(&seed, "seed", "", "JSON or YAML `file` with the initial contents of the organization")
	flags.StringVar(&receiver, "receiver", "", "`address` at which to run an endpoint for webhooks, such as 127.0.0.1:8090; the page shows what it receives;\n"+
		"/status/500 responds with that status, /slow/5s after that time, /silent never, any other path with 200;\n"+
		"what is sent to example.com, example.net or example.org goes there too")
	flags.StringVar(&o.APIKeyID, "api-key-id", emulator.DefaultAPIKeyID, "`id` of the API key with full access")
	flags.StringVar(&o.APIKeySecret, "api-key-secret", emulator.DefaultAPIKeySecret, "`secret` of the API key with full access")
	flags.DurationVar(&o.DeleteDelay, "delete-delay", 2*time.Second, "how long a deleted object stays listed")
	flags.DurationVar(&o.Latency, "latency", 0, "delay added to each response")
	flags.Func("limits", "rate limits: published (default), off, or compressed, as in x10", func(s string) (err error) {
		o.Limits, err = emulator.ParseLimits(s)
		return err
	})
	flags.Func("integrations", "on (default), or off to leave out the calls that Soda does not publish", func(s string) error {
		o.NoIntegrations = s == "off"
		return oneOf(s, "on", "off")
	})
	flags.Func("header-values", "what responses do with header values: return (default), mask or omit", func(s string) error {
		o.HeaderValues = emulator.HeaderValues(strings.TrimPrefix(s, "return"))
		return oneOf(s, "return", "mask", "omit")
	})
	flags.Func("fail", "make calls fail: a status or reset-before, reset-after, hang-before, hang-after, truncate, html; to limit it,\n"+
		"add a percentage and an operation, as in 503:10% or 429:50%:listUsers; can be repeated", func(s string) error {
		f, err := emulator.ParseFailure(s)
		o.Failures = append(o.Failures, f)
		return err
	})
	flags.Func("quirks", "how the emulator differs from the contract: a comma-separated `list` of quirks, or lenient\n"+quirkHelp(), func(s string) (err error) {
		o.Quirks, err = emulator.ParseQuirks(s)
		return err
	})
	if err := flags.Parse(args); err != nil {
		return o, seed, receiver, err
	}
	if flags.NArg() > 0 {
		return o, seed, receiver, fmt.Errorf("unexpected argument %q; everything is a flag, see --help", flags.Arg(0))
	}
	return o, seed, receiver, nil
}

// quirkHelp has a line for each quirk.
func quirkHelp() string {
	lines := []string{emulator.LenientQuirks + ": all quirks marked with *"}
	for _, q := range emulator.QuirkTable() {
		name := string(q.Name)
		if q.Default != "" {
			name += "=" + q.Default
		}
		if q.Lenient {
			name += "*"
		}
		lines = append(lines, name+": "+q.Text)
	}
	return strings.Join(lines, "\n")
}

func oneOf(s string, allowed ...string) error {
	if slices.Contains(allowed, s) {
		return nil
	}
	return errors.New("must be one of " + strings.Join(allowed, ", "))
}
