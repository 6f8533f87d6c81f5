package notification_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// rulesToFind has a rule with every attribute, two of one name, and some of each status and type.
func rulesToFind() emulator.Organization {
	tags, name, text := "finance", "experimental", "See runbook"
	triggered := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	ownersOnly := []emulator.Recipient{{
		Type: "resourceRole", Role: "datasetOwner", Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "critical"}},
	}}
	return emulator.Organization{
		Integrations: []emulator.Integration{
			{ID: "i-slack", Type: "slack", Name: "alerts", Channels: []string{"#data"}},
			{ID: "i-teams", Type: "msTeams", Name: "alerts", Disabled: true},
			{ID: "i-unnamed", Type: "msTeams"},
		},
		Rules: []emulator.Rule{
			{
				ID: "r-full", Name: "finance gold", RuleType: "check", Status: "paused", OwnerID: "u-1", IsDefault: true,
				CreatedAt: triggered, UpdatedAt: triggered, LastTriggeredAt: &triggered,
				Filter: &emulator.Filter{Type: "and", Expressions: []emulator.Filter{
					{Type: "contains", Field: &emulator.FilterField{Field: "datasetTags"}, Value: &tags},
					{Type: "not", Expression: &emulator.Filter{Type: "equals", Field: &emulator.FilterField{Field: "checkName"}, Value: &name}},
				}},
				Recipients: []emulator.Recipient{{
					Type: "integration", IntegrationID: "i-slack", IntegrationChannel: "#data",
					Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "critical"}, {Type: "scanState", ScanState: "failed"}},
				}},
				Customization: &emulator.Customization{Type: "minimal", Message: &text},
			},
			{ID: "r-twin-1", Name: "twin", RuleType: "check", Recipients: ownersOnly},
			{ID: "r-twin-2", Name: "twin", RuleType: "check", Recipients: ownersOnly},
			{ID: "r-monitor", Name: "Monitors", RuleType: "monitor", Recipients: ownersOnly},
		},
	}
}

func found(t *testing.T) *acctest.Cloud {
	t.Helper()
	cloud := acctest.NewCloud(t, acctest.WithoutQuirks(emulator.UnknownEnums))
	seed(t, cloud, rulesToFind())
	return cloud
}

