package routing

import (
	"cmp"
	"maps"
	"slices"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// Lint finds rules that do nothing or the same twice. What it says is proven; what cannot be determined is not reported.
func Lint(rules []Rule) []Finding {
	l := linter{implies: map[[2]string]bool{}}
	var examples []filter.Subject
	for _, rule := range rules {
		if !rule.Paused && !l.never(rule, &examples) {
			l.rules = append(l.rules, rule.keyed())
		}
	}
	l.try(examples)
	l.lintAlways()
	l.lintPairs()
	l.lintSilent(rules)
	slices.SortStableFunc(l.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Problem, b.Problem), cmp.Compare(a.Other, b.Other))
	})
	return l.findings
}

type linter struct {
	rules       []Rule // that are active and can match
	match, fail []*Set // by rule: the examples that match for certain, and those that do not
	implies     map[[2]string]bool
	findings    []Finding
}

// never reports whether the rule matches nothing; else it adds examples of what it matches, and of what it nearly does.
func (l *linter) never(rule Rule, examples *[]filter.Subject) bool {
	answer := Satisfiable(rule.Filter)
	if answer.Truth == filter.False {
		l.findings = append(l.findings, Finding{Problem: NeverMatches, Rule: rule.Name, Conflict: conflictOf(rule.Filter)})
		return true
	}
	if example := answer.Example(); example != nil {
		*examples = append(*examples, around(*example, rule.Filter)...)
	}
	return false
}

// try puts all rules to all examples: what these show needs no proof.
func (l *linter) try(examples []filter.Subject) {
	checks := NewChecks(complete(examples))
	for _, rule := range l.rules {
		match, fail := checks.Match(rule.Filter)
		l.match, l.fail = append(l.match, match), append(l.fail, fail)
	}
}

func (l *linter) lintAlways() {
	for i, rule := range l.rules {
		if rule.Filter != nil && l.fail[i].None() && Satisfiable(not(rule.Filter)).Truth == filter.False {
			l.findings = append(l.findings, Finding{Problem: AlwaysMatches, Rule: rule.Name})
		}
	}
}

// lintPairs compares rules that notify the same recipient at the same trigger.
func (l *linter) lintPairs() {
	shared := l.sharing()
	pairs := slices.SortedFunc(maps.Keys(shared), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	for _, pair := range pairs {
		narrow, wide := l.rules[pair[0]], l.rules[pair[1]]
		if !l.contained(narrow, wide) {
			continue
		}
		f := Finding{Problem: Contained, Rule: narrow.Name, Other: wide.Name, Recipients: shared[pair]}
		if l.contained(wide, narrow) {
			if pair[0] < pair[1] {
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

// sharing returns the recipients that pairs of rules have in common at the same triggers, in both orders, without pairs of
// which an example shows that the first is not contained in the second.
func (l *linter) sharing() map[[2]int][]Recipient {
	type listed struct {
		rule int
		name string
	}
	by := map[route][]listed{}
	for i, rule := range l.rules {
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
				if a.rule != b.rule && l.match[a.rule].IntersectionCardinality(l.fail[b.rule]) == 0 {
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
func (l *linter) lintSilent(rules []Rule) {
	notified := map[string]bool{}
	for _, rule := range spelledOut(l.rules) {
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
