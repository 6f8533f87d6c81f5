package directory_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// What is not known at plan is looked up at apply.
func TestAccLookUps_unknown(t *testing.T) {
	t.Parallel()
	cloud := seeded(t, organization())
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{{
			Config: cloud.Config(`
resource "terraform_data" "later" { input = { email = "bob@example.com", dataset = "d-raw", type = "dataset" } }
data "soda_user" "bob" { email = terraform_data.later.output.email }
data "soda_dataset" "raw" { id = terraform_data.later.output.dataset }
data "soda_attribute" "severity" {
  name          = "severity"
  resource_type = terraform_data.later.output.type
}
`),
			ConfigStateChecks: []statecheck.StateCheck{
				expect("data.soda_user.bob", "id", knownvalue.StringExact("u-bob")),
				expect("data.soda_dataset.raw", "name", knownvalue.StringExact("orders")),
				expect("data.soda_attribute.severity", "id", knownvalue.StringExact("a-2")),
			},
		}},
	})
}

func TestAccLookUps_refused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ config, want string }{
		"user: suggests by shared words": {
			`data "soda_user" "x" { email = "ana@exmple.com" }`,
			`Cannot find the user .* No user has the email "ana@exmple.com". Closest matches: "Ana@example.com" \(id u-ana\)\s*$`,
		},
		"user: a part is not the address": {
			`data "soda_user" "x" { email = "ob@example.com" }`,
			`No user has the email "ob@example.com". Closest matches: "bob@example.com" \(id u-bob\)`,
		},
		"user: few, and none near": {
			`data "soda_user" "x" { email = "z" }`,
			`No user has the email "z". Available: "Ana@example.com" \(id u-ana\) "bob@example.com" \(id u-bob\)`,
		},
		"user group: the case counts": {
			`data "soda_user_group" "x" { name = "finance" }`,
			`No user group has the name "finance". Closest matches: "Finance" \(id g-finance\) "finance gold" \(id g-gold\)`,
		},
		"user group: several": {
			`data "soda_user_group" "x" { name = "twin" }`,
			`Cannot tell which user group is meant .* More than one user group has the name "twin". Replace the lookup ` +
				`with the id of the one you mean: "twin" \(id g-twin-1\) "twin" \(id g-twin-2\)`,
		},
		"dataset: hidden or missing": {
			`data "soda_dataset" "x" { qualified_name = "snow/dwh/orders" }`,
			`No dataset has the qualified_name "snow/dwh/orders". Closest matches: "snow/dwh/raw/orders" \(id d-raw\) .*` +
				`may not be able to view it: .* permission View dataset\.`,
		},
		"dataset: no such id": {
			`data "soda_dataset" "x" { id = "d-none" }`,
			`No dataset has the id "d-none". If it exists, .* permission View dataset\.`,
		},
		"dataset: two keys":   {`data "soda_dataset" "x" { ` + "\nid = \"a\"\nqualified_name = \"b\"\n}", `Exactly one of these attributes must be configured: \[id,qualified_name\]`},
		"dataset: no key":     {`data "soda_dataset" "x" {}`, `Exactly one of these attributes must be configured: \[id,qualified_name\]`},
		"user: empty address": {`data "soda_user" "x" { email = "" }`, `Attribute email string length must be at least 1`},
		"datasource: hidden or missing": {
			`data "soda_datasource" "x" { name = "snowy" }`,
			`No datasource has the name "snowy"\. Available: .* permission View datasource\.`,
		},
		"datasource: several of a label": {
			`data "soda_datasource" "x" { label = "Snowflake" }`,
			`More than one datasource has the label "Snowflake". To select one, set id or name: "snow" \(id ds-snow\) "snow_old" \(id ds-old\)`,
		},
		"attribute: several": {
			`data "soda_attribute" "x" { name = "severity" }`,
			`More than one attribute has the name "severity". To select one, set resource_type: check "severity" \(id a-1\) dataset "severity" \(id a-2\)`,
		},
		"attribute: of another type": {
			`data "soda_attribute" "x" { ` + "\nname = \"team\"\nresource_type = \"column\"\n}",
			`No attribute has the name "team" and the resource_type "column". Closest matches: check "team" \(id a-3\)`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := seeded(t, organization())
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers,
				Steps:                    []resource.TestStep{{Config: cloud.Config(tc.config), ExpectError: acctest.Wrapped(tc.want)}},
			})
		})
	}
}

// Soda's own refusal goes to the user as it is, once asked for however many look-ups need it.
func TestAccLookUps_forbidden(t *testing.T) {
	t.Parallel()
	cloud := seeded(t, organization())
	cloud.FailNext("listDatasets", emulator.Fault{Kind: emulator.Refuse, Status: 403, Next: 100})
	c := acctest.NewCLI(t, map[string]string{"main.tf": cloud.Config(tenTimes("soda_dataset", "qualified_name", "snow/dwh/raw/orders"))})
	out, status := c.Run("plan", "-no-color", "-parallelism=1") // so that none waits for another's call
	if status == 0 || !acctest.Wrapped(`responded with 403 Forbidden to GET /api/v1/datasets: .* needs the permission View dataset\.`).MatchString(out) {
		t.Errorf("got status %d:\n%s", status, out)
	}
	if got := cloud.Calls("listDatasets"); got != 1 {
		t.Errorf("got %d calls, want 1", got)
	}
}