func dataAttribute(address, attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

func TestAccNotificationRuleDataSource(t *testing.T) {
	t.Parallel()
	cloud := found(t)
	exact := knownvalue.StringExact
	const full = "data.soda_notification_rule.full"
	byName := `
data "soda_notification_rule" "full" { name = "finance gold" }
data "soda_notification_rule" "twin" { id = "r-twin-2" }

resource "soda_notification_rule" "copy" {
  name          = "copy of ${data.soda_notification_rule.full.name}"
  rule_type     = data.soda_notification_rule.full.rule_type
  filter        = data.soda_notification_rule.full.filter
  recipients    = data.soda_notification_rule.full.recipients
  customization = data.soda_notification_rule.full.customization
}
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{
			{ // a rule that copies all it can from another
				Config: cloud.Config(byName),
				ConfigStateChecks: []statecheck.StateCheck{
					dataAttribute(full, "id", exact("r-full")),
					dataAttribute(full, "status", exact("paused")),
					dataAttribute(full, "owner_id", exact("u-1")),
					dataAttribute(full, "is_default", knownvalue.Bool(true)),
					dataAttribute(full, "created_at", exact("2026-03-04T05:06:07Z")),
					dataAttribute(full, "updated_at", exact("2026-03-04T05:06:07Z")),
					dataAttribute(full, "last_triggered_at", exact("2026-03-04T05:06:07Z")),
					statecheck.ExpectKnownValue(full, tfjsonpath.New("filter").AtMapKey("and").AtSliceIndex(1).AtMapKey("not").AtMapKey("equals"),
						exact("experimental")),
					dataAttribute("data.soda_notification_rule.twin", "name", exact("twin")),
					dataAttribute("data.soda_notification_rule.twin", "filter", knownvalue.Null()),
					dataAttribute("data.soda_notification_rule.twin", "last_triggered_at", knownvalue.Null()),
					acctest.Check(func() error { return isCopied(cloud) }),
				},
			},
			{Config: cloud.Config(byName), ConfigPlanChecks: emptyPlan()},
		},
	})
}

// isCopied checks that the newest rule says what the first one says.
func isCopied(cloud *acctest.Cloud) error {
	all := cloud.Rules()
	said := func(r emulator.Rule) string {
		return fmt.Sprintf("%s %d %s %s %s", r.RuleType, len(r.Filter.Expressions), r.Recipients[0].IntegrationChannel,
			r.Customization.Type, *r.Customization.Message)
	}
	if got, want := said(all[len(all)-1]), said(all[0]); got != want {
		return fmt.Errorf("the copy says %q, want %q", got, want)
	}
	return nil
}

func TestAccNotificationRulesDataSource(t *testing.T) {
	t.Parallel()
	cloud := found(t)
	names := func(address string, want ...string) statecheck.StateCheck {
		var checks []knownvalue.Check
		for _, name := range want {
			checks = append(checks, knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": knownvalue.StringExact(name)}))
		}
		return dataAttribute("data.soda_notification_rules."+address, "rules", knownvalue.ListExact(checks))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{{
			Config: cloud.Config(`
data "soda_notification_rules" "all" {}
data "soda_notification_rules" "active" { status = "active" }
data "soda_notification_rules" "monitors" { rule_type = "monitor" }
data "soda_notification_rules" "own" { is_default = true }
data "soda_notification_rules" "part" { name_regex = "in" }
data "soda_notification_rules" "none" { name_regex = "^in" }
data "soda_notification_rules" "each" {
  name_regex = "(?i)^(TWIN|finance)"
  status     = "active"
  rule_type  = "check"
}
`),
			ConfigStateChecks: []statecheck.StateCheck{
				names("all", "r-monitor", "r-full", "r-twin-1", "r-twin-2"),
				names("active", "r-monitor", "r-twin-1", "r-twin-2"),
				names("monitors", "r-monitor"),
				names("own", "r-full"),
				names("part", "r-full", "r-twin-1", "r-twin-2"),
				names("none"),
				names("each", "r-twin-1", "r-twin-2"),
				statecheck.ExpectKnownValue("data.soda_notification_rules.all", tfjsonpath.New("rules").AtSliceIndex(1).AtMapKey("filter"),
					knownvalue.StringExact(`{"and":[{"contains":"finance","field":"datasetTags"},{"not":{"equals":"experimental","field":"checkName"}}]}`)),
				statecheck.ExpectKnownValue("data.soda_notification_rules.all", tfjsonpath.New("rules").AtSliceIndex(2).AtMapKey("filter"),
					knownvalue.Null()),
			},
		}},
	})
}

// All rules of an organization, of every shape, are adopted by one import block and one resource: nothing is written. The
// filter is decoded because Terraform takes a string that is null for another value than the null of a rule without filter.
func TestAccNotificationRulesDataSource_adoptsAll(t *testing.T) {
	t.Parallel()
	cloud := newCorpus(t)
	c := acctest.NewCLI(t, map[string]string{"main.tf": cloud.Config(`
data "soda_notification_rules" "all" {}

locals {
  rules = { for r in data.soda_notification_rules.all.rules : r.id => r }
}

import {
  for_each = local.rules
  to       = soda_notification_rule.adopted[each.key]
  id       = each.key
}

resource "soda_notification_rule" "adopted" {
  for_each      = local.rules
  name          = each.value.name
  rule_type     = each.value.rule_type
  status        = each.value.status
  filter        = each.value.filter == null ? null : jsondecode(each.value.filter)
  recipients    = each.value.recipients
  customization = each.value.customization
}
`)})
	out := c.MustRun("apply", "-no-color", "-auto-approve")
	if want := fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", len(cloud.Rules())); !strings.Contains(out, want) {
		t.Errorf("want %q, got:\n%s", want, out[len(out)-200:])
	}
	if out, status := c.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
		t.Errorf("got status %d, want an empty plan:\n%s", status, out)
	}
}

func TestAccNotificationIntegrationDataSources(t *testing.T) {
	t.Parallel()
	cloud := found(t)
	exact := knownvalue.StringExact
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{{
			Config: cloud.Config(`
data "soda_notification_integration" "slack" {
  name = "alerts"
  type = "slack"
}
data "soda_notification_integration" "unnamed" { id = "i-unnamed" }
data "soda_notification_integrations" "named" { name_regex = "." }
data "soda_notification_integrations" "teams" { type = "msTeams" }

resource "soda_notification_rule" "new" {
  name       = "new"
  rule_type  = "check"
  recipients = [for i in data.soda_notification_integrations.teams.integrations : { integration_id = i.id, levels = ["critical"] }]
}
`),
			ConfigStateChecks: []statecheck.StateCheck{
				dataAttribute("data.soda_notification_integration.slack", "id", exact("i-slack")),
				dataAttribute("data.soda_notification_integration.slack", "enabled", knownvalue.Bool(true)),
				dataAttribute("data.soda_notification_integration.slack", "channels", knownvalue.ListExact([]knownvalue.Check{exact("#data")})),
				dataAttribute("data.soda_notification_integration.unnamed", "name", knownvalue.Null()),
				dataAttribute("data.soda_notification_integration.unnamed", "channels", knownvalue.ListExact(nil)),
				dataAttribute("data.soda_notification_integrations.named", "integrations", knownvalue.ListExact([]knownvalue.Check{
					knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": exact("i-slack")}),
					knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": exact("i-teams"), "enabled": knownvalue.Bool(false)}),
				})),
				dataAttribute("data.soda_notification_integrations.teams", "integrations", knownvalue.ListSizeExact(2)),
			},
		}},
	})
}
