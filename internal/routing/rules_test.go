package routing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// to returns a recipient of that name, notified at levels.
func to(name string, levels ...string) routing.Recipient {
	r := routing.Recipient{ID: "id of " + name, Name: name}
	for _, level := range levels {
		r.Triggers = append(r.Triggers, routing.Level(level))
	}
	return r
}

func rule(name string, e *filter.Expr, recipients ...routing.Recipient) routing.Rule {
	return routing.Rule{Name: name, Type: "check", Filter: e, Recipients: recipients}
}

func paused(r routing.Rule) routing.Rule {
	r.Paused = true
	return r
}

var (
	finance = equals("datasetTags", "finance")
	gold    = equals("datasetTags", "gold")
)

func TestRoute(t *testing.T) {
	rules := []routing.Rule{
		rule("finance", finance, to("pager", "critical"), to("mail", "critical", "warning")),
		rule("gold", gold, to("pager", "critical")),
		rule("part", contains("datasetTags", "fin"), to("slack", "critical")),
		rule("all", nil, routing.Recipient{ID: "x", Name: "scans", Triggers: []routing.Trigger{routing.ScanState("failed")}}),
		paused(rule("paused", nil, to("nobody", "critical"))),
		rule("lower", equals("checkName", "rows"), to("chat", "critical")),
		rule("upper", not(equals("checkName", "rows")), to("chat", "critical")),
	}
	subject := func(ruleType string, trigger routing.Trigger) routing.Subject {
		return routing.Subject{
			Subject:  filter.Subject{Fields: map[string][]string{"datasetTags": {"finance", "gold"}, "checkName": {"Rows"}}},
			RuleType: ruleType, Trigger: trigger,
		}
	}
	for name, tc := range map[string]struct {
		subject routing.Subject
		want    string
	}{
		"critical":         {subject("check", routing.Level("critical")), "chat true [lower unknown, upper unknown]; mail true [finance true]; pager true [finance true, gold true]; slack unknown [part unknown]"},
		"warning":          {subject("check", routing.Level("warning")), "mail true [finance true]"},
		"a scan":           {subject("check", routing.ScanState("failed")), "scans true [all true]"},
		"a level as scan":  {subject("check", routing.ScanState("critical")), ""},
		"a monitor":        {subject("monitor", routing.Level("critical")), ""},
		"any type, any of": {subject("", routing.Trigger{}), "chat true [lower unknown, upper unknown]; mail true [finance true]; pager true [finance true, gold true]; scans true [all true]; slack unknown [part unknown]"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, n := range routing.Route(rules, tc.subject) {
				var hits []string
				for _, hit := range n.Rules {
					hits = append(hits, fmt.Sprintf("%s %v", hit.Rule, hit.Truth))
				}
				got = append(got, fmt.Sprintf("%s %v [%s]", n.Name, n.Truth, strings.Join(hits, ", ")))
			}
			if strings.Join(got, "; ") != tc.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), tc.want)
			}
		})
	}
}
