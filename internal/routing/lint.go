package routing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// Problem is the kind of a finding of Lint.
type Problem string

// The problems that Lint finds.
const (
	NeverMatches  Problem = "never"     // an active rule that can match nothing
	AlwaysMatches Problem = "always"    // an active rule with a filter that filters nothing
	Duplicate     Problem = "duplicate" // a recipient is notified by two rules of just the same
	Contained     Problem = "contained" // a recipient is notified by one rule of all that another notifies of
	Unnotified    Problem = "silent"    // a recipient whom no active rule notifies
)

// Finding is one problem of rules.
type Finding struct {
	Problem    Problem
	Rule       string      // the rule it is about; of Contained the one that adds nothing, of Unnotified a paused or void one
	Other      string      // of Duplicate and Contained: the other rule
	Recipients []Recipient // who is concerned: of Duplicate and Contained with the triggers that both rules share
	Conflict   []Leaf      // of NeverMatches: what cannot hold together
}

// Lint finds rules that do nothing or the same twice. What it says is proven; what cannot be told is not reported.
func Lint(rules []Rule) []Finding {
	var active []Rule
	l := linter{implies: map[[2]string]bool{}}
	for _, rule := range rules {
		if !rule.Paused && !l.lintFilter(rule) {
			active = append(active, rule.keyed())
		}
	}
	l.lintPairs(active)
	l.lintSilent(rules, active)
	slices.SortStableFunc(l.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Problem, b.Problem), cmp.Compare(a.Other, b.Other))
	})
	return l.findings
}

type linter struct {
	findings []Finding
	implies  map[[2]string]bool
}

// lintFilter looks at one filter by itself and reports whether it matches nothing.
func (l *linter) lintFilter(rule Rule) (never bool) {
	conflict, never := Never(rule.Filter)
	switch {
	case never:
		l.findings = append(l.findings, Finding{Problem: NeverMatches, Rule: rule.Name, Conflict: conflict})
	case rule.Filter != nil && Satisfiable(not(rule.Filter)).Truth == filter.False:
		l.findings = append(l.findings, Finding{Problem: AlwaysMatches, Rule: rule.Name})
	}
	return never
}

// lintPairs compares rules that notify the same recipient at the same trigger. An example of each rule tells most pairs
// apart without a proof: where one rule's example fails the other, it is not contained in it.
func (l *linter) lintPairs(rules []Rule) {
	examples := make([]filter.Subject, len(rules))
	for i, rule := range rules {
		if example := Satisfiable(rule.Filter).Example(); example != nil {
			examples[i] = *example
		}
	}
	checks := NewChecks(complete(examples))
	fails := make([]*Set, len(rules))
	for i, rule := range rules {
		_, fails[i] = checks.Match(rule.Filter)
	}
	for pair, shared := range sharing(rules) {
		narrow, wide := pair[0], pair[1]
		if fails[wide].Test(uint(narrow)) || !l.contained(rules[narrow], rules[wide]) {
			continue
		}
		f := Finding{Problem: Contained, Rule: rules[narrow].Name, Other: rules[wide].Name, Recipients: shared}
		if l.contained(rules[wide], rules[narrow]) {
			if narrow < wide {
				continue // found the other way round
			}
			f.Problem = Duplicate
		}
		l.findings = append(l.findings, f)
	}
}

func (l *linter) contained(a, b Rule) bool {
	key := [2]string{a.key, b.key}
	if key[0] == key[1] {
		return true
	}
	if _, known := l.implies[key]; !known {
		l.implies[key] = Implies(a.Filter, b.Filter).Truth == filter.True
	}
	return l.implies[key]
}

