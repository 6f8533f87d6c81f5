package notification_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A Soda Cloud that has the list of integrations somewhere else does not say that an integration is missing: the error offers
// the ids that rules name.
func TestAccNotificationIntegrationDataSources_noList(t *testing.T) {
	t.Parallel()
	const paths = `/api/v1/notificationIntegrations \(status \d+\) /api/v1/notificationRules/integrations \(status \d+\) /api/v1/integrations`
	for name, config := range map[string]string{
		"by id":   `data "soda_notification_integration" "x" { id = "i-slack" }`,
		"by name": "data \"soda_notification_integration\" \"x\" {\nname = \"alerts\"\ntype = \"slack\"\n}",
		"all":     `data "soda_notification_integrations" "x" {}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t, acctest.WithQuirks("integrations-path=/api/v9/hooks"))
			seed(t, cloud, rulesToFind())
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers,
				Steps: []resource.TestStep{
					{
						Config: cloud.Config(config),
						ExpectError: acctest.Wrapped(`Cannot read the notification integrations? .* ` + paths + ` .* set notification_integrations_path .* Existing rules use these: .*` +
							`integration_id = "i-slack", channel = "#data"  # "finance gold"`),
					},
					{ // Soda Cloud has it at a candidate path now
						PreConfig: func() { cloud.SetQuirks(emulator.Quirks{emulator.IntegrationsPath: "/api/v1/integrations"}) },
						Config:    cloud.Config(config),
					},
				},
			})
		})
	}
}

// The setting takes the place of all candidates.
func TestAccNotificationIntegrationDataSources_pathSetting(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, acctest.WithQuirks("integrations-path=/api/v9/hooks"))
	seed(t, cloud, rulesToFind())
	provider := func(path string) string {
		return fmt.Sprintf(`
provider "soda" {
  host           = %q
  api_key_id     = %q
  api_key_secret = %q

  notification_integrations_path = %q
}
data "soda_notification_integration" "x" { id = "i-unnamed" }
`, cloud.URL, cloud.KeyID(), cloud.KeySecret(), path)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{
			{Config: provider("api/v9/hooks"), ExpectError: acctest.Wrapped(`Invalid path`)},
			{Config: provider("/api/v8"), ExpectError: acctest.Wrapped(`/api/v8 \(status \d+\) That path comes from notification_integrations_path`)},
			{Config: provider("/api/v9/hooks")},
		},
	})
}
