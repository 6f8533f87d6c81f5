package directory_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// decomposed has names as some tools store them: letters and their accents apart, and space around them.
func decomposed() emulator.Organization {
	const name = "cafe\u0301"
	return emulator.Organization{
		Users:        []emulator.User{{UserID: "u-1", Email: "Rene\u0301@example.com"}},
		UserGroups:   []emulator.UserGroup{{UserGroupID: "g-1", Name: name + " "}},
		Datasets:     []emulator.Dataset{{ID: "d-1", Name: name, DatasetQualifiedName: "snow/" + name}},
		Datasources:  []emulator.Datasource{{ID: "s-1", Name: name, Label: "The " + name}},
		Attributes:   []emulator.Attribute{{ID: "a-1", Name: name, Label: name, ResourceType: "check", Type: "text"}},
		Integrations: []emulator.Integration{{ID: "i-1", Name: name, Type: "slack"}},
		Rules: []emulator.Rule{{ID: "r-1", Name: name, RuleType: "check", Status: "active", Recipients: []emulator.Recipient{{
			Type: "email", Email: "a@example.com", Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "info"}},
		}}}},
		Webhooks: []emulator.Webhook{{ID: "w-1", Name: name, URL: "https://events.example.com/soda", Scopes: []string{"incidents"}}},
	}
}

// Whoever looks at a name cannot see its normal form, so look-ups find it in either, also where Soda's own search does not.
func TestAccLookUps_normalForms(t *testing.T) {
	t.Parallel()
	const config = `
data "soda_user" "x" { email = "rené@example.com" }
data "soda_user_group" "x" { name = "café" }
data "soda_dataset" "x" { qualified_name = "snow/café" }
data "soda_datasource" "x" { name = "café" }
data "soda_datasource" "label" { label = "The café" }
data "soda_attribute" "x" { name = "café" }
data "soda_notification_integration" "x" {
  name = "café"
  type = "slack"
}
data "soda_notification_integrations" "x" { name_regex = "^café$" }
data "soda_notification_rule" "x" { name = "café" }
data "soda_notification_rules" "x" { name_regex = "^café$" }
data "soda_webhook_integration" "x" { name = "café" }
output "found" {
  value = join(" ", [
    data.soda_user.x.id, data.soda_user_group.x.id, data.soda_dataset.x.id, data.soda_datasource.x.id, data.soda_datasource.label.id,
    data.soda_attribute.x.id, data.soda_notification_integration.x.id, one([for i in data.soda_notification_integrations.x.integrations : i.id if i.type == "slack"]),
    data.soda_notification_rule.x.id, one(data.soda_notification_rules.x.rules).id, data.soda_webhook_integration.x.id,
  ])
}
`
	many := decomposed()
	for i := range 1200 { // more than a page of each that Soda searches
		n := fmt.Sprintf("a-%d", i) // before the others
		many.Users = append(many.Users, emulator.User{UserID: n, Email: n + "@example.com"})
		many.UserGroups = append(many.UserGroups, emulator.UserGroup{UserGroupID: n, Name: n})
		many.Datasets = append(many.Datasets, emulator.Dataset{ID: n, Name: n, DatasetQualifiedName: "snow/" + n})
		many.Datasources = append(many.Datasources, emulator.Datasource{ID: n, Name: n})
	}
	for name, o := range map[string]emulator.Organization{"one page": decomposed(), "several pages": many} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, seeded(t, o).Env()...)
			out := cli.MustRun("plan", "-no-color")
			if want := `found = "u-1 g-1 d-1 s-1 s-1 a-1 i-1 i-1 r-1 r-1 w-1"`; !strings.Contains(out, want) {
				t.Errorf("want %s in:\n%s", want, out)
			}
		})
	}
}
