package webhook_test

import (
	"fmt"
	"regexp"
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

const address = "soda_webhook_integration.pager"

// config is a webhook with every attribute; team is the value of its visible header.
func config(name, team string) string {
	return fmt.Sprintf(`
resource "soda_webhook_integration" "pager" {
  name   = %q
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification", "incidents", "contracts"]
  headers = {
    "Content-Type"  = { value = "application/json" }
    "X-Team"        = { value = %q }
    "Authorization" = { secret = "Bearer s3cret" }
  }
}
`, name, team)
}

func emptyPlan() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func TestAccWebhookIntegration(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	sameID := statecheck.CompareValue(compare.ValuesSame())
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		CheckDestroy:             leavesNothing(cloud),
		Steps: []resource.TestStep{
			{ // a new webhook
				Config: cloud.Config(config("pager", "data")),
				ConfigStateChecks: []statecheck.StateCheck{
					sameID.AddStateValue(address, tfjsonpath.New("id")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("enabled"), knownvalue.Bool(true)),
					statecheck.ExpectSensitiveValue(address, tfjsonpath.New("headers").AtMapKey("Authorization").AtMapKey("secret")),
					holds(cloud, "pager", map[string]string{"Content-Type": "application/json", "X-Team": "data", "Authorization": "Bearer s3cret"}),
				},
			},
			{Config: cloud.Config(config("pager", "data")), ConfigPlanChecks: emptyPlan()},
			{ // the same webhook in an empty state
				ResourceName: address, ImportState: true, ImportStateVerify: true,
			},
			{ // adopted with an import block: nothing to do
				Config: cloud.Config(config("pager", "data")), ResourceName: address,
				ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportPlanChecks: resource.ImportPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop)},
				},
			},
			{ // another name and value: in place
				Config: cloud.Config(config("pager-data", "platform")), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					sameID.AddStateValue(address, tfjsonpath.New("id")),
					holds(cloud, "pager-data", map[string]string{"Content-Type": "application/json", "X-Team": "platform", "Authorization": "Bearer s3cret"}),
				},
			},
			{ // somebody changes a visible header in the UI: that is planned back
				PreConfig: func() {
					cloud.EditWebhook(cloud.Webhooks()[0].ID, func(w *emulator.Webhook) {
						for i, h := range w.Headers {
							if h.Name == "X-Team" {
								w.Headers[i].Value = "somebody"
							}
						}
					})
				},
				Config: cloud.Config(config("pager-data", "platform")), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					holds(cloud, "pager-data", map[string]string{"Content-Type": "application/json", "X-Team": "platform", "Authorization": "Bearer s3cret"}),
				},
			},
			{ // somebody deletes it in the UI: planned again, no error
				PreConfig: func() { cloud.ForgetWebhook(cloud.Webhooks()[0].ID) },
				Config:    cloud.Config(config("pager-data", "platform")), ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			},
		},
	})
}

// An endpoint needs no headers and may have no scopes; null and empty are both fine and stay as they are written.
func TestAccWebhookIntegration_minimal(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	minimal := `
resource "soda_webhook_integration" "pager" {
  name   = "minimal"
  url    = "http://127.0.0.1:9/soda"
  scopes = []
  %s
}
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		CheckDestroy:             leavesNothing(cloud),
		Steps: []resource.TestStep{
			{Config: cloud.Config(fmt.Sprintf(minimal, ""))},
			{Config: cloud.Config(fmt.Sprintf(minimal, "")), ConfigPlanChecks: emptyPlan()},
			{Config: cloud.Config(fmt.Sprintf(minimal, "headers = {}"))},
			{Config: cloud.Config(fmt.Sprintf(minimal, "headers = {}")), ConfigPlanChecks: emptyPlan()},
		},
	})
}

// If the name is taken, the create stops with the import block to paste, before anything is sent.
func TestAccWebhookIntegration_nameTaken(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{ID: "w-1", Name: "pager", URL: "https://example.com"}}}); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{{
			Config:      cloud.Config(config("pager", "data")),
			ExpectError: regexp.MustCompile(`(?s)Cannot create the webhook integration.*to = soda_webhook_integration\.ADDRESS\s+id = "w-1"`),
		}},
	})
	if got := cloud.Calls("createWebhookIntegration"); got != 0 {
		t.Errorf("got %d creates, want none to be sent", got)
	}
}

// A Soda Cloud without the integration API says so, and what to do instead.
func TestAccWebhookIntegration_notOffered(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.NoIntegrations = true })
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{{
			Config: cloud.Config(config("pager", "data")),
			ExpectError: regexp.MustCompile(`(?s)does\s+not\s+offer\s+the\s+integration\s+API\s+at\s+/api/v1/integrations/webhooks.*` +
				`data\s+"soda_notification_integration".*integrations_path`),
		}},
	})
}

// leavesNothing checks that destroying left no webhook in the cloud.
func leavesNothing(cloud *acctest.Cloud) func(*terraform.State) error {
	return func(*terraform.State) error {
		if left := cloud.Webhooks(); len(left) > 0 {
			return fmt.Errorf("%d webhooks are left", len(left))
		}
		return nil
	}
}

// holds checks what the cloud has in memory.
func holds(cloud *acctest.Cloud, name string, headers map[string]string) statecheck.StateCheck {
	return acctest.Check(func() error {
		all := cloud.Webhooks()
		if len(all) != 1 || all[0].Name != name || len(all[0].Scopes) != 3 || len(all[0].Headers) != len(headers) {
			return fmt.Errorf("the cloud holds %+v", all)
		}
		for _, h := range all[0].Headers {
			if headers[h.Name] != h.Value {
				return fmt.Errorf("the cloud has header %s: %q, want %q", h.Name, h.Value, headers[h.Name])
			}
		}
		return nil
	})
}
