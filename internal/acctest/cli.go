package acctest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// CLI is the real command line in a directory of its own, with the provider built from this module. It is for what the
// testing framework cannot see: validation, the text of plans, files that a command writes.
type CLI struct {
	Dir string

	t   testing.TB
	cli cliUnderTest
	env []string
}

// Required is the block that names the provider; NewCLI writes it beside the given files.
const Required = `terraform {
  required_providers {
    soda = { source = "terraform-provider-soda/soda" }
  }
}
`

// NewCLI makes a directory with the given files, by name. env is added to the environment. The test skips if the files use
// what the CLI does not know.
func NewCLI(t testing.TB, files map[string]string, env ...string) *CLI {
	t.Helper()
	c := &CLI{t: t, Dir: t.TempDir(), cli: mustFindCLI(t)}
	config := filepath.Join(t.TempDir(), "cli.tfrc")
	c.write(config, overrides(builtProvider(t)))
	c.env = append(append(os.Environ(), "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1"), env...)
	c.Write("required.tf", Required)
	for name, text := range files {
		c.Write(name, text)
	}
	return c
}

// overrides is the configuration of a CLI that takes the provider from a directory.
func overrides(dir string) string {
	return fmt.Sprintf("provider_installation {\n  dev_overrides { \"terraform-provider-soda/soda\" = %q }\n  direct {}\n}\n", dir)
}

// Write writes a file of the directory. The test skips if the file uses what the CLI does not know.
func (c *CLI) Write(name, text string) {
	c.t.Helper()
	if lack := c.cli.lacks(name, text); lack != "" {
		c.t.Skip(lack)
	}
	c.write(filepath.Join(c.Dir, name), text)
}

func (c *CLI) write(path, text string) {
	c.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// IsOpenTofu reports whether the CLI is OpenTofu, for what the products do differently.
func (c *CLI) IsOpenTofu() bool { return c.cli.product == "OpenTofu" }

// QuotesKeys reports whether the CLI quotes keys of maps that are no identifiers, such as X.Team, where it generates configuration.
func (c *CLI) QuotesKeys() bool { return !c.IsOpenTofu() && c.cli.minor >= 9 }

// ShowsEqualOnce reports whether the CLI shows diagnostics only once that are equal but for the instance of a resource.
func (c *CLI) ShowsEqualOnce() bool { return !c.IsOpenTofu() && c.cli.minor >= 12 }

// CountsMarks reports whether the CLI counts it as a change that a sensitive variable is the value of an attribute that is sensitive by
// its schema.
func (c *CLI) CountsMarks() bool { return !c.IsOpenTofu() && c.cli.minor < 6 }

// Setenv sets a variable for the commands that follow.
func (c *CLI) Setenv(name, value string) { c.env = append(c.env, name+"="+value) }

// Run runs a command and returns what it printed on both streams, and its exit status.
func (c *CLI) Run(args ...string) (output string, status int) {
	c.t.Helper()
	return c.Start(args...).Wait()
}

// Start starts a command, for a test that does something meanwhile. The test skips if the CLI has a fault of its own there.
func (c *CLI) Start(args ...string) *Running {
	c.t.Helper()
	if args[0] == "plan" && c.cli.generatesNothing() && slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "-generate-config-out") }) {
		c.t.Skip("Terraform 1.16.0 to 1.16.2 generate no configuration for this provider's import blocks (hashicorp/terraform#39144)")
	}
	done := make(chan struct{})
	r := &Running{Done: done, t: c.t}
	r.cmd = exec.CommandContext(context.WithoutCancel(c.t.Context()), c.cli.path, args...) // a test's cleanup runs commands too
	r.cmd.Dir, r.cmd.Env = c.Dir, c.env
	r.cmd.Stdout, r.cmd.Stderr = &r.out, &r.out
	if err := r.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	go func() {
		defer close(done)
		r.err = r.cmd.Wait()
	}()
	return r
}

// Running is a command that was started.
type Running struct {
	Done <-chan struct{} // closed when it has ended

	t   testing.TB
	cmd *exec.Cmd
	out bytes.Buffer
	err error
}

// Wait returns what the command has printed when it has ended, and its exit status: -1 if a signal ended it.
func (r *Running) Wait() (output string, status int) {
	r.t.Helper()
	<-r.Done
	if _, exited := errors.AsType[*exec.ExitError](r.err); r.err != nil && !exited {
		r.t.Fatal(r.err)
	}
	return r.out.String(), r.cmd.ProcessState.ExitCode()
}

// MustRun runs a command that has to succeed.
func (c *CLI) MustRun(args ...string) string {
	c.t.Helper()
	out, status := c.Run(args...)
	if status != 0 {
		c.t.Fatalf("%v: got exit status %d:\n%s", args, status, out)
	}
	return out
}

var lineBreak = regexp.MustCompile(`\s*\n[│\s]*`)

// ExpectEmptyPlan checks that there is nothing to do.
func (c *CLI) ExpectEmptyPlan() {
	c.t.Helper()
	if out, status := c.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
		c.t.Errorf("got status %d, want an empty plan:\n%s", status, out)
	}
}

// Read returns a file of the configuration's directory, such as the state.
func (c *CLI) Read(name string) string {
	c.t.Helper()
	raw, err := os.ReadFile(filepath.Join(c.Dir, name))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(raw)
}

// Unwrapped undoes the line breaks and the frame that the CLI puts into diagnostics.
func Unwrapped(out string) string { return lineBreak.ReplaceAllString(out, " ") }

// Wrapped matches a pattern however the CLI has broken its lines.
func Wrapped(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)` + strings.ReplaceAll(pattern, " ", `[\s│]+`))
}

// mustFindCLI returns the CLI that the acceptance tests use.
func mustFindCLI(t testing.TB) cliUnderTest {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("runs the real CLI: set TF_ACC=1, as make test does")
	}
	cli, err := findCLI()
	if err != nil {
		t.Fatal(err)
	}
	return cli
}

var built struct {
	once sync.Once
	dir  string
	err  error
}

// builtProvider builds the provider once per test binary and returns its directory.
func builtProvider(t testing.TB) string {
	t.Helper()
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "terraform-provider-soda-"); built.err != nil {
			return
		}
		out, err := exec.CommandContext(t.Context(), "go", "build", "-ldflags", "-X main.lag=10ms", "-o", filepath.Join(built.dir, "terraform-provider-soda"), module).CombinedOutput()
		if err != nil {
			built.err = fmt.Errorf("%w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.dir
}

// mirror returns the configuration of a CLI for which the provider is installed by init, from a mirror of a release. It is in place
// of others too.
func mirror(t testing.TB, others ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		for _, provider := range append(others, "terraform-provider-soda/soda") {
			at := filepath.Join(dir, host, provider, "0.1.0", runtime.GOOS+"_"+runtime.GOARCH)
			if err := os.MkdirAll(at, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Link(filepath.Join(builtProvider(t), "terraform-provider-soda"), filepath.Join(at, "terraform-provider-"+filepath.Base(provider)+"_v0.1.0")); err != nil {
				t.Fatal(err)
			}
		}
	}
	config := filepath.Join(dir, "cli.tfrc")
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror { path = %q }\n}\n", dir)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return config
}

const module = "github.com/terraform-provider-soda/terraform-provider-soda"
