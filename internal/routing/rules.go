package routing

import (
	"cmp"
	"slices"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// Rule is what counts of a notification rule here.
type Rule struct {
	Name       string // for people; rules of one name may differ
	Type       string // check or monitor
	Paused     bool
	Filter     *filter.Expr // nil matches all
	Recipients []Recipient
	Perhaps    []Recipient // who may be recipients too: whether they are is not known

	key string // of Filter, once it is needed many times
}

// spelledOut returns the rules with keys, and for those that have recipients perhaps, also what they do if these are recipients.
func spelledOut(rules []Rule) []Rule {
	all := make([]Rule, 0, len(rules))
	for _, rule := range rules {
		all = append(all, rule.keyed())
		if len(rule.Perhaps) > 0 {
			rule.Recipients, rule.Filter = rule.Perhaps, Both(rule.Filter, Unknown("the recipients of "+rule.Name))
			all = append(all, rule.keyed())
		}
	}
	return all
}

func (r Rule) keyed() Rule {
	r.key = filter.Key(r.Filter)
	return r
}

// Recipient is whom a rule notifies, and of what.
type Recipient struct {
	ID       string            // recipients of one ID are the same
	Name     string            // for people
	Target   map[string]string // the attributes of Targets, and channel, that it has; nil if it was not read from a tree
	Triggers []Trigger
}

// Trigger is what a recipient is notified of: a level of a result, or a state of a scan.
type Trigger struct{ Kind, Value string }

// Level returns the trigger for results of a level, such as "critical".
func Level(level string) Trigger { return Trigger{"level", level} }

// ScanState returns the trigger for scans that end in a state, such as "failed".
func ScanState(state string) Trigger { return Trigger{"scan_state", state} }

func compareTriggers(a, b Trigger) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(rank(a.Value), rank(b.Value)), cmp.Compare(a.Value, b.Value))
}

// rank orders levels by how bad they are, as people list them.
func rank(level string) int {
	return -slices.Index([]string{"not_evaluated", "info", "warning", "critical"}, level)
}

// Subject is one thing that rules may notify of. An empty type or trigger stands for any.
type Subject struct {
	filter.Subject

	RuleType string
	Trigger  Trigger
}

// Notified is a recipient whom rules notify of a subject.
type Notified struct {
	ID, Name string
	Truth    filter.Truth // True or Unknown
	Rules    []Hit        // by which rules, in their order
}

// Hit is a rule that notifies; Truth is True or Unknown.
type Hit struct {
	Rule  string
	Truth filter.Truth
}

// Route returns who is notified of the subject, ordered by name.
func Route(rules []Rule, s Subject) []Notified {
	found := map[string]*Notified{}
	filters := map[string][]*filter.Expr{}
	for _, rule := range spelledOut(rules) {
		if !rule.about(s) {
			continue
		}
		truth := filter.Match(rule.Filter, s.Subject)
		if truth == filter.False {
			continue
		}
		for _, r := range rule.Recipients {
			if !r.notifiedOf(s.Trigger) {
				continue
			}
			if found[r.ID] == nil {
				found[r.ID] = &Notified{ID: r.ID, Name: r.Name}
			}
			filters[r.ID] = append(filters[r.ID], whole(rule.Filter))
			if hit := (Hit{rule.Name, truth}); !slices.Contains(found[r.ID].Rules, hit) {
				found[r.ID].Rules = append(found[r.ID].Rules, hit)
			}
		}
	}
	notified := make([]Notified, 0, len(found))
	for id, n := range found {
		n.Truth = filter.Match(either(filters[id]...), s.Subject) // one rule may match in one reading, another in the other
		notified = append(notified, *n)
	}
	slices.SortFunc(notified, func(a, b Notified) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return notified
}

// about reports whether the rule is active and of the subject's type.
func (r Rule) about(s Subject) bool { return !r.Paused && (s.RuleType == "" || s.RuleType == r.Type) }

func (r Recipient) notifiedOf(t Trigger) bool {
	return t == Trigger{} && len(r.Triggers) > 0 || slices.Contains(r.Triggers, t)
}

// route is what is compared: what a recipient is notified of by rules of one type at one trigger.
type route struct {
	recipient, ruleType string
	trigger             Trigger
}

// routes returns the active rules of each route, in their order.
func routes(rules []Rule) map[route][]Rule {
	found := map[route][]Rule{}
	for _, rule := range spelledOut(rules) {
		if rule.Paused {
			continue
		}
		for _, r := range rule.Recipients {
			for _, t := range r.Triggers {
				at := route{r.ID, rule.Type, t}
				found[at] = append(found[at], rule)
			}
		}
	}
	return found
}