// complete fills in what the examples leave open: a value that no filter is likely to name.
func complete(examples []filter.Subject) []filter.Subject {
	places := map[place]bool{}
	for _, s := range examples {
		for field := range s.Fields {
			places[place{field, ""}] = true
		}
		for field, attributes := range s.Attributes {
			for attribute := range attributes {
				places[place{field, attribute}] = true
			}
		}
	}
	completed := make([]filter.Subject, len(examples))
	for i, s := range examples {
		completed[i] = filter.Subject{Fields: map[string][]string{}, Attributes: map[string]map[string][]string{}}
		for at := range places {
			values, known := s.Values(&filter.Expr{Field: at.field, Attribute: at.attribute})
			if !known {
				values = []string{"other"}
			}
			put(completed[i], at, values)
		}
	}
	return completed
}

// sharing returns the recipients that pairs of rules have in common at the same triggers, in both orders.
func sharing(rules []Rule) map[[2]int][]Recipient {
	type listed struct {
		rule int
		name string
	}
	by := map[route][]listed{}
	for i, rule := range rules {
		for _, r := range rule.Recipients {
			for _, t := range r.Triggers {
				at := route{r.ID, rule.Type, t}
				by[at] = append(by[at], listed{i, r.Name})
			}
		}
	}
	shared := map[[2]int][]Recipient{}
	for at, list := range by {
		for _, a := range list {
			for _, b := range list {
				if a.rule != b.rule {
					pair := [2]int{a.rule, b.rule}
					shared[pair] = share(shared[pair], at, a.name)
				}
			}
		}
	}
	for _, recipients := range shared {
		order(recipients)
	}
	return shared
}

// order sorts recipients by name, and their triggers.
func order(recipients []Recipient) {
	slices.SortFunc(recipients, func(a, b Recipient) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	for _, r := range recipients {
		slices.SortFunc(r.Triggers, compareTriggers)
	}
}

func share(recipients []Recipient, at route, name string) []Recipient {
	i := slices.IndexFunc(recipients, func(r Recipient) bool { return r.ID == at.recipient })
	if i < 0 {
		return append(recipients, Recipient{ID: at.recipient, Name: name, Triggers: []Trigger{at.trigger}})
	}
	if !slices.Contains(recipients[i].Triggers, at.trigger) {
		recipients[i].Triggers = append(recipients[i].Triggers, at.trigger)
	}
	return recipients
}

// lintSilent finds recipients of whom no rule that can match is active.
func (l *linter) lintSilent(rules, active []Rule) {
	notified := map[string]bool{}
	for _, rule := range spelledOut(active) {
		for _, r := range rule.Recipients {
			notified[r.ID] = true
		}
	}
	for _, rule := range rules {
		for _, r := range rule.Recipients {
			if !notified[r.ID] {
				notified[r.ID] = true // once is enough
				l.findings = append(l.findings, Finding{Problem: Unnotified, Rule: rule.Name, Recipients: []Recipient{{ID: r.ID, Name: r.Name}}})
			}
		}
	}
}

// String describes the finding in one line.
func (f Finding) String() string {
	switch f.Problem {
	case NeverMatches:
		return fmt.Sprintf("%s can never match: %s", f.Rule, Quote(f.Conflict))
	case AlwaysMatches:
		return fmt.Sprintf("%s matches everything: its filter can be left out", f.Rule)
	case Duplicate:
		return fmt.Sprintf("%s notifies %s of the same as %s", f.Rule, people(f.Recipients), f.Other)
	case Contained:
		return fmt.Sprintf("%s notifies %s of nothing that %s does not", f.Rule, people(f.Recipients), f.Other)
	default:
		return fmt.Sprintf("%s is notified by no active rule", people(f.Recipients))
	}
}

func people(recipients []Recipient) string {
	names := make([]string, len(recipients))
	for i, r := range recipients {
		names[i] = r.Name
		if len(r.Triggers) > 0 {
			names[i] += " (" + triggerNames(r.Triggers) + ")"
		}
	}
	return strings.Join(names, ", ")
}

func triggerNames(triggers []Trigger) string {
	names := make([]string, len(triggers))
	for i, t := range triggers {
		names[i] = t.Value
	}
	return strings.Join(names, ", ")
}
