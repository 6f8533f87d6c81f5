package notification_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

const address = "soda_notification_rule.finance"

// organization is what the rule of config refers to.
var organization = emulator.Organization{
	Integrations: []emulator.Integration{
		{ID: "slack-1", Type: "slack", Name: "slack", Channels: []string{"#data", "#alerts"}},
	},
}

// config is a rule with every attribute, and the webhook that it names.
func config(severity string) string {
	return fmt.Sprintf(`
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification"]
}

data "soda_notification_integration" "slack" {
  name = "slack"
}

resource "soda_notification_rule" "finance" {
  name      = "finance gold"
  rule_type = "check"
  status    = "paused"
  filter = { and = [
    { field = "datasetTags", contains = "finance" },
    { or = [
      { field = "datasourceLabel", in = ["snowflake", "postgres"] },
      { field = "checkResourceAttribute", attribute = "severity", equals = %q },
    ] },
    { not = { field = "checkName", contains = "experimental" } },
  ] }
  recipients = [
    { integration_id = soda_webhook_integration.pager.id, levels = ["critical", "warning"] },
    { integration_id = data.soda_notification_integration.slack.id, channel = "#data", levels = ["critical"] },
    { email = "dq@example.com", levels = ["critical", "info", "not_evaluated"], scan_states = ["failed", "timedOut", "canceled", "completedWithErrors"] },
    { user_id = "user-1", levels = ["warning"] },
    { user_group_id = "group-1", levels = ["critical"] },
    { resource_role = "datasetOwner", levels = ["critical"] },
    { custom_role_id = "role-1", scan_states = ["failed"] },
  ]
  customization = { type = "minimal", message = "See runbook" }
}
`, severity)
}

func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func emptyPlan() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

func TestAccNotificationRule(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	seed(t, cloud, organization)
	sameID := statecheck.CompareValue(compare.ValuesSame())
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		CheckDestroy:             leavesNothing(cloud),
		Steps: []resource.TestStep{
			{ // a new rule with everything
				Config: cloud.Config(config("critical")),
				ConfigStateChecks: []statecheck.StateCheck{
					sameID.AddStateValue(address, tfjsonpath.New("id")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("is_default"), knownvalue.Bool(false)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("owner_id"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.NotNull()),
					holdsSeverity(cloud, "critical"),
				},
			},
			{Config: cloud.Config(config("critical")), ConfigPlanChecks: emptyPlan()},
			{ // the same rule in an empty state
				Config: cloud.Config(config("critical")), ResourceName: address,
				ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportPlanChecks: resource.ImportPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop)},
				},
			},
			{ // one leaf of the filter: in place, and nothing else changes
				Config: cloud.Config(config("major")),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
					plancheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.NotNull()),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					sameID.AddStateValue(address, tfjsonpath.New("id")),
					holdsSeverity(cloud, "major"),
				},
			},
			{ // somebody activates the rule in the UI: planned back
				PreConfig: func() {
					cloud.EditRule(cloud.Rules()[0].ID, func(r *emulator.Rule) { r.Status = "active" })
				},
				Config: cloud.Config(config("major")), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			},
			{ // somebody deletes it in the UI: planned again, no error
				PreConfig: func() { cloud.ForgetRule(cloud.Rules()[0].ID) },
				Config:    cloud.Config(config("major")), ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			},
		},
	})
}

// A rule needs a name, a type and one recipient. What is left out stays null, and is removed when it is taken out.
func TestAccNotificationRule_minimal(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	minimal := func(more string) string {
		return cloud.Config(fmt.Sprintf(`
resource "soda_notification_rule" "finance" {
  name       = "minimal"
  rule_type  = "monitor"
  recipients = [{ email = "dq@example.com", scan_states = ["failed"], levels = [] }]
  %s
}
`, more))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		CheckDestroy:             leavesNothing(cloud),
		Steps: []resource.TestStep{
			{Config: minimal(""), ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("active")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("filter"), knownvalue.Null()),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("customization"), knownvalue.Null()),
			}},
			{Config: minimal(""), ConfigPlanChecks: emptyPlan()},
			{Config: minimal(`
  filter        = { field = "checkName", contains = "gold" }
  customization = { type = "rich" }`), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
			{Config: minimal(""), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), ConfigStateChecks: []statecheck.StateCheck{
				acctest.Check(func() error {
					if r := cloud.Rules()[0]; r.Filter != nil || r.Customization != nil {
						return fmt.Errorf("the cloud still holds %+v", r)
					}
					return nil
				}),
			}},
		},
	})
}

func seed(t *testing.T, cloud *acctest.Cloud, o emulator.Organization) {
	t.Helper()
	if err := cloud.Seed(o); err != nil {
		t.Fatal(err)
	}
}

func leavesNothing(cloud *acctest.Cloud) func(*terraform.State) error {
	return func(*terraform.State) error {
		if left := cloud.Rules(); len(left) > 0 {
			return fmt.Errorf("%d rules are left", len(left))
		}
		return nil
	}
}

// holdsSeverity checks what the cloud has in memory.
func holdsSeverity(cloud *acctest.Cloud, severity string) statecheck.StateCheck {
	return acctest.Check(func() error {
		rules := cloud.Rules()
		if len(rules) != 1 {
			return fmt.Errorf("the cloud holds %d rules", len(rules))
		}
		r := rules[0]
		leaf := r.Filter.Expressions[1].Expressions[1]
		if leaf.Value == nil || *leaf.Value != severity || leaf.Field.AttributeName != "severity" {
			return fmt.Errorf("the cloud holds the leaf %+v, want %s", leaf, severity)
		}
		if r.Status != "paused" || len(r.Recipients) != 7 || r.Customization == nil || *r.Customization.Message != "See runbook" {
			return fmt.Errorf("the cloud holds %+v", r)
		}
		return nil
	})
}
