package notification_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A rule whose texts another tool stored decomposed is imported without a change, and updated without being taken for one that
// somebody else has changed since the plan.
func TestAccNotificationRule_decomposed(t *testing.T) {
	t.Parallel()
	const config = `
import {
  to = soda_notification_rule.r
  id = "name:café"
}
resource "soda_notification_rule" "r" {
  name          = "café"
  rule_type     = "check"
  status        = "active"
  filter        = { and = [{ field = "datasetTags", in = ["thé", "café"] }, { field = "checkResourceAttribute", attribute = "équipe", equals = "é" }] }
  recipients    = [{ email = "rené@example.com", levels = ["critical"] }, { integration_id = "i-1", channel = "#café", levels = ["critical"] }]
  customization = { type = "minimal", message = "Appelez le café" }
}
`
	field := func(name, attribute string) *emulator.FilterField {
		return &emulator.FilterField{Field: name, AttributeName: attribute}
	}
	critical := []emulator.Trigger{{Type: "testResultLevel", Level: "critical"}}
	cloud := acctest.NewCloud(t)
	if err := cloud.Seed(emulator.Organization{
		Integrations: []emulator.Integration{{ID: "i-1", Name: "slack", Type: "slack", Channels: []string{"#cafe\u0301"}}},
		Rules: []emulator.Rule{{
			ID: "r-1", Name: "cafe\u0301", RuleType: "check", Status: "active",
			Filter: &emulator.Filter{Type: "and", Expressions: []emulator.Filter{
				{Type: "in", Field: field("datasetTags", ""), Values: []string{"cafe\u0301", "the\u0301"}},
				{Type: "equals", Field: field("checkResourceAttribute", "e\u0301quipe"), Value: new("e\u0301")},
			}},
			Recipients: []emulator.Recipient{
				{Type: "integration", IntegrationID: "i-1", IntegrationChannel: "#cafe\u0301", Triggers: critical},
				{Type: "email", Email: "Rene\u0301@example.com", Triggers: critical},
			},
			Customization: &emulator.Customization{Type: "minimal", Message: new("Appelez le cafe\u0301")},
		}},
	}); err != nil {
		t.Fatal(err)
	}
	cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
	if out, want := cli.MustRun("apply", "-no-color", "-auto-approve"), "1 imported, 0 added, 0 changed"; !strings.Contains(out, want) || strings.Contains(out, "Unknown channel") {
		t.Errorf("want %q in:\n%s", want, out)
	}
	cli.ExpectEmptyPlan()
	cli.Write("main.tf", strings.Replace(config, `"active"`, `"paused"`, 1))
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	if r := cloud.Rules()[0]; r.Status != "paused" || r.Name != "café" {
		t.Errorf("the cloud holds %+v", r)
	}
	// A new rule of a name that looks the same is stopped, and so is a rename onto it.
	cli.Write("other.tf", strings.NewReplacer("soda_notification_rule\" \"r\"", "soda_notification_rule\" \"other\"").Replace(config[strings.Index(config, "resource"):]))
	if out, status := cli.Run("apply", "-no-color", "-auto-approve"); status != 1 || len(cloud.Rules()) != 1 {
		t.Errorf("got status %d and %d rules:\n%s", status, len(cloud.Rules()), out)
	}
}
