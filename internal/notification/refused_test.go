package notification_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// Without the integration API, rules work all the same.
func TestAccNotificationRule_withoutIntegrationAPI(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.NoIntegrations = true })
	seed(t, cloud, organization)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		CheckDestroy:             leavesNothing(cloud),
		Steps: []resource.TestStep{{
			Config: cloud.Config(`
data "soda_notification_integration" "slack" {
  name = "slack"
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ integration_id = data.soda_notification_integration.slack.id, channel = "#data", levels = ["critical"] }]
}
`),
		}},
	})
}

// Soda's own words about a refused rule reach the user, with what identifies the call.
func TestAccNotificationRule_refused(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{{
			Config: cloud.Config(`
resource "soda_webhook_integration" "incidents" {
  name   = "incidents"
  url    = "https://events.example.com/soda"
  scopes = ["incidents"]
}

resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ integration_id = soda_webhook_integration.incidents.id, levels = ["critical"] }]
}
`),
			ExpectError: regexp.MustCompile(`(?s)Cannot create the notification rule.*400 Bad Request.*alert_notification.*Trace id`),
		}},
	})
}

// A refused key is reported at plan, with where it came from.
func TestAccNotificationRule_wrongCredentials(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.APIKeySecret = "another" })
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{{
			PlanOnly:    true,
			Config:      cloud.Config(config("critical")),
			ExpectError: regexp.MustCompile(`(?s)401.*rejected\s+the\s+API\s+key\s+from\s+the\s+provider\s+block`),
		}},
	})
}
