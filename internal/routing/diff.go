package routing

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// Difference is what a change of rules does.
type Difference struct {
	Changes                         []Change // who gains or loses something, or for whom that cannot be determined
	Unrouted                        []Change // what somebody was notified of and nobody is any more; without recipients
	Unchanged                       int      // routes (recipient, rule type, trigger) for which it is proven that nothing changes
	Recipients, UnchangedRecipients int      // all recipients, and those of which all routes are unchanged
}

// Change is what happens to recipients for whom the same happens.
type Change struct {
	Recipients   []Recipient // without triggers, ordered by name
	RuleType     string
	Triggers     []Trigger
	Gains, Loses Answer       // True with an example, False if proven not, else Unknown
	Gained, Lost *filter.Expr // what the examples match: all that is gained, and lost
	Added, Gone  []string     // rules with filters that the route has now and had not, and the reverse
}

// Diff compares what recipients are notified of by two sets of rules. Recipients are the same by their ID alone.
func Diff(before, after []Rule) Difference {
	d := differ{answers: map[string]Answer{}, names: names(spelledOut(after), before)}
	old, now := routes(before), routes(after)
	for _, at := range sortedRoutes(old, now) {
		d.compare(at, old[at], now[at])
	}
	result := Difference{Changes: d.grouped(), Unchanged: d.unchanged, Recipients: len(d.names)}
	result.UnchangedRecipients = len(d.names) - len(d.changed)
	result.Unrouted = unrouted(old, now)
	return result
}

type differ struct {
	answers   map[string]Answer // of questions that were put before: refactorings repeat them
	names     map[string]string
	changes   []Change
	unchanged int
	changed   map[string]bool
}

func (d *differ) compare(at route, before, after []Rule) {
	c := Change{Recipients: []Recipient{{ID: at.recipient, Name: d.names[at.recipient]}}, RuleType: at.ruleType, Triggers: []Trigger{at.trigger}}
	added, gone := without(after, before), without(before, after)
	c.Added, c.Gone = ruleNames(added), ruleNames(gone)
	c.Gains, c.Gained = d.beyond(added, before)
	c.Loses, c.Lost = d.beyond(gone, after)
	if c.Gains.Truth == filter.False && c.Loses.Truth == filter.False {
		d.unchanged++
		return
	}
	if d.changed == nil {
		d.changed = map[string]bool{}
	}
	d.changed[at.recipient] = true
	d.changes = append(d.changes, c)
}

// beyond asks whether some of the rules match what none of the others does.
func (d *differ) beyond(some, others []Rule) (Answer, *filter.Expr) {
	e := Both(either(filters(some)...), not(either(filters(others)...)))
	if len(some) == 0 {
		return Answer{Truth: filter.False}, e
	}
	key := keys(some) + " but not " + keys(others)
	if _, known := d.answers[key]; !known {
		d.answers[key] = Satisfiable(e)
	}
	return d.answers[key], e
}

// grouped joins the triggers of a recipient and then the recipients for which the same is said.
func (d *differ) grouped() []Change {
	slices.SortStableFunc(d.changes, func(a, b Change) int { return cmp.Compare(a.Recipients[0].Name, b.Recipients[0].Name) })
	recipient := func(c Change) string { return c.Recipients[0].ID }
	changes := group(d.changes, recipient, func(into *Change, c Change) { into.Triggers = append(into.Triggers, c.Triggers...) })
	triggers := func(c Change) string { return fmt.Sprint(c.Triggers) }
	return group(changes, triggers, func(into *Change, c Change) { into.Recipients = append(into.Recipients, c.Recipients...) })
}

// group merges changes of which the same is said and for which same is the same, in the order of the first of each.
func group(changes []Change, same func(Change) string, merge func(into *Change, c Change)) []Change {
	var grouped []Change
	places := map[string]int{}
	for _, c := range changes {
		key := fmt.Sprintf("%q %q %q %q %s %s", c.RuleType, same(c), c.Added, c.Gone, c.Gains.text(), c.Loses.text())
		at, known := places[key]
		if !known {
			places[key], grouped = len(grouped), append(grouped, c)
			continue
		}
		merge(&grouped[at], c)
	}
	return grouped
}

// text holds all that is said of an answer.
func (a Answer) text() string {
	example := ""
	if e := a.Perhaps(); e != nil {
		example = fmt.Sprint(*e)
	}
	return fmt.Sprintf("%v %s %s", a.Truth, a.Why(), example)
}

// unrouted finds what rules notified somebody of before, and nobody after.
func unrouted(before, after map[route][]Rule) []Change {
	d := differ{answers: map[string]Answer{}}
	old, now := anybody(before), anybody(after)
	var changes []Change
	for _, at := range sortedRoutes(old, nil) {
		gone := without(old[at], now[at])
		c := Change{RuleType: at.ruleType, Triggers: []Trigger{at.trigger}, Gone: ruleNames(gone)}
		c.Gains = Answer{Truth: filter.False}
		if c.Loses, c.Lost = d.beyond(gone, now[at]); c.Loses.Truth != filter.False {
			changes = append(changes, c)
		}
	}
	return group(changes, func(Change) string { return "" }, func(into *Change, c Change) { into.Triggers = append(into.Triggers, c.Triggers...) })
}

// anybody takes the routes of all recipients as those of one, with each filter once, in the same order at each run.
func anybody(routes map[route][]Rule) map[route][]Rule {
	all := map[route][]Rule{}
	for _, at := range sortedRoutes(routes, nil) {
		rules := routes[at]
		at.recipient = ""
		all[at] = append(all[at], rules...)
	}
	for at, rules := range all {
		all[at] = without(rules, nil)
	}
	return all
}

// without returns the rules whose filter equals none of others', each filter once.
func without(rules, others []Rule) []Rule {
	seen := map[string]bool{}
	for _, rule := range others {
		seen[rule.key] = true
	}
	var rest []Rule
	for _, rule := range rules {
		if !seen[rule.key] {
			seen[rule.key] = true
			rest = append(rest, rule)
		}
	}
	return rest
}

// keys are the same for rules with the same filters in any order.
func keys(rules []Rule) string {
	keys := make([]string, len(rules))
	for i, rule := range rules {
		keys[i] = rule.key
	}
	slices.Sort(keys)
	return strings.Join(slices.Compact(keys), " or ")
}

func filters(rules []Rule) []*filter.Expr {
	filters := make([]*filter.Expr, len(rules))
	for i, rule := range rules {
		filters[i] = whole(rule.Filter)
	}
	return filters
}

func ruleNames(rules []Rule) []string {
	var names []string
	for _, rule := range rules {
		names = append(names, rule.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// names returns the recipients' names by ID; the first that is found counts.
func names(sets ...[]Rule) map[string]string {
	names := map[string]string{}
	for _, rules := range sets {
		for _, rule := range rules {
			for _, r := range rule.Recipients {
				names[r.ID] = cmp.Or(names[r.ID], r.Name)
			}
		}
	}
	return names
}

func sortedRoutes(a, b map[route][]Rule) []route {
	all := slices.Concat(slices.Collect(maps.Keys(a)), slices.Collect(maps.Keys(b)))
	slices.SortFunc(all, func(a, b route) int {
		return cmp.Or(strings.Compare(a.recipient, b.recipient), strings.Compare(a.ruleType, b.ruleType), compareTriggers(a.trigger, b.trigger))
	})
	return slices.Compact(all)
}
