package notification_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// A filter that can never match is a warning at `terraform validate`, with the comparisons that exclude each other and their
// places; one that may match in some reading, or that is not fully known, is none.
func TestAccNotificationRule_neverMatches(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ filter, want string }{
		"two names": {`{ and = [{ field = "checkName", equals = "a" }, { field = "datasetTags", equals = "x" }, { or = [{ field = "checkName", equals = "b" }, { field = "checkName", in = ["c"] }] }] }`,
			`filter\.and\[0\] \(checkName equals "a"\), filter\.and\[2\]\.or\[0\] \(checkName equals "b"\) and filter\.and\[2\]\.or\[1\] \(checkName in \["c"\]\) cannot be satisfied together`},
		"a part that the whole lacks": {`{ and = [{ field = "datasourceLabel", contains = "snow" }, { field = "datasourceLabel", equals = "postgres" }] }`,
			`filter\.and\[0\] \(datasourceLabel contains "snow"\) and filter\.and\[1\] \(datasourceLabel equals "postgres"\) exclude each other`},
		"as JSON":               {`jsonencode({ and = [{ field = "checkName", equals = "a" }, { not = { field = "checkName", contains = "a" } }] })`, `filter\.and\[1\]\.not \(checkName contains "a"\)`},
		"two tags":              {`{ and = [{ field = "datasetTags", equals = "a" }, { field = "datasetTags", equals = "b" }] }`, ""},
		"names in another case": {`{ and = [{ field = "checkName", equals = "a" }, { field = "checkName", equals = "A" }] }`, ""},
		"known at apply":        {`{ and = [{ field = "checkName", equals = terraform_data.x.output }, { field = "checkName", equals = "b" }] }`, ""},
		"none":                  {"null", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli := acctest.NewCLI(t, map[string]string{"main.tf": `
resource "terraform_data" "x" { input = "a" }

resource "soda_notification_rule" "r" {
  name       = "r"
  rule_type  = "check"
  filter     = ` + tc.filter + `
  recipients = [{ email = "a@example.com", levels = ["critical"] }]
}
`})
			out := cli.MustRun("validate", "-no-color")
			warned := strings.Contains(out, "Filter can never match")
			if warned != (tc.want != "") || !acctest.Wrapped(tc.want).MatchString(out) {
				t.Errorf("got warned %t, want %q in:\n%s", warned, tc.want, out)
			}
		})
	}
}
