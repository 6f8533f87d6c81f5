package directory_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// organization has names that differ in little, repeat, or are part of one another.
func organization() emulator.Organization {
	ana := emulator.User{UserID: "u-ana", Email: "Ana@example.com", FirstName: "Ana", LastName: "Paz", FullName: "Ana Paz"}
	bob := emulator.User{UserID: "u-bob", Email: "bob@example.com"}
	warehouse := &emulator.DatasetDatasource{Name: "snow", Label: "Snowflake", Type: "snowflake"}
	return emulator.Organization{
		Users: []emulator.User{ana, bob},
		UserGroups: []emulator.UserGroup{
			{UserGroupID: "g-finance", Name: "Finance", Users: []emulator.User{bob, ana}},
			{UserGroupID: "g-gold", Name: "finance gold"},
			{UserGroupID: "g-twin-1", Name: "twin"},
			{UserGroupID: "g-twin-2", Name: "twin"},
		},
		Datasets: []emulator.Dataset{
			{
				ID: "d-orders", Name: "orders", Label: "Orders", DatasetQualifiedName: "snow/dwh/sales/orders",
				CloudURL: "https://cloud.example.com/d-orders", Datasource: warehouse, Tags: []string{"gold", "finance"},
			},
			{ID: "d-raw", Name: "orders", DatasetQualifiedName: "snow/dwh/raw/orders"},
		},
		Datasources: []emulator.Datasource{
			{ID: "ds-snow", Name: "snow", Label: "Snowflake", Type: "snowflake"},
			{ID: "ds-old", Name: "snow_old", Label: "Snowflake"},
		},
		Attributes: []emulator.Attribute{
			{ID: "a-1", Name: "severity", Label: "Severity", ResourceType: "check", Type: "singleSelect", AllowedValues: []string{"low", "high"}},
			{ID: "a-2", Name: "severity", Label: "Severity", ResourceType: "dataset", Type: "text"},
			{ID: "a-3", Name: "team", Label: "Team", ResourceType: "check", Type: "text"},
		},
	}
}

func seeded(t *testing.T, o emulator.Organization) *acctest.Cloud {
	t.Helper()
	cloud := acctest.NewCloud(t)
	if err := cloud.Seed(o); err != nil {
		t.Fatal(err)
	}
	return cloud
}

func expect(address, attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

const everything = `
data "soda_user" "ana" { email = "ana@EXAMPLE.com" }
data "soda_user_group" "finance" { name = "Finance" }
data "soda_dataset" "orders" { qualified_name = "snow/dwh/sales/orders" }
data "soda_dataset" "raw" { id = "d-raw" }
data "soda_datasource" "snow" { name = "snow" }
data "soda_datasource" "old" { id = "ds-old" }
data "soda_attribute" "severity" {
  name          = "severity"
  resource_type = "check"
}

resource "soda_notification_rule" "finance" {
  name      = "finance"
  rule_type = "check"
  filter = { and = [
    { field = "datasetId", in = [data.soda_dataset.orders.id, data.soda_dataset.raw.id] },
    { field = "datasourceId", equals = data.soda_datasource.snow.id },
    { field = "checkResourceAttribute", attribute = data.soda_attribute.severity.name, equals = data.soda_attribute.severity.allowed_values[1] },
  ] }
  recipients = [
    { user_id = data.soda_user.ana.id, levels = ["critical"] },
    { user_group_id = data.soda_user_group.finance.id, levels = ["critical"] },
  ]
}
`

func TestAccLookUps(t *testing.T) {
	t.Parallel()
	cloud := seeded(t, organization())
	exact := knownvalue.StringExact
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{
			{ // a rule about what the look-ups found
				Config: cloud.Config(everything),
				ConfigStateChecks: []statecheck.StateCheck{
					expect("data.soda_user.ana", "id", exact("u-ana")),
					expect("data.soda_user.ana", "email", exact("ana@EXAMPLE.com")),
					expect("data.soda_user.ana", "full_name", exact("Ana Paz")),
					expect("data.soda_user_group.finance", "id", exact("g-finance")),
					expect("data.soda_user_group.finance", "members", knownvalue.ListExact([]knownvalue.Check{
						knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": exact("u-ana"), "first_name": exact("Ana")}),
						knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": exact("u-bob"), "first_name": knownvalue.Null()}),
					})),
					expect("data.soda_dataset.orders", "id", exact("d-orders")),
					expect("data.soda_dataset.orders", "tags", knownvalue.ListExact([]knownvalue.Check{exact("finance"), exact("gold")})),
					expect("data.soda_dataset.orders", "datasource_label", exact("Snowflake")),
					expect("data.soda_dataset.raw", "qualified_name", exact("snow/dwh/raw/orders")),
					expect("data.soda_datasource.snow", "id", exact("ds-snow")),
					expect("data.soda_datasource.old", "name", exact("snow_old")),
					expect("data.soda_attribute.severity", "type", exact("singleSelect")),
					acctest.Check(func() error { return refersTo(cloud, "u-ana", "g-finance") }),
				},
			},
			{Config: cloud.Config(everything), ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			}},
		},
	})
}

