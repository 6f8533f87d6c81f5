package notification_test

import (
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// A filter that comes as text, in the form the guides recommend, is a rule for everything only if it is null. What is not JSON
// stops the plan.
func TestAccNotificationRule_filterText(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		text, want string
		rules      int
	}{
		"null":         {`null`, `1 added`, 1},
		"JSON":         {`jsonencode({ field = "datasetTags", contains = "a" })`, `1 added`, 1},
		"empty":        {`""`, `jsondecode`, 0},
		"not JSON":     {`"datasetTags contains a"`, `jsondecode`, 0},
		"half a file":  {`"{\"field\":"`, `jsondecode`, 0},
		"JSON of null": {`"null"`, `1 added`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			cli := acctest.NewCLI(t, map[string]string{"main.tf": `
locals {
  text = [` + tc.text + `, "x"][0]
}

resource "soda_notification_rule" "r" {
  name       = "r"
  rule_type  = "check"
  filter     = local.text == null ? null : jsondecode(local.text)
  recipients = [{ email = "a@example.com", levels = ["critical"] }]
}
`}, cloud.Env()...)
			out, status := cli.Run("apply", "-no-color", "-auto-approve")
			if (status == 0) != (tc.rules == 1) || !acctest.Wrapped(tc.want).MatchString(out) || len(cloud.Rules()) != tc.rules {
				t.Fatalf("got status %d and %d rules, want %d and %q:\n%s", status, len(cloud.Rules()), tc.rules, tc.want, out)
			}
			if tc.rules == 1 && (cloud.Rules()[0].Filter == nil) != (tc.text != `jsonencode({ field = "datasetTags", contains = "a" })`) {
				t.Errorf("the cloud holds the filter %v", cloud.Rules()[0].Filter)
			}
		})
	}
}
