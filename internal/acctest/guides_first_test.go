package acctest

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// withoutConfiguration are the guides that show no HCL.
var withoutConfiguration = []string{"proxies-and-certificates", "review-who-is-notified", "runbook"}

// TestGuides_first pastes the first block of HCL of each guide, as the page shows it, into an empty directory: init and validate
// take it, with nothing beside it.
func TestGuides_first(t *testing.T) {
	t.Parallel()
	others := slices.Sorted(maps.Values(oldProviders))
	for _, path := range pagesOf(t, filepath.Join(docs, "guides")) {
		page := strings.TrimSuffix(filepath.Base(path), ".md")
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			block := anyBlock.FindStringSubmatch(readFile(t, path))
			if want := !slices.Contains(withoutConfiguration, page); (block != nil) != want {
				t.Fatalf("got a block of HCL: %t, want %t", block != nil, want)
			}
			if block == nil {
				return
			}
			cli := NewCLI(t, map[string]string{"main.tf": block[1]}, "TF_CLI_CONFIG_FILE="+mirror(t, others...))
			if err := os.Remove(filepath.Join(cli.Dir, "required.tf")); err != nil {
				t.Fatal(err)
			}
			cli.MustRun("init", "-no-color")
			cli.MustRun("validate", "-no-color")
			if !strings.Contains(block[1], `provider "soda" {`) {
				t.Errorf("the first block has no provider block:\n%s", block[1])
			}
		})
	}
}
