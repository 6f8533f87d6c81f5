package acctest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// version is the product and the version of a CLI, which is always 1.something.
type version struct {
	product string // Terraform or OpenTofu
	minor   int
	patch   int
}

// generatesNothing reports whether the CLI fails to generate configuration for import blocks of providers outside the namespace
// hashicorp, as Terraform 1.16.0 to 1.16.2 do (hashicorp/terraform#39144).
func (v version) generatesNothing() bool {
	return v.product == "Terraform" && v.minor == 16 && v.patch < 3
}

// losesImports reports whether the CLI ignores some import blocks of instances, as Terraform 1.16.0 does (hashicorp/terraform#39068).
func (v version) losesImports() bool {
	return v.product == "Terraform" && v.minor == 16 && v.patch == 0
}

// feature is something that files of tests use and older CLIs do not know.
type feature struct {
	name            string
	in              *regexp.Regexp // found in a file's name, a line break, and its text
	terraform, tofu int            // the 1.x that brought it; the products count by themselves, and 0 is never
}

var features = []feature{
	{"`terraform test`", regexp.MustCompile(`^\S+\.tftest\.hcl\n`), 6, 6},
	{"a mocked provider", regexp.MustCompile(`(?m)^mock_provider `), 7, 8},
	{"for_each in an import block", regexp.MustCompile(`(?m)^import \{\n\s*for_each`), 7, 7},
	{"a removed block", regexp.MustCompile(`(?m)^removed \{`), 7, 7},
	{"a move between providers", regexp.MustCompile(`(?m)^moved \{\n\s*from += rest`), 8, 10},
	{"a function of a provider", regexp.MustCompile(`\bprovider::`), 8, 7},
	{"an ephemeral variable", regexp.MustCompile(`\bephemeral\s+= true`), 10, 11},
	{"a write-only value", regexp.MustCompile(`\bsecret_wo\b`), 11, 11},
	{"an import by identity", regexp.MustCompile(`(?m)^\s*identity\s+= \{`), 12, 12},
	{"an action", regexp.MustCompile(`(?m)^action "`), 14, 0},
	{"`terraform query`", regexp.MustCompile(`^\S+\.tfquery\.hcl\n`), 14, 0},
}

// lacks says what a file needs and the CLI does not have; it is empty if that is nothing.
func (v version) lacks(name, text string) string {
	for _, f := range features {
		since := f.terraform
		if v.product == "OpenTofu" {
			since = f.tofu
		}
		if f.in.MatchString(name+"\n"+text) && (since == 0 || v.minor < since) {
			needs := fmt.Sprintf("%s needs Terraform 1.%d", f.name, f.terraform)
			if f.tofu > 0 {
				needs += fmt.Sprintf(" or OpenTofu 1.%d", f.tofu)
			}
			return fmt.Sprintf("%s; this is %s 1.%d", needs, v.product, v.minor)
		}
	}
	return ""
}

var versionLine = regexp.MustCompile(`^(Terraform|OpenTofu) v1\.(\d+)\.(\d+)`)

// parseVersion reads what `version` prints.
func parseVersion(out string) (version, error) {
	found := versionLine.FindStringSubmatch(out)
	if found == nil {
		return version{}, fmt.Errorf("neither Terraform 1 nor OpenTofu 1: %q", out)
	}
	minor, minorErr := strconv.Atoi(found[2])
	patch, patchErr := strconv.Atoi(found[3])
	return version{product: found[1], minor: minor, patch: patch}, errors.Join(minorErr, patchErr)
}

// cliUnderTest is the CLI that all tests of a run drive.
type cliUnderTest struct {
	path string
	version
}

// findCLI takes the CLI that the environment names, else one from PATH, and asks it for its version.
var findCLI = sync.OnceValues(func() (cliUnderTest, error) {
	names := []string{"terraform", "tofu"}
	if name := os.Getenv("TF_ACC_TERRAFORM_PATH"); name != "" {
		names = []string{name} // never another one in its place
	}
	for _, name := range names {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		cmd := exec.CommandContext(context.Background(), path, "version")
		cmd.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1") // it must not ask whether there is a newer one
		out, err := cmd.Output()
		if err != nil {
			return cliUnderTest{}, fmt.Errorf("%s version: %w", path, err)
		}
		v, err := parseVersion(string(out))
		return cliUnderTest{path: path, version: v}, err
	}
	return cliUnderTest{}, fmt.Errorf("not on PATH: %s", strings.Join(names, ", "))
})
