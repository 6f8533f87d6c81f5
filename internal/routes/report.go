package routes

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// Report is what a change does, in the form of docs/schemas/soda-routes.json; the other formats are written from it.
type Report struct {
	Version    int            `json:"version"` // of this form
	Scope      string         `json:"scope"`   // "this workspace only" or "all rules of the organization"
	Unchanged  bool           `json:"unchanged"`
	Recipients Count          `json:"recipients"`
	Changes    []ReportChange `json:"changes"`
	Unrouted   []ReportChange `json:"unrouted"` // what nobody is notified of any more
	Findings   []Finding      `json:"findings"` // of the rules after the change
	Notes      []string       `json:"notes"`
}

// Count is how many recipients there are, and how many of them provably gain and lose nothing.
type Count struct {
	All       int `json:"all"`
	Unchanged int `json:"unchanged"`
}

// ReportChange is what happens to recipients for whom the same happens.
type ReportChange struct {
	Recipients []string `json:"recipients"`
	RuleType   string   `json:"rule_type"`
	Levels     []string `json:"levels"`
	ScanStates []string `json:"scan_states"`
	Gains      Effect   `json:"gains"`
	Loses      Effect   `json:"loses"`
	Added      []string `json:"added"`   // rules with filters that are new for the recipients
	Removed    []string `json:"removed"` // rules with filters that no longer notify them
}

// Effect says whether something is gained, or lost.
type Effect struct {
	Result  string         `json:"result"` // yes, no (proven), unknown
	Why     string         `json:"why,omitempty"`
	Example map[string]any `json:"example,omitempty"`
	Checks  *Checks        `json:"checks,omitempty"` // with a catalogue
}

// Checks are the checks of a catalogue that are concerned.
type Checks struct {
	Certain  int      `json:"certain"`
	Possible int      `json:"possible"` // for which it cannot be determined
	All      int      `json:"all"`
	Names    []string `json:"names"` // of the first few
}

// Finding is a problem of the rules after the change.
type Finding struct {
	Problem string `json:"problem"`
	Rule    string `json:"rule"`
	Text    string `json:"text"`
}

// NewReport compares. With a catalogue it also counts checks.
func NewReport(c *Change, catalogue *Catalogue) Report {
	findings := make(chan []routing.Finding)
	go func() { findings <- routing.Lint(c.After) }()
	d := routing.Diff(c.Before, c.After)
	r := Report{
		Version: 1, Scope: "this workspace only", Notes: append([]string{}, c.Notes...),
		Recipients: Count{d.Recipients, d.UnchangedRecipients},
		Changes:    []ReportChange{}, Unrouted: []ReportChange{}, Findings: []Finding{},
	}
	if c.live {
		r.Scope = "all rules of the organization"
	}
	for _, change := range d.Changes {
		r.Changes = append(r.Changes, newChange(change, catalogue))
	}
	slices.SortStableFunc(r.Changes, func(a, b ReportChange) int { return cmp.Compare(a.rank(), b.rank()) })
	for _, change := range d.Unrouted {
		r.Unrouted = append(r.Unrouted, newChange(change, catalogue))
	}
	for _, f := range <-findings {
		r.Findings = append(r.Findings, Finding{string(f.Problem), f.Rule, f.String()})
	}
	r.Unchanged = len(r.Changes) == 0
	slices.Sort(r.Notes)
	r.Notes = slices.Compact(r.Notes)
	return r
}

// rank puts losses first, then what cannot be determined, then gains.
func (c ReportChange) rank() int {
	switch {
	case c.Loses.Result == "yes":
		return 0
	case c.Loses.Result == "unknown" || c.Gains.Result == "unknown":
		return 1
	default:
		return 2
	}
}

func newChange(c routing.Change, catalogue *Catalogue) ReportChange {
	change := ReportChange{
		Recipients: []string{}, RuleType: c.RuleType, Levels: []string{}, ScanStates: []string{},
		Gains: newEffect(c.Gains, c.Gained, catalogue), Loses: newEffect(c.Loses, c.Lost, catalogue),
		Added: append([]string{}, c.Added...), Removed: append([]string{}, c.Gone...),
	}
	for _, r := range c.Recipients {
		change.Recipients = append(change.Recipients, r.Name)
	}
	for _, t := range c.Triggers {
		if t.Kind == "level" {
			change.Levels = append(change.Levels, t.Value)
		} else {
			change.ScanStates = append(change.ScanStates, t.Value)
		}
	}
	return change
}

func newEffect(a routing.Answer, e *filter.Expr, catalogue *Catalogue) Effect {
	effect := Effect{Result: map[filter.Truth]string{filter.True: "yes", filter.False: "no", filter.Unknown: "unknown"}[a.Truth]}
	if a.Truth == filter.False {
		return effect
	}
	if a.Truth == filter.Unknown {
		effect.Why = a.Why()
	}
	if example := a.Perhaps(); example != nil {
		effect.Example = subjectTree(*example)
	}
	if catalogue != nil {
		effect.Checks = catalogue.count(e)
	}
	return effect
}

// subjectTree writes a subject as ReadSubject reads it.
func subjectTree(s filter.Subject) map[string]any {
	tree := map[string]any{}
	for field, values := range s.Fields {
		tree[field] = short(field, values)
	}
	for field, attributes := range s.Attributes {
		inner := map[string]any{}
		for name, values := range attributes {
			inner[name] = short(field, values)
		}
		tree[field] = inner
	}
	return tree
}

// short writes the value of a field that has one as a text.
func short(name string, values []string) any {
	if field, _ := filter.FieldNamed(name); !field.List && len(values) == 1 {
		return values[0]
	}
	return append([]string{}, values...)
}

// subjectText writes an example for people, as HCL does.
func subjectText(tree map[string]any) string {
	if len(tree) == 0 {
		return "any check"
	}
	var members []string
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		members = append(members, key+" = "+valueText(tree[key]))
	}
	return strings.Join(members, ", ")
}

func valueText(value any) string {
	if inner, ok := value.(map[string]any); ok {
		return "{ " + subjectText(inner) + " }"
	}
	if values, ok := value.([]string); ok && len(values) == 0 {
		return "none"
	}
	text, _ := json.Marshal(value) // texts and lists of texts
	return string(text)
}

// Broken returns which of the conditions the report breaks: lost, unrouted, or a problem that Lint finds.
func (r Report) Broken(conditions []string) []string {
	holds := map[string]bool{"unrouted": len(r.Unrouted) > 0}
	for _, c := range r.Changes {
		holds["lost"] = holds["lost"] || c.Loses.Result == "yes"
	}
	for _, f := range r.Findings {
		holds[f.Problem] = true
	}
	return slices.DeleteFunc(slices.Clone(conditions), func(c string) bool { return !holds[c] })
}

// Conditions are those that Broken knows.
var Conditions = []string{
	"lost", "unrouted", string(routing.NeverMatches), string(routing.Duplicate), string(routing.Contained), string(routing.AlwaysMatches), string(routing.Unnotified),
}

func (c Count) String() string {
	if c.All == c.Unchanged {
		return fmt.Sprintf("proven: nobody gains or loses anything (%s)", plural(c.All, "recipient"))
	}
	changed, verb := c.All-c.Unchanged, "change"
	if changed == 1 {
		verb = "changes"
	}
	return fmt.Sprintf("%d of %s %s", changed, plural(c.All, "recipient"), verb)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
