package acctest

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestModules runs the tests of each module in an organization as in examples/seed.json.
func TestModules(t *testing.T) {
	t.Parallel()
	for _, dir := range directories(t, filepath.Join(examples, "modules")) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			cloud := newExampleCloud(t)
			cli := newDocumentCLI(t, cloud, filesBelow(t, dir))
			before := len(held(cloud))
			cli.MustRun("fmt", "-check", "-diff", "-recursive")
			out := cli.MustRun("test", "-no-color")
			for _, file := range []string{"filter", "route"} {
				if want := "tests/" + file + ".tftest.hcl... pass"; !strings.Contains(out, want) {
					t.Errorf("want %q in:\n%s", want, out)
				}
			}
			if got := cloud.Calls("createNotificationRule"); got == 0 || len(held(cloud)) != before {
				t.Errorf("got %d created rules and %d objects afterwards, want some and %d", got, len(held(cloud)), before)
			}
		})
	}
}
