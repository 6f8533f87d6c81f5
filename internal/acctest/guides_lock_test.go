package acctest

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A heading has the error of Terraform, and that of OpenTofu, or of OpenTofu since a version, where it is another; their texts
// follow in this order.
var (
	lockHeading = regexp.MustCompile(`(?m)^### "([^"]+)"(?:, in OpenTofu(?: 1\.(\d+))? "([^"]+)")?\n`)
	textBlock   = regexp.MustCompile("(?ms)^```text\n(.*?)^```$")
)

// TestGuides_lockFile builds the provider again in the ways that Troubleshooting describes: the CLI prints the errors of that page.
func TestGuides_lockFile(t *testing.T) {
	t.Parallel()
	_, section, _ := strings.Cut(guidePages(t)["troubleshooting"], "\n## After you build the provider again\n")
	section, _, _ = strings.Cut(section, "\n## ")
	remedy := shellBlock.FindStringSubmatch(section)
	provoked := map[string]func(b *builds) string{
		"Required plugins are not installed":          func(b *builds) string { b.rebuild("0.1.0"); return b.fail("plan") },
		"Failed to install provider":                  func(b *builds) string { b.rebuild("0.1.0"); return b.fail("init") },
		"Failed to query available provider packages": func(b *builds) string { b.rebuild("0.2.0"); return b.fail("init") },
		"Inconsistent dependency lock file": func(b *builds) string {
			if err := os.Remove(filepath.Join(b.cli.Dir, ".terraform.lock.hcl")); err != nil {
				t.Fatal(err)
			}
			return b.fail("plan")
		},
	}
	entries := strings.Split(section, "\n### ")[1:]
	if remedy == nil || len(entries) != len(provoked) {
		t.Fatalf("got %d errors, want %d and their remedy", len(entries), len(provoked))
	}
	for _, entry := range entries {
		heading := lockHeading.FindStringSubmatch("### " + entry)
		texts := textBlock.FindAllStringSubmatch(entry, -1)
		if heading == nil || provoked[heading[1]] == nil || len(texts) == 0 {
			t.Fatalf("no test provokes this, or it has no text:\n%s", entry)
		}
		t.Run(heading[1], func(t *testing.T) {
			t.Parallel()
			b := newBuilds(t)
			got := Unwrapped(provoked[heading[1]](b))
			want := texts[0][1]
			switch {
			case b.cli.IsOpenTofu() && heading[3] != "" && b.cli.cli.minor >= number(t, heading[2]):
				want = texts[1][1]
			case b.cli.IsOpenTofu() || b.cli.cli.minor < 11: // the same error, with words of its own
				want = "Error: " + heading[1]
			}
			if want = strings.TrimSpace(Unwrapped(want)); !strings.Contains(got, want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			for command := range strings.Lines(remedy[1]) {
				if words := strings.Fields(command); words[0] == "terraform" {
					b.cli.MustRun(append(words[1:], "-no-color")...)
				} else if err := os.RemoveAll(filepath.Join(b.cli.Dir, words[len(words)-1])); err != nil {
					t.Fatal(err)
				}
			}
			b.cli.MustRun("plan", "-no-color")
		})
	}
}

// number is that of a text, 0 of an empty one.
func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi("0" + s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// builds are those of the provider that a reader has installed, one after the other.
type builds struct {
	t    *testing.T
	cli  *CLI
	root string
}

func newBuilds(t *testing.T) *builds {
	t.Helper()
	config := mirror(t)
	b := &builds{t: t, root: filepath.Dir(config), cli: NewCLI(t, map[string]string{"main.tf": "provider \"soda\" {}\n"}, "TF_CLI_CONFIG_FILE="+config, "TF_IN_AUTOMATION=")}
	b.cli.MustRun("init", "-no-color")
	return b
}

// rebuild replaces the build by another one with that version.
func (b *builds) rebuild(version string) {
	b.t.Helper()
	old, err := filepath.Glob(filepath.Join(b.root, "*", "*", "soda", "0.1.0", "*", "terraform-provider-soda_v0.1.0"))
	if err != nil || len(old) == 0 {
		b.t.Fatalf("got the builds %v, %v", old, err)
	}
	for _, path := range old {
		program := readFile(b.t, path)
		if err := os.RemoveAll(filepath.Dir(filepath.Dir(path))); err != nil {
			b.t.Fatal(err)
		}
		at := strings.ReplaceAll(path, "0.1.0", version)
		b.cli.write(at, program+"\n")               // another checksum, and it still runs
		if err := os.Chmod(at, 0o700); err != nil { //nolint:gosec // a program
			b.t.Fatal(err)
		}
	}
}

// fail runs a command that has to fail, and returns what it printed.
func (b *builds) fail(command string) string {
	b.t.Helper()
	out, status := b.cli.Run(command, "-no-color")
	if status == 0 {
		b.t.Errorf("%s: got no error:\n%s", command, out)
	}
	return out
}
