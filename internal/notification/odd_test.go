package notification_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// One rule with a number for a text does not keep others from being read, planned and changed; it fails those who ask for it.
func TestAccNotificationRule_oddNeighbor(t *testing.T) {
	t.Parallel()
	_, env := newNewer(t, newest, `{"id":"rule-2","name":"odd","ruleType":1,"recipients":[]}`)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": `
import {
  to = soda_notification_rule.newest
  id = "rule-1"
}

resource "soda_notification_rule" "newest" {
  name       = "newest"
  rule_type  = "check"
  status     = "paused"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}

data "soda_notification_rules" "all" {}

output "names" {
  value = data.soda_notification_rules.all.rules[*].name
}
`}, env...)
	expectText(t, cli.MustRun("apply", "-no-color", "-auto-approve"), "1 imported, 0 added, 1 changed",
		`The object with id "rule-2" and name "odd" is listed by Soda Cloud in a form`, "its field ruleType")
	for name, config := range map[string]string{
		"a data source": "data \"soda_notification_rule\" \"odd\" {\n  name = \"odd\"\n}\n",
		"an import":     "import {\n  to = soda_notification_rule.odd\n  id = \"rule-2\"\n}\n",
	} {
		asking := acctest.NewCLI(t, map[string]string{"main.tf": config}, env...)
		out, status := asking.Run("plan", "-no-color", "-generate-config-out=generated.tf")
		if status != 1 {
			t.Errorf("%s: got status %d:\n%s", name, status, out)
		}
		expectText(t, out, `id "rule-2"`, "its field ruleType")
	}
}

func expectText(t *testing.T, out string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(acctest.Unwrapped(out), text) {
			t.Errorf("want %q in:\n%s", text, out)
		}
	}
}

// All that a response says twice counts once, whoever reads it.
func TestAccNotificationRule_duplicates(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, acctest.WithQuirks("duplicates"))
	seed(t, cloud, organization)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": finance + `
data "soda_notification_rule" "finance" {
  id = soda_notification_rule.finance.id
}

data "soda_notification_rules" "all" {
  depends_on = [soda_notification_rule.finance]
}

output "read" {
  value = [length(data.soda_notification_rule.finance.recipients), length(data.soda_notification_rules.all.rules[0].recipients)]
}
`}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	if out := strings.Join(strings.Fields(cli.MustRun("output", "-json", "-no-color")), ""); !strings.Contains(out, `[3,3]`) {
		t.Errorf("got the outputs %s", out)
	}
	imported := acctest.NewCLI(t, map[string]string{"main.tf": "import {\n  to = soda_notification_rule.finance\n  id = \"name:finance gold\"\n}\n"}, cloud.Env()...)
	imported.MustRun("plan", "-no-color", "-generate-config-out=generated.tf")
	expectText(t, imported.MustRun("apply", "-no-color", "-auto-approve"), "1 imported, 0 added, 0 changed")
	cli.Write("main.tf", strings.Replace(finance, `["critical", "warning"]`, `["critical", "info"]`, 1))
	expectText(t, cli.MustRun("apply", "-no-color", "-auto-approve"), "0 added, 1 changed, 0 destroyed")
	cli.ExpectEmptyPlan()
	if got := fmt.Sprint(cloud.Rules()[0].Recipients); len(cloud.Rules()[0].Recipients) != 3 {
		t.Errorf("the cloud holds the recipients %s", got)
	}
	cli.MustRun("destroy", "-no-color", "-auto-approve")
	if left := len(cloud.Rules()); left != 0 {
		t.Errorf("%d rules are left", left)
	}
}

// A Soda Cloud that stores addresses in lower case makes no change of the user's spelling, not at an import either; beside a real
// change, only that one shows.
func TestAccNotificationRule_emailCase(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, acctest.WithQuirks("lower-emails"))
	const config = `
resource "soda_notification_rule" "finance" {
  name      = "finance"
  rule_type = "check"
  recipients = [
    { email = "DQ@Example.com", levels = ["critical"], scan_states = [] },
    { email = "Ops@Example.com", levels = ["info"] },
  ]
}
`
	cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	imported := acctest.NewCLI(t, map[string]string{"main.tf": config + "\nimport {\n  to = soda_notification_rule.finance\n  id = \"name:finance\"\n}\n"}, cloud.Env()...)
	expectText(t, imported.MustRun("plan", "-no-color"), "1 to import, 0 to add, 0 to change")
	imported.Write("main.tf", strings.Replace(imported.Read("main.tf"), `"info"`, `"warning"`, 1))
	out := imported.MustRun("apply", "-no-color", "-auto-approve")
	expectText(t, out, "1 imported, 0 added, 1 changed")
	if strings.Contains(out, "DQ@Example.com") || strings.Contains(out, `- email  = "dq@`) {
		t.Errorf("the plan shows a recipient that does not change:\n%s", out)
	}
	imported.ExpectEmptyPlan()
}
