package notification_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// finance is a rule with a filter of depth 3 and several recipients.
const finance = `
resource "soda_notification_rule" "finance" {
  name      = "finance gold"
  rule_type = "check"
  filter = { and = [
    { field = "datasetTags", contains = "finance" },
    { or = [
      { field = "datasourceLabel", in = ["snowflake", "postgres"] },
      { field = "checkResourceAttribute", attribute = "severity", equals = "critical" },
    ] },
    { not = { field = "checkName", contains = "experimental" } },
  ] }
  recipients = [
    { integration_id = "slack-1", channel = "#data", levels = ["critical", "warning"] },
    { email = "dq@example.com", levels = ["critical"], scan_states = ["failed", "timedOut"] },
    { resource_role = "datasetOwner", levels = ["critical"] },
  ]
}
`

// reordered says the same as finance: operands, values, recipients, levels and states in another order, lists instead of
// tuples, an and in an and, a null and an empty set.
const reordered = `
resource "soda_notification_rule" "finance" {
  name      = "finance gold"
  rule_type = "check"
  filter = { and = [
    { not = { contains = "experimental", field = "checkName" } },
    { and = [
      { or = [
        { equals = "critical", field = "checkResourceAttribute", attribute = "severity" },
        { in = tolist(["postgres", "snowflake"]), field = "datasourceLabel", not = null },
      ] },
      { field = "datasetTags", contains = "finance" },
    ] },
  ] }
  recipients = [
    { resource_role = "datasetOwner", levels = toset(["critical"]), channel = null },
    { email = "dq@example.com", levels = ["critical"], scan_states = ["timedOut", "failed"] },
    { integration_id = "slack-1", channel = "#data", levels = ["warning", "critical"] },
  ]
}
`

// asJSON says the same as finance, with the filter as a JSON string.
var asJSON = strings.Replace(strings.Replace(finance, "filter = {", "filter = jsonencode({", 1), "\n  ] }\n  recipients", "\n  ] })\n  recipients", 1)

// newFinance returns a CLI in which finance is applied.
func newFinance(t *testing.T, options ...func(*emulator.Options)) (*acctest.Cloud, *acctest.CLI) {
	t.Helper()
	cloud := acctest.NewCloud(t, options...)
	seed(t, cloud, organization)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": finance}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	return cloud, cli
}

// One changed leaf shows as that leaf.
func TestAccPlanText(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*acctest.Cloud, *acctest.CLI){
		"leaf changed": func(_ *acctest.Cloud, cli *acctest.CLI) {
			cli.Write("main.tf", strings.Replace(finance, `equals = "critical"`, `equals = "major"`, 1))
		},
		"leaf changed outside": func(cloud *acctest.Cloud, _ *acctest.CLI) {
			cloud.EditRule(cloud.Rules()[0].ID, func(r *emulator.Rule) {
				major := "major"
				r.Filter.Expressions[1].Expressions[1].Value = &major
			})
		},
		"recipient added": func(_ *acctest.Cloud, cli *acctest.CLI) {
			cli.Write("main.tf", strings.Replace(finance, "  recipients = [", "  recipients = [\n    { user_id = \"user-1\", levels = [\"info\"] },", 1))
		},
		"level added": func(_ *acctest.Cloud, cli *acctest.CLI) {
			cli.Write("main.tf", strings.Replace(finance, `"dq@example.com", levels = ["critical"]`, `"dq@example.com", levels = ["critical", "info"]`, 1))
		},
		"paused outside": func(cloud *acctest.Cloud, _ *acctest.CLI) {
			cloud.EditRule(cloud.Rules()[0].ID, func(r *emulator.Rule) { r.Status = "paused" })
		},
		"leaf becomes unknown": func(_ *acctest.Cloud, cli *acctest.CLI) {
			cli.Write("main.tf", "resource \"terraform_data\" \"severity\" {}\n"+
				strings.Replace(finance, `equals = "critical"`, `equals = terraform_data.severity.id`, 1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, cli := newFinance(t)
			cli.SkipGolden()
			change(cloud, cli)
			acctest.Golden(t, strings.ReplaceAll(name, " ", "_"), cli.PlanText())
		})
	}
}