// refersTo checks whom the cloud's only rule tells.
func refersTo(cloud *acctest.Cloud, user, group string) error {
	all := cloud.Rules()
	if len(all) != 1 || len(all[0].Recipients) != 2 {
		return fmt.Errorf("the cloud holds %+v", all)
	}
	got := map[string]bool{}
	for _, r := range all[0].Recipients {
		got[r.UserID+r.UserGroupID] = true
	}
	if !got[user] || !got[group] {
		return fmt.Errorf("the rule tells %v, want %s and %s", got, user, group)
	}
	return nil
}

// tenTimes is a data source with count = 10.
func tenTimes(dataSource, key, value string) string {
	return fmt.Sprintf("data %q \"x\" {\n  count = 10\n  %s = %q\n}\n", dataSource, key, value)
}

// Ten look-ups of each type, for different things, cost one list call of each type.
func TestAccLookUps_shareCalls(t *testing.T) {
	t.Parallel()
	o := emulator.Organization{}
	for i := range 10 {
		n := fmt.Sprintf("n-%d", i)
		o.Users = append(o.Users, emulator.User{UserID: n, Email: n + "@example.com"})
		o.UserGroups = append(o.UserGroups, emulator.UserGroup{UserGroupID: n, Name: n})
		o.Datasets = append(o.Datasets, emulator.Dataset{ID: n, Name: n, DatasetQualifiedName: "snow/" + n})
		o.Datasources = append(o.Datasources, emulator.Datasource{ID: n, Name: n})
		o.Attributes = append(o.Attributes, emulator.Attribute{ID: n, Name: n, Label: n, ResourceType: "check", Type: "text"})
	}
	cloud := seeded(t, o)
	acctest.NewCLI(t, map[string]string{"main.tf": cloud.Config(
		tenTimes("soda_user", "email", "n-${count.index}@example.com") +
			tenTimes("soda_user_group", "name", "n-${count.index}") +
			tenTimes("soda_dataset", "qualified_name", "snow/n-${count.index}") +
			tenTimes("soda_datasource", "name", "n-${count.index}") +
			tenTimes("soda_attribute", "name", "n-${count.index}"),
	)}).MustRun("plan")
	for _, call := range []string{"listUsers", "listUserGroups", "listDatasets", "listDatasources", "listAttributes"} {
		if got := cloud.Calls(call); got != 1 {
			t.Errorf("%s: got %d calls, want 1", call, got)
		}
	}
}

// crowd has more users than fit a page. The emulator's search finds all of them for any of them.
func crowd(users int) emulator.Organization {
	var o emulator.Organization
	for i := range users {
		o.Users = append(o.Users, emulator.User{
			UserID: fmt.Sprintf("u-%d", i), FullName: fmt.Sprintf("User %04d", i), Email: fmt.Sprintf("user-0123456789-%04d@example.com", i),
		})
	}
	return o
}

// One look-up among 2,500: the first page, then a search whose answer has pages too.
func TestAccUser_manyPages(t *testing.T) {
	t.Parallel()
	o := crowd(2500)
	o.Users[2499].Email = "last@example.com"
	for i := range 1500 {
		o.Users[i].LastName = "last@example.com" // found by the search, but not by address
	}
	cloud := seeded(t, o)
	c := acctest.NewCLI(t, map[string]string{"main.tf": cloud.Config(`
data "soda_user" "last" { email = "LAST@example.com" }
output "id" { value = data.soda_user.last.id }
`)})
	if out := c.MustRun("plan", "-no-color"); !strings.Contains(out, `id = "u-2499"`) {
		t.Errorf("got %s", out)
	}
	if got := cloud.Calls("listUsers"); got != 3 {
		t.Errorf("got %d calls, want 3: the first page, and two of what the search found", got)
	}
}

// Many look-ups in a large organization cost no more than twice its pages, not one search each.
func TestAccUser_manyLookUpsInManyPages(t *testing.T) {
	t.Parallel()
	cloud := seeded(t, crowd(2500))
	acctest.NewCLI(t, map[string]string{"main.tf": cloud.Config(
		"data \"soda_user\" \"x\" {\n  count = 60\n  email = format(\"user-0123456789-%04d@example.com\", 40 * count.index)\n}\n",
	)}).MustRun("plan")
	if got, most := cloud.Calls("listUsers"), 1+3+3; got > most {
		t.Errorf("got %d calls, want at most %d: the first page, three searches, all pages", got, most)
	}
}
