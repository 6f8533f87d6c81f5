package routing_test

import (
	"fmt"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// Whether a team's filter stays within its own datasets, and what shows that it does not.
func ExampleImplies() {
	own := equals("datasetTags", "finance")
	fmt.Println(routing.Implies(and(own, contains("checkName", "row")), own).Truth)

	answer := routing.Implies(contains("checkName", "row"), own)
	fmt.Println(answer.Truth, answer.Example().Fields)
	// Output:
	// true
	// false map[checkName:[row] datasetTags:[]]
}

// Which comparisons of a filter exclude each other.
func ExampleNever() {
	conflict, _ := routing.Never(and(equals("datasourceLabel", "dwh"), finance, in("datasourceLabel", "lake", "stage")))
	fmt.Println(routing.Quote(conflict))
	// Output:
	// filter.and[0] (datasourceLabel equals "dwh") and filter.and[2] (datasourceLabel in ["lake", "stage"]) exclude each other
}

// What a change of rules does: two rules become one that matches the same, and a third is narrowed.
func ExampleDiff() {
	before := []routing.Rule{
		rule("finance", finance, to("pager", "critical")),
		rule("gold", gold, to("pager", "critical")),
		rule("rows", contains("checkName", "row"), to("mail", "warning")),
	}
	after := []routing.Rule{
		rule("finance or gold", in("datasetTags", "finance", "gold"), to("pager", "critical")),
		rule("rows", contains("checkName", "row count"), to("mail", "warning")),
	}
	d := routing.Diff(before, after)
	fmt.Println("proven unchanged:", d.Unchanged)
	for _, c := range d.Changes {
		fmt.Println(c.Recipients[0].Name, "loses", c.Loses.Truth, c.Loses.Example().Fields)
	}
	// Output:
	// proven unchanged: 1
	// mail loses true map[checkName:[row]]
}

// Who is notified of a check.
func ExampleRoute() {
	rules := []routing.Rule{
		rule("finance", finance, to("pager", "critical")),
		rule("parts", contains("datasetTags", "fin"), to("chat", "critical")),
	}
	check := filter.Subject{Fields: map[string][]string{"datasetTags": {"finance"}}}
	for _, n := range routing.Route(rules, routing.Subject{Subject: check, Trigger: routing.Level("critical")}) {
		fmt.Println(n.Name, n.Truth)
	}
	// Output:
	// chat unknown
	// pager true
}
