package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// cli is Terraform or OpenTofu in a directory of its own, with nothing of the user's settings.
type cli struct {
	binary  string
	product string // as in "Terraform v1.5.0"
	home    string // holds the command line's configuration and the provider
	dir     string // where the configuration is
	env     []string
	secrets []string // must not be in any output
	term    *terminal
}

// findCLI takes the one that the tests were told to take, else terraform or tofu from PATH, else fetches Terraform into
// the directory.
func findCLI(ctx context.Context, term *terminal, dir string) (*cli, error) {
	c := &cli{
		home: dir, dir: filepath.Join(dir, "configuration"), term: term,
		env: append(cleanEnvironment(os.Environ()),
			"TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"),
			"TF_IN_AUTOMATION=1", // no advice on what to type next
			"TF_INPUT=0",
			"CHECKPOINT_DISABLE=1"),
	}
	for _, name := range []string{os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform", "tofu"} {
		path, err := exec.LookPath(name)
		if err != nil && name != "" && name == os.Getenv("TF_ACC_TERRAFORM_PATH") {
			return c, err // another one than was asked for would prove nothing
		}
		if err != nil {
			continue
		}
		c.binary = path
		return c, c.askProduct(ctx)
	}
	term.printf("Neither terraform nor tofu is on PATH: fetching Terraform.\n")
	latest := releases.LatestVersion{Product: product.Terraform, InstallDir: dir, Timeout: 2 * time.Minute}
	path, err := latest.Install(ctx)
	if err != nil {
		return c, fmt.Errorf("neither terraform nor tofu is on PATH, and fetching Terraform failed: %w\n"+
			"Install Terraform 1.5 or newer, or OpenTofu 1.8 or newer, so that it is on PATH, and run the demo again", err)
	}
	c.binary = path
	return c, c.askProduct(ctx)
}

// cleanEnvironment leaves out whatever would lead the command line or the provider elsewhere.
func cleanEnvironment(all []string) []string {
	var clean []string
	for _, v := range all {
		if !strings.HasPrefix(v, "TF_") && !strings.HasPrefix(v, "SODA_") {
			clean = append(clean, v)
		}
	}
	return clean
}

// askProduct asks for the name and the version, before there is a configuration.
func (c *cli) askProduct(ctx context.Context) error {
	cmd := command(ctx, c.binary, "version")
	cmd.Dir, cmd.Env = c.home, append(cleanEnvironment(os.Environ()), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+os.DevNull)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := finish(cmd); err != nil {
		return fmt.Errorf("%s version: %w\n%s", c.binary, err, out.String())
	}
	c.product, _, _ = strings.Cut(out.String(), "\n")
	return nil
}

// run shows a command and what it prints, and returns that without colors. It has to end with the wanted exit status, and
// to say each of the texts.
func (c *cli) run(ctx context.Context, wantStatus int, line string, wantTexts ...string) (string, error) {
	c.term.printf("$ %s %s\n", filepath.Base(c.binary), line)
	args := strings.Fields(line)
	if !c.term.color {
		args = slices.Insert(args, 1, "-no-color")
	}
	var out bytes.Buffer
	both := io.MultiWriter(c.term, &out)
	cmd := command(ctx, c.binary, args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = c.dir, c.env, both, both
	err := finish(cmd)
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		return "", fmt.Errorf("%s: %w", args[0], err)
	}
	if got := cmd.ProcessState.ExitCode(); got != wantStatus {
		return "", fmt.Errorf("%s: got exit status %d, want %d", args[0], got, wantStatus)
	}
	text := ansi.ReplaceAllString(out.String(), "")
	return text, errors.Join(c.keepsSecrets(text), says(text, wantTexts...))
}

// ansi is what colors are made of.
var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

// keepsSecrets fails if the text has a secret in it. It does not say which, for it would show it again.
func (c *cli) keepsSecrets(text string) error {
	for _, secret := range c.secrets {
		if strings.Contains(text, secret) {
			return errors.New("a secret is in the output")
		}
	}
	return nil
}

// says fails unless the output has each of the texts.
func says(output string, texts ...string) error {
	for _, text := range texts {
		if !strings.Contains(output, text) {
			return fmt.Errorf("the output does not contain %q", text)
		}
	}
	return nil
}
