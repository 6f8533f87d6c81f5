package functions_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// known calls each function with values. The calls stand in locals: OpenTofu crashes on provider functions in assertions. A null
// argument has a type: without one, OpenTofu does not call the function (see TestAccFunctions_untypedNull).
const known = `
locals {
  finance = { field = "datasetTags", equals = "finance" }
  orders  = { datasetTags = ["finance", "gold"], checkName = "Orders", checkResourceAttribute = { prio = 1 } }
  rule = {
    name       = "typed"
    rule_type  = "check"
    status     = "active"
    recipients = [{ integration_id = "i", channel = "#data", levels = ["critical"], scan_states = null }]
  }
  got = {
    matches      = provider::soda::filter_matches(local.finance, local.orders)
    not          = provider::soda::filter_matches({ not = local.finance }, local.orders)
    json         = provider::soda::filter_matches(jsonencode(local.finance), local.orders)
    null_filter  = provider::soda::filter_matches(tostring(null), {})
    number       = provider::soda::filter_matches({ field = "checkResourceAttribute", attribute = "prio", equals = "1" }, local.orders)
    no_value     = provider::soda::filter_matches(local.finance, { datasetTags = [] })
    null_field   = provider::soda::filter_matches({ or = [local.finance, { field = "checkName", equals = "x" }] }, { datasetTags = ["finance"], checkName = null })
    explain      = provider::soda::filter_explain(local.finance, {})
    explain_null = provider::soda::filter_explain(tostring(null), {})
    implies      = provider::soda::filter_implies({ and = [local.finance, { field = "checkName", contains = "a" }] }, local.finance)
    implies_not  = provider::soda::filter_implies({ field = "checkName", contains = "a" }, jsonencode(local.finance))
    implies_null = [provider::soda::filter_implies(local.finance, tostring(null)), provider::soda::filter_implies(tostring(null), local.finance)]
    plain        = provider::soda::route(local.rule, merge(local.orders, { level = "critical" }))
    nobody       = provider::soda::route([], {})
    of_null      = provider::soda::route({ a = null, b = local.rule }, { rule_type = "monitor" })
    sample       = provider::soda::sample_event("validate").event
  }
}
`

var knownWant = map[string]any{
	"matches": true, "not": false, "json": true, "null_filter": true, "number": true, "no_value": false, "null_field": true,
	"explain":      "datasetTags equals \"finance\": unknown (not in the subject)\n",
	"explain_null": "no filter: true\n",
	"implies":      true, "implies_not": false, "implies_null": []any{true, false},
	"plain": []any{map[string]any{
		"certain": true, "channel": "#data", "integration_id": "i", "rules": []any{"typed"},
		"email": nil, "user_id": nil, "user_group_id": nil, "resource_role": nil, "custom_role_id": nil,
	}},
	"nobody": []any{}, "of_null": []any{}, "sample": "validate",
}

