package acctest

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write golden files anew; look at the difference before committing it")

// Updating reports whether golden files are to be written anew.
func Updating() bool { return *update }

// Golden compares text with testdata/golden/NAME.txt.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run the test with -update to write it anew.\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}

var (
	uuid   = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	moment = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+Z`)
)

// PlanText plans and returns what a reviewer reads: the plan alone, with ids and moments replaced, since they differ from run
// to run.
func (c *CLI) PlanText() string {
	c.t.Helper()
	c.MustRun("plan", "-no-color", "-out=plan.tfplan")
	text := c.MustRun("show", "-no-color", "plan.tfplan")
	text = uuid.ReplaceAllString(text, "ID")
	return strings.TrimSpace(moment.ReplaceAllString(text, "TIME")) + "\n"
}

// SkipGolden skips a test of plan texts on a CLI that may write them differently.
func (c *CLI) SkipGolden() {
	c.t.Helper()
	if c.cli.product != "Terraform" || c.cli.minor < 11 {
		c.t.Skip("golden plan texts are those of Terraform 1.11 and newer; OpenTofu folds some lines differently")
	}
}
