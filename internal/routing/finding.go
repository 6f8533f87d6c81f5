package routing

import (
	"fmt"
	"strings"
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

// String describes the finding in one line.
func (f Finding) String() string {
	switch f.Problem {
	case NeverMatches:
		return fmt.Sprintf("%s can never match: %s", f.Rule, Quote(f.Conflict))
	case AlwaysMatches:
		return fmt.Sprintf("%s matches everything: its filter can be left out", f.Rule)
	case Duplicate:
		return fmt.Sprintf("%s notifies %s of the same results as %s", f.Rule, people(f.Recipients), f.Other)
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
