package routes_test

import (
	"encoding/json"
	"fmt"
	"io"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routes"
)

// planOf is the JSON of a plan for n rules with 3 recipients for each 10 of them. Each tenth rule is narrowed, and each tenth
// has other recipients.
func planOf(b testing.TB, n int) []byte {
	b.Helper()
	leaf := func(field, operator string, value any) map[string]any {
		return map[string]any{"field": field, operator: value}
	}
	people := n * 3 / 10
	side := func(i int, after bool) map[string]any {
		who := i
		all := []any{
			leaf("datasetTags", "equals", fmt.Sprint("team-", i%100)),
			map[string]any{"or": []any{leaf("datasourceLabel", "in", []string{"snowflake", "postgres"}), leaf("datasetLabel", "contains", fmt.Sprint("d", i%7))}},
			map[string]any{"not": leaf("checkName", "contains", fmt.Sprint("experiment ", i))},
		}
		if after && i%10 == 0 {
			all = append(all, leaf("datasetTags", "equals", "gold"))
		}
		if after && i%10 == 5 {
			who = i - 5
		}
		var recipients []any
		for _, person := range []int{who % people, (who*7 + 1) % people} {
			recipients = append(recipients, map[string]any{"email": fmt.Sprintf("person-%d@example.com", person), "levels": []string{"critical", "warning"}})
		}
		return map[string]any{"id": fmt.Sprint(i), "name": fmt.Sprint("rule ", i), "rule_type": "check", "status": "active", "filter": map[string]any{"and": all}, "recipients": recipients}
	}
	var changes []any
	for i := range n {
		changes = append(changes, map[string]any{
			"address": fmt.Sprintf("soda_notification_rule.all[%q]", fmt.Sprint(i)), "mode": "managed", "type": "soda_notification_rule", "name": "all",
			"provider_name": "registry.terraform.io/terraform-provider-soda/soda",
			"change":        map[string]any{"actions": []string{"update"}, "before": side(i, false), "after": side(i, true), "after_unknown": map[string]any{}},
		})
	}
	return marshal(b, map[string]any{"format_version": "1.2", "resource_changes": changes})
}

func marshal(b testing.TB, value any) []byte {
	b.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// BenchmarkDiff is what `soda-routes diff` does with the JSON of a plan, without a catalogue and with one of 10,000 checks.
func BenchmarkDiff(b *testing.B) {
	var checks []any
	for i := range 10_000 {
		checks = append(checks, map[string]any{"name": fmt.Sprint("check ", i), "subject": map[string]any{
			"checkName": fmt.Sprint("experiment ", i), "datasetTags": []string{fmt.Sprint("team-", i%100), "gold"},
			"datasourceLabel": "postgres", "datasetLabel": fmt.Sprint("d", i%7),
		}})
	}
	file := marshal(b, map[string]any{"checks": checks})
	for _, n := range []int{100, 1000} {
		plan := planOf(b, n)
		for name, with := range map[string]bool{"": false, " x 10000 checks": true} {
			b.Run(fmt.Sprint(n, " rules", name), func(b *testing.B) {
				for b.Loop() {
					diff(b, plan, file, with)
				}
			})
		}
	}
}

func diff(b *testing.B, plan, file []byte, with bool) {
	b.Helper()
	change, err := routes.ReadPlan(plan)
	if err != nil {
		b.Fatal(err)
	}
	var catalogue *routes.Catalogue
	if with {
		if catalogue, err = routes.ReadCatalogue(file); err != nil {
			b.Fatal(err)
		}
	}
	report := routes.NewReport(change, catalogue)
	if len(report.Changes) == 0 {
		b.Fatal("no changes")
	}
	if err := report.Text(io.Discard); err != nil {
		b.Fatal(err)
	}
}