// Reordering everything is no change, nor is the JSON form; neither is a Soda Cloud that reorders its answers.
func TestAccPlan_sameMeaning(t *testing.T) {
	t.Parallel()
	cloud, cli := newFinance(t)
	for name, config := range map[string]string{"reordered": reordered, "as JSON": asJSON, "as it was": finance} {
		cli.Write("main.tf", config)
		if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
			t.Errorf("%s: got status %d, want an empty plan:\n%s", name, status, out)
		}
	}
	if got := cloud.Calls("updateNotificationRule"); got != 0 {
		t.Errorf("got %d updates, want none", got)
	}
}

// What somebody changes between plan and apply is not undone in silence: that rule stops, and names the attribute; the next
// plan shows the change. Nothing else is held up, and it costs one list.
func TestAccPlan_changedSince(t *testing.T) {
	t.Parallel()
	cloud, cli := newFinance(t, acctest.WithoutQuirks(emulator.EmptySuccess))
	other := strings.NewReplacer(`"finance"`, `"other"`, "finance gold", "other").Replace(finance)
	cli.Write("other.tf", other)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.Write("main.tf", strings.Replace(finance, `equals = "critical"`, `equals = "major"`, 1))
	cli.Write("other.tf", strings.Replace(other, `equals = "critical"`, `equals = "major"`, 1))
	cli.MustRun("plan", "-no-color", "-out=plan.tfplan")
	for _, r := range cloud.Rules() {
		if r.Name == "finance gold" {
			cloud.EditRule(r.ID, func(r *emulator.Rule) {
				r.Recipients = append(r.Recipients, emulator.Recipient{Type: "user", UserID: "user-1", Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "info"}}})
			})
		}
	}
	cloud.ResetCalls()
	out, status := cli.Run("apply", "-no-color", "plan.tfplan")
	if want := "Someone changed recipients since Terraform last read it"; status != 1 || !strings.Contains(acctest.Unwrapped(out), want) {
		t.Errorf("got status %d, want %q in:\n%s", status, want, out)
	}
	if got, lists := cloud.Calls("updateNotificationRule"), cloud.Calls("listNotificationRules"); got != 1 || lists != 1 {
		t.Errorf("got %d updates and %d lists, want that of the other rule, and 1", got, lists)
	}
	if out := cli.MustRun("plan", "-no-color"); !strings.Contains(out, "user-1") || !strings.Contains(out, `"critical" -> "major"`) {
		t.Errorf("the plan does not show both changes:\n%s", out)
	}
	cli.MustRun("apply", "-no-color", "-auto-approve")
}

// A module whose typed variable cannot hold filters of different shapes takes them as JSON; one of type any takes the object.
func TestAccPlan_modules(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": `
variable "typed" {
  type = map(object({ filter = string }))
  default = {
    a = { filter = "{\"field\": \"checkName\", \"contains\": \"gold\"}" }
    b = { filter = "{\"not\": {\"field\": \"datasetTags\", \"contains\": \"test\"}}" }
  }
}

variable "free" {
  type    = any
  default = { or = [{ field = "checkName", equals = "a" }, { field = "checkName", equals = "b" }] }
}

locals {
  tags = ["finance", "gold"]
}

resource "soda_notification_rule" "typed" {
  for_each   = var.typed
  name       = each.key
  rule_type  = "check"
  filter     = each.value.filter
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}

resource "soda_notification_rule" "free" {
  name       = "free"
  rule_type  = "check"
  filter     = var.free
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}

resource "soda_notification_rule" "computed" {
  name       = "computed"
  rule_type  = "check"
  filter     = { and = concat([for tag in local.tags : { field = "datasetTags", contains = tag }], true ? [{ not = { field = "checkName", equals = "x" } }] : []) }
  recipients = [for address in ["a@example.com", "b@example.com"] : { email = address, levels = ["critical"] }]
}
`}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
		t.Errorf("got status %d, want an empty plan:\n%s", status, out)
	}
	for _, r := range cloud.Rules() {
		if r.Filter == nil {
			t.Errorf("the rule %s has no filter", r.Name)
		}
	}
}
