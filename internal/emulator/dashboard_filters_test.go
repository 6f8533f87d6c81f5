package emulator_test

import (
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func TestDashboard_filters(t *testing.T) {
	t.Parallel()
	leaf := func(kind, field string, values ...string) emulator.Filter {
		f := emulator.Filter{Type: kind, Field: &emulator.FilterField{Field: field}}
		if kind == "in" {
			f.Values = values
		} else {
			f.Value = &values[0]
		}
		return f
	}
	of := func(kind string, operands ...emulator.Filter) emulator.Filter {
		if kind == "not" {
			return emulator.Filter{Type: kind, Expression: &operands[0]}
		}
		return emulator.Filter{Type: kind, Expressions: operands}
	}
	tags, name, label := leaf("contains", "datasetTags", "finance"), leaf("contains", "checkName", "x"), leaf("in", "datasourceLabel", "a", "b")
	severity := leaf("equals", "checkResourceAttribute", `say "no"`)
	severity.Field.AttributeName = "severity"
	for name, tc := range map[string]struct {
		filter emulator.Filter
		want   string
	}{
		"nested":          {of("and", tags, of("or", label, of("not", name))), `and datasetTags contains "finance" or datasourceLabel in ("a", "b") not checkName contains "x"`},
		"not of several":  {of("not", of("and", tags, name)), `not and datasetTags contains "finance" checkName contains "x"`},
		"not of not":      {of("not", of("not", tags)), `not not datasetTags contains "finance"`},
		"one operand":     {of("and", of("or", tags)), `and or datasetTags contains "finance"`},
		"the same nested": {of("or", of("or", tags, name), label), `or or datasetTags contains "finance" checkName contains "x" datasourceLabel in ("a", "b")`},
		"attribute":       {severity, `checkResourceAttribute["severity"] equals "say \"no\""`},
		"empty text":      {leaf("equals", "datasetId", ""), `datasetId equals ""`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, emulator.Options{})
			if err := c.Seed(emulator.Organization{Rules: []emulator.Rule{{Name: "r", RuleType: "check", Filter: &tc.filter}}}); err != nil {
				t.Fatal(err)
			}
			c.shows("?tab=rules", "check "+tc.want+" active")
		})
	}
}

// A rule that a test has edited unchecked must not take the page down.
func TestDashboard_brokenRule(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	c.EditRule(c.rule("r", ""), func(r *emulator.Rule) {
		r.Filter = &emulator.Filter{Type: "and", Expressions: []emulator.Filter{{Type: "not"}, {Type: "equals"}, {Type: "and"}}}
		r.Recipients = []emulator.Recipient{{Type: "integration", IntegrationID: "gone"}}
		r.Customization = &emulator.Customization{Type: "rich"}
	})
	c.shows("?tab=rules", `and not nothing nothing equals "" and`, "integration gone rich active")
}
