package notification_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

func TestAccDataSources_refused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ config, want string }{
		"several rules of a name": {
			`data "soda_notification_rule" "x" { name = "twin" }`,
			`Cannot tell which notification rule is meant .* More than one notification rule has the name "twin". To select one, set id: ` +
				`"twin" \(id r-twin-1\) "twin" \(id r-twin-2\)`,
		},
		"no rule of a name": {
			`data "soda_notification_rule" "x" { name = "Finance Gold" }`,
			`Cannot find the notification rule .* No notification rule has the name "Finance Gold". Closest matches: "finance gold" \(id r-full\)`,
		},
		"no rule of an id": {
			`data "soda_notification_rule" "x" { id = "r-none" }`,
			`No notification rule has the id "r-none".`,
		},
		"several integrations of a name": {
			`data "soda_notification_integration" "x" { name = "alerts" }`,
			`More than one notification integration has the name "alerts". To select one, set type or id: ` +
				`slack "alerts" \(id i-slack\) msTeams "alerts" \(id i-teams\)`,
		},
		"no integration of a type": {
			"data \"soda_notification_integration\" \"x\" {\nname = \"alerts\"\ntype = \"webhook\"\n}",
			`No notification integration has the name "alerts" and the type "webhook". Closest matches: .* after its activation is complete`,
		},
		"an id and a name":         {"data \"soda_notification_rule\" \"x\" {\nname = \"twin\"\nid = \"r-twin-1\"\n}", `Exactly one of these attributes`},
		"not a regular expression": {`data "soda_notification_rules" "x" { name_regex = "(" }`, `name_regex must be a regular expression \(RE2\): .*missing closing \)`},
		"not a status":             {`data "soda_notification_rules" "x" { status = "off" }`, `Did you mean "paused"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := found(t)
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers,
				Steps:                    []resource.TestStep{{Config: cloud.Config(tc.config), ExpectError: acctest.Wrapped(tc.want)}},
			})
		})
	}
}

// What is not known at plan is looked up at apply, a new webhook among the integrations too.
func TestAccDataSources_unknown(t *testing.T) {
	t.Parallel()
	cloud := found(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{{
			Config: cloud.Config(`
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification"]
}
resource "terraform_data" "later" { input = { name = "alerts", type = "slack", regex = "^twin$" } }

data "soda_notification_integration" "pager" { id = soda_webhook_integration.pager.id }
data "soda_notification_integration" "slack" {
  name = terraform_data.later.output.name
  type = terraform_data.later.output.type
}
data "soda_notification_rules" "twins" { name_regex = terraform_data.later.output.regex }
`),
			ConfigStateChecks: []statecheck.StateCheck{
				dataAttribute("data.soda_notification_integration.pager", "name", knownvalue.StringExact("pager")),
				dataAttribute("data.soda_notification_integration.slack", "id", knownvalue.StringExact("i-slack")),
				dataAttribute("data.soda_notification_rules.twins", "rules", knownvalue.ListSizeExact(2)),
			},
		}},
	})
}

// Look-ups and lists of rules and integrations cost one list call of each.
func TestAccDataSources_shareCalls(t *testing.T) {
	t.Parallel()
	cloud := found(t)
	acctest.NewCLI(t, map[string]string{"main.tf": cloud.Config(`
data "soda_notification_rule" "id" {
  count = 10
  id    = "r-full"
}
data "soda_notification_rule" "name" {
  count = 10
  name  = "Monitors"
}
data "soda_notification_rules" "all" { count = 10 }
data "soda_notification_integration" "x" {
  count = 10
  id    = "i-slack"
}
data "soda_notification_integrations" "all" { count = 10 }
`)}).MustRun("plan")
	for _, call := range []string{"listNotificationRules", "listNotificationIntegrations"} {
		if got := cloud.Calls(call); got != 1 {
			t.Errorf("%s: got %d calls, want 1", call, got)
		}
	}
}
