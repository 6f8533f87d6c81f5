package functions_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// With a mocked provider the functions still compute: on known values, on nulls, on what is unknown in the plan, and on
// resources that the mock made up.
func TestAccFunctions_mocked(t *testing.T) {
	t.Parallel()
	want, err := json.Marshal(knownWant)
	if err != nil {
		t.Fatal(err)
	}
	cli := acctest.NewCLI(t, map[string]string{"want.json": string(want), "main.tf": known + `
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://events.example.com"
  scopes = ["alert_notification"]
}

resource "soda_notification_rule" "team" {
  for_each   = toset(["finance", "shipping"])
  name       = each.key
  rule_type  = "check"
  filter     = { field = "datasetTags", equals = each.key }
  recipients = [{ integration_id = soda_webhook_integration.pager.id, levels = ["critical"] }, { email = "${each.key}@example.com", levels = ["warning"] }]
}

locals {
  warned  = provider::soda::route(soda_notification_rule.team, { datasetTags = ["finance"], level = "warning" })
  paged   = provider::soda::route(values(soda_notification_rule.team), { datasetTags = ["shipping"], level = "critical" })
  within  = [for rule in soda_notification_rule.team : provider::soda::filter_implies(rule.filter, { field = "datasetTags", in = ["finance", "shipping"] })]
  later   = { and = [{ field = "datasetId", equals = soda_webhook_integration.pager.id }] }
  unknown = {
    matches = provider::soda::filter_matches(local.later, { datasetId = soda_webhook_integration.pager.id })
    implies = provider::soda::filter_implies(local.later, { field = "datasetId", in = ["x", soda_webhook_integration.pager.id] })
    explain = provider::soda::filter_explain(local.later, { datasetId = "none of it" }) != ""
    json    = provider::soda::filter_matches(jsonencode(local.later), { datasetId = soda_webhook_integration.pager.id })
  }
}

output "known" { value = jsonencode(local.got) }
output "want" { value = file("${path.module}/want.json") }
output "unknown" { value = jsonencode(local.unknown) }
output "warned" { value = local.warned[*].email }
output "paged" { value = one(local.paged).integration_id == soda_webhook_integration.pager.id }
output "within" { value = alltrue(local.within) }
`, "tests/route.tftest.hcl": `
mock_provider "soda" {}

run "in_the_plan" {
  command = plan

  assert {
    condition     = output.known == output.want
    error_message = "Known and null: ${output.known}."
  }
}

run "who_is_notified" {
  assert {
    condition     = output.known == output.want
    error_message = "Known and null: ${output.known}."
  }
  assert {
    condition     = output.unknown == jsonencode({ explain = true, implies = true, json = true, matches = true })
    error_message = "Unknown in the plan: ${output.unknown}."
  }
  assert {
    condition     = join(" ", output.warned) == "finance@example.com"
    error_message = "Warned: ${jsonencode(output.warned)}."
  }
  assert {
    condition     = output.paged
    error_message = "The pager is not notified."
  }
  assert {
    condition     = output.within
    error_message = "A filter reaches beyond the teams' datasets."
  }
}
`})
	if out := cli.MustRun("test", "-no-color"); !strings.Contains(out, "2 passed, 0 failed") {
		t.Errorf("got:\n%s", out)
	}
}
