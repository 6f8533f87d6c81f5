package routing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter/filtertest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// summary writes a difference as text, without examples.
func summary(d routing.Difference) string {
	var lines []string
	write := func(c routing.Change, who string) {
		var names, triggers []string
		for _, r := range c.Recipients {
			names = append(names, r.Name)
		}
		for _, t := range c.Triggers {
			triggers = append(triggers, t.Value)
		}
		lines = append(lines, fmt.Sprintf("%s%s at %s: gains %v, loses %v", who, strings.Join(names, "+"), strings.Join(triggers, "+"), c.Gains.Truth, c.Loses.Truth))
	}
	for _, c := range d.Changes {
		write(c, "")
	}
	for _, c := range d.Unrouted {
		write(c, "nobody")
	}
	return strings.Join(append(lines, fmt.Sprint(d.Unchanged)), "; ")
}

func TestDiff(t *testing.T) {
	pager, mail := to("pager", "critical"), to("mail", "critical", "warning")
	for name, tc := range map[string]struct {
		before, after []routing.Rule
		want          string
	}{
		"nothing at all":    {nil, nil, "0"},
		"new rule":          {nil, []routing.Rule{rule("a", finance, mail)}, "mail at critical+warning: gains true, loses false; 0"},
		"renamed":           {[]routing.Rule{rule("a", finance, mail)}, []routing.Rule{rule("b", finance, mail)}, "2"},
		"respelled":         {[]routing.Rule{rule("a", or(finance, gold), mail)}, []routing.Rule{rule("a", in("datasetTags", "gold", "finance"), mail)}, "2"},
		"split in two":      {[]routing.Rule{rule("a", or(finance, gold), mail)}, []routing.Rule{rule("a", finance, mail), rule("b", and(gold, not(finance)), mail)}, "2"},
		"narrowed":          {[]routing.Rule{rule("a", finance, pager)}, []routing.Rule{rule("a", and(finance, gold), pager)}, "pager at critical: gains false, loses true; nobody at critical: gains false, loses true; 0"},
		"narrowed, covered": {[]routing.Rule{rule("a", finance, pager), rule("all", nil, mail)}, []routing.Rule{rule("a", and(finance, gold), pager), rule("all", nil, mail)}, "pager at critical: gains false, loses true; 2"},
		"moved to another":  {[]routing.Rule{rule("a", finance, pager)}, []routing.Rule{rule("a", gold, pager)}, "pager at critical: gains true, loses true; nobody at critical: gains false, loses true; 0"},
		"paused":            {[]routing.Rule{rule("a", finance, pager)}, []routing.Rule{paused(rule("a", finance, pager))}, "pager at critical: gains false, loses true; nobody at critical: gains false, loses true; 0"},
		"a level less":      {[]routing.Rule{rule("a", finance, mail)}, []routing.Rule{rule("a", finance, to("mail", "critical"))}, "mail at warning: gains false, loses true; nobody at warning: gains false, loses true; 1"},
		"never matches":     {nil, []routing.Rule{rule("a", and(equals("checkName", "a"), equals("checkName", "b")), pager)}, "1"},
		"unknown filter":    {[]routing.Rule{rule("a", finance, pager)}, []routing.Rule{rule("a", routing.Unknown("a.filter"), pager)}, "pager at critical: gains unknown, loses unknown; nobody at critical: gains false, loses unknown; 0"},
		"case may decide":   {[]routing.Rule{rule("a", equals("checkName", "A"), pager)}, []routing.Rule{rule("a", equals("checkName", "a"), pager)}, "pager at critical: gains unknown, loses unknown; nobody at critical: gains false, loses unknown; 0"},
		"the same for two":  {nil, []routing.Rule{rule("a", finance, pager, to("chat", "critical"))}, "chat+pager at critical: gains true, loses false; 0"},
		"different for two": {[]routing.Rule{rule("b", gold, pager)}, []routing.Rule{rule("b", gold, pager), rule("a", or(finance, gold), pager, to("chat", "critical"))}, "chat at critical: gains true, loses false; pager at critical: gains true, loses false; 0"},
		"one rule for two":  {[]routing.Rule{rule("a", finance, pager), rule("b", finance, pager)}, []routing.Rule{rule("a", finance, pager)}, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := summary(routing.Diff(tc.before, tc.after)); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

// TestDiff_againstRoute has random rules, and holds what Diff says against what Route says of random checks: no route that
// is proven unchanged changes, nothing is gained or lost where that is excluded, and examples are gained and lost.
func TestDiff_againstRoute(t *testing.T) {
	people := []string{"pager", "mail", "chat"}
	differences := 0
	for seed := range uint64(300) {
		r := filtertest.New(seed)
		rules := func(n int) (rules []routing.Rule) {
			for i := range n {
				rules = append(rules, rule(fmt.Sprint(i), random(r, 1+r.IntN(5)), to(people[r.IntN(3)], "critical"), to(people[r.IntN(3)], "warning")))
			}
			return rules
		}
		before := rules(1 + r.IntN(4))
		after := append(slices.Clone(before[r.IntN(len(before)):]), rules(r.IntN(3))...)
		d := routing.Diff(before, after)
		for range 40 {
			s := routing.Subject{Subject: randomSubject(r), Trigger: routing.Level([]string{"critical", "warning"}[r.IntN(2)])}
			for _, name := range people {
				was, is := truthFor(before, s, name), truthFor(after, s, name)
				gains, loses := claims(d, name, s.Trigger)
				if was == filter.False && is == filter.True && gains == filter.False || was == filter.True && is == filter.False && loses == filter.False {
					t.Fatalf("seed %d: %s goes from %v to %v for %v, said: gains %v, loses %v", seed, name, was, is, s, gains, loses)
				}
				if was != is {
					differences++
				}
			}
		}
		for _, c := range d.Changes {
			checkExample(t, before, after, c, c.Gains)
			checkExample(t, after, before, c, c.Loses)
		}
	}
	if differences < 1000 {
		t.Errorf("only %d differences seen: the cases show nothing", differences)
	}
}

func checkExample(t *testing.T, without, with []routing.Rule, c routing.Change, a routing.Answer) {
	t.Helper()
	if a.Truth != filter.True {
		return
	}
	for _, one := range a.Cases {
		for _, r := range c.Recipients {
			if one.Reading.Match(union(with, r.ID, c.Triggers[0]), *one.Example) != filter.True ||
				one.Reading.Match(union(without, r.ID, c.Triggers[0]), *one.Example) != filter.False {
				t.Fatalf("%v is no example for %s in %q", one.Example, r.Name, one.Reading)
			}
		}
	}
}

func union(rules []routing.Rule, id string, trigger routing.Trigger) *filter.Expr {
	all := or()
	for _, rule := range rules {
		for _, r := range rule.Recipients {
			if r.ID == id && slices.Contains(r.Triggers, trigger) {
				all.Operands = append(all.Operands, rule.Filter)
			}
		}
	}
	return all
}

func claims(d routing.Difference, name string, trigger routing.Trigger) (gains, loses filter.Truth) {
	gains, loses = filter.False, filter.False
	for _, c := range d.Changes {
		concerned := slices.ContainsFunc(c.Recipients, func(r routing.Recipient) bool { return r.Name == name })
		if concerned && slices.Contains(c.Triggers, trigger) {
			gains, loses = max(gains, c.Gains.Truth), max(loses, c.Loses.Truth)
		}
	}
	return gains, loses
}

func truthFor(rules []routing.Rule, s routing.Subject, name string) filter.Truth {
	for _, n := range routing.Route(rules, s) {
		if n.Name == name {
			return n.Truth
		}
	}
	return filter.False
}
