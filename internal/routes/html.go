package routes

import (
	"cmp"
	_ "embed"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

//go:embed page/page.html
var pageText string

//go:embed page/page.css
var pageStyle string

//go:embed page/page.js
var pageScript string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"join": func(list []string) string { return strings.Join(list, ", ") }, "example": subjectText, "plural": plural,
	"short": func(n int) bool { return n <= maxOpen }, "causes": ReportChange.causes,
	"first": func(list []string, n int) []string { return list[:min(len(list), n)] },
	"rest":  func(list []string, n int) []string { return list[min(len(list), n):] },
}).Parse(pageText))

// maxOpen is how long a list may be that the page shows unfolded.
const maxOpen = 20

// pageChanges are changes of one kind.
type pageChanges struct {
	Title, Class string
	Open         bool
	Recipients   int
	Changes      []ReportChange
}

// byEffect groups changes by what is worst in them, the worst first.
func byEffect(changes []ReportChange) (groups []pageChanges) {
	for rank, group := range []pageChanges{
		{Title: "Loses notifications", Class: "lost"},
		{Title: "Cannot be determined", Class: "open"},
		{Title: "Gains notifications", Class: "gained"},
	} {
		recipients := map[string]bool{}
		for _, c := range changes {
			if c.rank() != rank {
				continue
			}
			group.Changes = append(group.Changes, c)
			for _, name := range c.Recipients {
				recipients[name] = true
			}
		}
		group.Recipients, group.Open = len(recipients), len(changes) <= maxOpen
		if len(group.Changes) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// pageGroup is a section of the page: a recipient with its rules, or a dataset with the rules that name it.
type pageGroup struct {
	Name string
	Rows []pageRow
}

type pageRow struct {
	Rule       string
	Paused     bool
	Type       string
	Triggers   string
	Filter     string
	Recipients []string
}

// HTML writes one page that needs nothing else: what changes, and who is notified of what after it.
func (r Report) HTML(w io.Writer, rules []routing.Rule) error {
	return page.Execute(w, map[string]any{
		"Report": r, "Changes": byEffect(r.Changes), "ByRecipient": byRecipient(rules), "ByDataset": byDataset(rules),
		"Style": template.CSS(pageStyle), "Script": template.JS(pageScript), //nolint:gosec // both are this program's own
	})
}

func byRecipient(rules []routing.Rule) []pageGroup {
	groups := map[string][]pageRow{}
	for _, rule := range rules {
		for _, r := range rule.Recipients {
			row := newRow(rule)
			row.Triggers, row.Recipients = triggers(r), nil
			groups[r.Name] = append(groups[r.Name], row)
		}
	}
	return sorted(groups)
}

// byDataset groups rules by the datasets, tags and owners that their filters name; those that name none are for any.
func byDataset(rules []routing.Rule) []pageGroup {
	groups := map[string][]pageRow{}
	for _, rule := range rules {
		var names []string
		filter.Walk(rule.Filter, func(e *filter.Expr) {
			if strings.HasPrefix(e.Field, "dataset") {
				names = append(names, e.Text())
			}
		})
		if len(names) == 0 {
			names = []string{"any dataset"}
		}
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			groups[name] = append(groups[name], newRow(rule))
		}
	}
	return sorted(groups)
}

func newRow(rule routing.Rule) pageRow {
	row := pageRow{Rule: rule.Name, Paused: rule.Paused, Type: rule.Type, Filter: filterText(rule.Filter)}
	for _, r := range rule.Recipients {
		row.Recipients = append(row.Recipients, r.Name+" ("+triggers(r)+")")
	}
	return row
}

func triggers(r routing.Recipient) string {
	names := make([]string, len(r.Triggers))
	for i, t := range r.Triggers {
		names[i] = t.Value
	}
	return strings.Join(names, ", ")
}

func sorted(groups map[string][]pageRow) (list []pageGroup) {
	for name, rows := range groups {
		slices.SortStableFunc(rows, func(a, b pageRow) int { return cmp.Compare(a.Rule, b.Rule) })
		list = append(list, pageGroup{name, rows})
	}
	slices.SortFunc(list, func(a, b pageGroup) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return list
}

// filterText writes a filter on one line, as people say it.
func filterText(e *filter.Expr) string {
	switch {
	case e == nil:
		return "everything"
	case e.Op == filter.Not:
		return "not " + inner(e.Operands[0])
	case e.Op == filter.And || e.Op == filter.Or:
		parts := make([]string, len(e.Operands))
		for i, operand := range e.Operands {
			parts[i] = inner(operand)
		}
		return strings.Join(parts, " "+string(e.Op)+" ")
	case e.Op == filter.Raw:
		return routing.Describe(e)
	default:
		return e.Text()
	}
}

func inner(e *filter.Expr) string {
	if (e.Op == filter.And || e.Op == filter.Or) && len(e.Operands) > 1 {
		return "(" + filterText(e) + ")"
	}
	return filterText(e)
}
