package acctest

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const guides = "../../templates/guides"

// In guides, a block of terraform is a complete configuration, but for the block that names the provider, and applies to an
// organization as in examples/seed.json; a block of hcl is a part of one.
var (
	completeBlock = regexp.MustCompile("(?ms)^```terraform\n(.*?)^```$")
	anyBlock      = regexp.MustCompile("(?ms)^```(?:terraform|hcl)\n(.*?)^```$")
)

// TestGuides applies each complete block as a reader would: the second plan is empty.
func TestGuides(t *testing.T) {
	t.Parallel()
	for page, text := range guidePages(t) {
		for i, block := range completeBlock.FindAllStringSubmatch(text, -1) {
			t.Run(fmt.Sprintf("%s/%d", page, i+1), func(t *testing.T) {
				t.Parallel()
				cli := newDocumentCLI(t, newExampleCloud(t), map[string]string{"main.tf": block[1]})
				cli.MustRun("validate", "-no-color")
				cli.MustRun("apply", "-auto-approve", "-no-color")
				if out, status := cli.Run("plan", "-detailed-exitcode", "-no-color"); status != 0 {
					t.Errorf("the second plan: got exit status %d, want 0:\n%s", status, out)
				}
			})
		}
	}
}

// TestGuides_format gives all blocks to `fmt`.
func TestGuides_format(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, nil)
	for page, text := range guidePages(t) {
		for i, block := range anyBlock.FindAllStringSubmatch(text, -1) {
			cli.write(filepath.Join(cli.Dir, fmt.Sprintf("%s_%d.tf", page, i+1)), dedent(block[1])) // also what the CLI does not know
		}
	}
	if out, status := cli.Run("fmt", "-check", "-diff", "-no-color"); status != 0 {
		t.Errorf("blocks are not formatted:\n%s", out)
	}
}

// guidePages returns the texts of the guides, by name.
func guidePages(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(guides, "*.tmpl"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("got %d guides, %v", len(paths), err)
	}
	pages := map[string]string{}
	for _, path := range paths {
		pages[strings.TrimSuffix(filepath.Base(path), ".md.tmpl")] = readFile(t, path)
	}
	return pages
}

// dedent takes the indent of the first line from each: a part of a block keeps the indent that it has in the whole.
func dedent(text string) string {
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], indent)
	}
	return strings.Join(lines, "\n")
}