// The CLI is given no account and no configuration of the provider.
func TestAccFunctions_known(t *testing.T) {
	t.Parallel()
	cli := acctest.NewCLI(t, map[string]string{"main.tf": known + "output \"got\" {\n  value = local.got\n}\n"})
	cli.MustRun("apply", "-no-color", "-auto-approve")
	var got map[string]any
	out := cli.MustRun("output", "-no-color", "-json", "got")
	if err := json.Unmarshal([]byte(out[strings.Index(out, "{"):]), &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range knownWant {
		if !reflect.DeepEqual(got[name], want) {
			t.Errorf("%s: got %v, want %v", name, got[name], want)
		}
	}
	if len(got) != len(knownWant) {
		t.Errorf("got %d results, want %d", len(got), len(knownWant))
	}
}

// An argument that is unknown, as a whole or in a part, makes the result unknown and fails nothing; the apply knows it.
func TestAccFunctions_unknown(t *testing.T) {
	t.Parallel()
	cli := acctest.NewCLI(t, map[string]string{"main.tf": `
resource "terraform_data" "later" { input = "finance" }

locals {
  tag  = terraform_data.later.output
  rule = { name = "late", recipients = [{ email = "${local.tag}@example.com", levels = ["info"] }] }
}
output "matches" { value = provider::soda::filter_matches({ and = [{ field = "datasetTags", equals = local.tag }] }, { datasetTags = ["finance"] }) }
output "subject" { value = provider::soda::filter_matches({ field = "datasetTags", equals = "finance" }, { datasetTags = [local.tag] }) }
output "explain" { value = provider::soda::filter_explain({ field = "datasetTags", equals = local.tag }, {}) }
output "implies" { value = provider::soda::filter_implies(jsonencode({ field = "datasetTags", equals = local.tag }), tostring(null)) }
output "route"   { value = provider::soda::route([local.rule], { level = "info" })[*].email }
output "event"   { value = provider::soda::sample_event(local.tag == "finance" ? "validate" : "x").event }
`})
	plan := cli.MustRun("plan", "-no-color")
	if got := strings.Count(plan, "(known after apply)"); got != 8 { // six outputs, and the id and output of the resource
		t.Errorf("got %d unknown values, want 8:\n%s", got, plan)
	}
	applied := cli.MustRun("apply", "-no-color", "-auto-approve")
	for _, want := range []string{"matches = true", "subject = true", "implies = true", `"finance@example.com"`, `event = "validate"`} {
		if !strings.Contains(applied, want) {
			t.Errorf("want %q in:\n%s", want, applied)
		}
	}
}

// Each mistake is reported at the argument, with what to do.
func TestAccFunctions_errors(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ call, want string }{
		"missing field":    {`filter_matches({ field = "datasetTags", equals = "a" }, { checkName = "x" })`, `Add to the subject: datasetTags\.`},
		"missing severity": {`filter_matches({ field = "checkResourceAttribute", attribute = "severity", equals = "a" }, {})`, `Add to the subject: checkResourceAttribute\.severity\.`},
		"case may count":   {`filter_matches({ field = "checkName", equals = "A" }, { checkName = "a" })`, `depends on behavior that Soda does not document.*whether case counts`},
		"bound, in case":   {`filter_implies({ field = "checkName", equals = "A" }, { field = "checkName", equals = "a" })`, `Cannot determine whether the filter stays within the bound: .*no if case counts`},
		"raw":              {`filter_implies({ raw = "{\"type\":\"new\"}" }, { field = "checkName", equals = "a" })`, `it depends on raw`},
		"filter":           {`filter_matches({ field = "datasetTgs", equals = "a" }, {})`, `"datasetTgs" is not a field\. Did you mean "datasetTags"`},
		"bound":            {`filter_implies(tostring(null), "{")`, `Invalid value for "bound" parameter: .*not valid JSON`},
		"field of subject": {`filter_explain(tostring(null), { dataset_tags = ["a"] })`, `Invalid value for "subject" parameter: "dataset_tags" is not a field\. Did you mean "datasetTags"`},
		"subject":          {`filter_explain(tostring(null), "finance")`, `a subject is an object`},
		"value of subject": {`filter_explain(tostring(null), { checkName = { a = 1 } })`, `checkName takes a string or a list of strings`},
		"attribute":        {`filter_explain(tostring(null), { checkResourceAttribute = "high" })`, `checkResourceAttribute is an object of attributes`},
		"level in filter":  {`filter_matches(tostring(null), { level = "critical" })`, `not part of a filter; use route\(\)`},
		"level":            {`route([], { level = "criticl" })`, `level is "criticl", which is not one of .*Did you mean "critical"`},
		"level and scan":   {`route([], { level = "info", scan_state = "failed" })`, `exclude each other`},
		"rule":             {`route(["a"], {})`, `rules\[0\] is not a rule`},
		"recipient":        {`route({ x = [{ recipients = [{ levels = ["info"] }] }] }, {})`, `rules\["x"\]\[0\]\.recipients\[0\]: a recipient needs one of email`},
		"filter of a rule": {`route([{ recipients = [], filter = { and = [] } }], {})`, `rules\[0\]: .*"?and"? is empty|rules\[0\]: .*empty`},
		"event":            {`sample_event("scanFinished")`, `no event is named "scanFinished"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli := acctest.NewCLI(t, map[string]string{"main.tf": "output \"x\" {\n  value = provider::soda::" + tc.call + "\n}\n"})
			out, status := cli.Run("plan", "-no-color")
			if status != 1 || !acctest.Wrapped(tc.want).MatchString(out) {
				t.Errorf("got status %d, want 1 and %q in:\n%s", status, tc.want, out)
			}
		})
	}
}

// TestTargets holds the recipients of routing to those of the resource: a new target cannot be forgotten there.
func TestTargets(t *testing.T) {
	server, err := acctest.Providers["soda"]()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, attribute := range schema.ResourceSchemas["soda_notification_rule"].Block.Attributes {
		if attribute.Name == "recipients" {
			for _, nested := range attribute.NestedType.Attributes {
				got = append(got, nested.Name)
			}
		}
	}
	want := append(slices.Clone(routing.Targets), "channel", "levels", "scan_states")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("a recipient has %v, routing reads %v", got, want)
	}
	if !slices.Equal(routing.Levels, soda.Levels) || !slices.Equal(routing.ScanStates, soda.ScanStates) {
		t.Errorf("routing knows %v and %v, rules have %v and %v", routing.Levels, routing.ScanStates, soda.Levels, soda.ScanStates)
	}
}
