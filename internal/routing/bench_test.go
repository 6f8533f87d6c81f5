package routing_test

import (
	"fmt"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// typical is the filter of a team's rule, as the provider checks it at each validate and plan.
func typical(i int) *filter.Expr {
	return and(
		equals("datasetTags", fmt.Sprint("team-", i%100)),
		or(in("datasourceLabel", "snowflake", "postgres"), &filter.Expr{Op: filter.Equals, Field: "checkResourceAttribute", Attribute: "severity", Value: fmt.Sprint("s", i%7)}),
		not(contains("checkName", fmt.Sprint("experiment ", i))),
	)
}

func BenchmarkNever(b *testing.B) {
	e := typical(1)
	for b.Loop() {
		routing.Never(e)
	}
}

// organization has n rules and 3 recipients for each 10 rules.
func organization(n int) (rules []routing.Rule) {
	for i := range n {
		who := func(i int) routing.Recipient {
			return to(fmt.Sprint("person ", i%max(1, n*3/10)), "critical", "warning")
		}
		rules = append(rules, rule(fmt.Sprint("rule ", i), typical(i), who(i), who(i*7+1)))
	}
	return rules
}

// BenchmarkDiff compares organizations in which each tenth rule is narrowed, and each tenth has another recipient.
func BenchmarkDiff(b *testing.B) {
	for _, n := range []int{100, 1000} {
		before, after := organization(n), organization(n)
		for i := 0; i < n; i += 10 {
			after[i].Filter = and(after[i].Filter, equals("datasetTags", "gold"))
			after[i+5].Recipients = after[i].Recipients
		}
		b.Run(fmt.Sprint(n, " rules"), func(b *testing.B) {
			for b.Loop() {
				if d := routing.Diff(before, after); len(d.Changes) == 0 {
					b.Fatal("no changes")
				}
			}
		})
	}
}

func BenchmarkLint(b *testing.B) {
	for _, n := range []int{100, 1000} {
		rules := organization(n)
		b.Run(fmt.Sprint(n, " rules"), func(b *testing.B) {
			for b.Loop() {
				routing.Lint(rules)
			}
		})
	}
}

// BenchmarkChecks counts, for each rule, the checks of an organization that match.
func BenchmarkChecks(b *testing.B) {
	var subjects []filter.Subject
	for i := range 10_000 {
		subjects = append(subjects, filter.Subject{
			Fields: map[string][]string{
				"checkName": {fmt.Sprint("experiment ", i)}, "datasetTags": {fmt.Sprint("team-", i%100), "gold"}, "datasourceLabel": {"postgres"},
			},
			Attributes: map[string]map[string][]string{"checkResourceAttribute": {"severity": {fmt.Sprint("s", i%7)}}},
		})
	}
	for _, n := range []int{100, 1000} {
		rules := organization(n)
		b.Run(fmt.Sprint(n, " rules"), func(b *testing.B) {
			for b.Loop() {
				checks := routing.NewChecks(subjects)
				for _, rule := range rules {
					checks.Match(rule.Filter)
				}
			}
		})
	}
}
