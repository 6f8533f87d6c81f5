package acctest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInvalidConfigurations gives each file of testdata/invalid to `validate`, which must refuse it with all the texts that
// the file's first lines ask for, in one diagnostic's summary, place or detail.
func TestInvalidConfigurations(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/invalid/*.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".tf"), func(t *testing.T) {
			t.Parallel()
			hcl, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			out, status := NewCLI(t, map[string]string{"main.tf": string(hcl)}).Run("validate", "-no-color")
			if status == 0 {
				t.Fatalf("the configuration is accepted:\n%s", out)
			}
			for _, want := range wanted(t, string(hcl)) {
				if !strings.Contains(Unwrapped(out), want) {
					t.Errorf("got:\n%s\nwant it to say %q", out, want)
				}
			}
		})
	}
}

func wanted(t *testing.T, hcl string) []string {
	t.Helper()
	var texts []string
	for line := range strings.Lines(hcl) {
		if text, ok := strings.CutPrefix(line, "# want: "); ok {
			texts = append(texts, strings.TrimSpace(text))
		}
	}
	if len(texts) == 0 {
		t.Fatal("the file does not say what it wants")
	}
	return texts
}
