package routes

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// JSON writes the report as JSON.
func (r Report) JSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// Text writes the report for a terminal.
func (r Report) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Alert routing, %s: %s.\n", r.Scope, r.Recipients)
	for _, c := range r.Changes {
		fmt.Fprintf(&b, "\n%s\n", c.headline())
		c.details(&b, "  ")
	}
	if len(r.Changes) > 0 && r.Recipients.Unchanged > 0 {
		fmt.Fprintf(&b, "\nProven: everyone else (%s) gains and loses nothing.\n", plural(r.Recipients.Unchanged, "recipient"))
	}
	for _, c := range r.Unrouted {
		fmt.Fprintf(&b, "\n%s is notified any more%s\n", map[bool]string{true: "Nobody", false: "Possibly nobody"}[c.Loses.Result == "yes"], c.at())
		c.Loses.details(&b, "  ", "not notified of", "this")
	}
	if len(r.Findings) > 0 {
		b.WriteString("\nRules after the change:\n")
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "  %s: %s\n", f.Problem, f.Text)
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&b, "\nNote: %s\n", note)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// headline says who gains or loses, and of what.
func (c ReportChange) headline() string {
	verb := ""
	switch {
	case c.Gains.Result == "yes" && c.Loses.Result == "yes":
		verb = "gains and loses"
	case c.Gains.Result == "yes":
		verb = "gains"
	case c.Loses.Result == "yes":
		verb = "loses"
	default:
		verb = "may change"
	}
	return fmt.Sprintf("%s %s%s", c.symbol()+" "+strings.Join(c.Recipients, ", "), verb, c.at())
}

func (c ReportChange) symbol() string {
	switch c.rank() {
	case 0:
		return "-"
	case 1:
		return "?"
	default:
		return "+"
	}
}

// at says at which triggers.
func (c ReportChange) at() string {
	var at []string
	if len(c.Levels) > 0 {
		at = append(at, c.RuleType+" results: "+strings.Join(c.Levels, ", "))
	}
	if len(c.ScanStates) > 0 {
		at = append(at, "scans: "+strings.Join(c.ScanStates, ", "))
	}
	return " (" + strings.Join(at, "; ") + ")"
}

func (c ReportChange) details(b *strings.Builder, indent string) {
	c.Loses.details(b, indent, "loses", "whether it loses something")
	c.Gains.details(b, indent, "gains", "whether it gains something")
	for _, cause := range c.causes() {
		fmt.Fprintf(b, "%s%s: %s\n", indent, cause.What, strings.Join(cause.Rules, ", "))
	}
}

// cause is what happened to some rules.
type cause struct {
	What  string
	Rules []string
}

// causes says which rules were added, changed and removed, as far as the recipients are concerned.
func (c ReportChange) causes() (causes []cause) {
	in := func(list []string, want bool) func(string) bool {
		return func(rule string) bool { return slices.Contains(list, rule) == want }
	}
	for _, one := range []cause{
		{"added", slices.DeleteFunc(slices.Clone(c.Added), in(c.Removed, true))},
		{"changed", slices.DeleteFunc(slices.Clone(c.Added), in(c.Removed, false))},
		{"removed", slices.DeleteFunc(slices.Clone(c.Removed), in(c.Added, true))},
	} {
		if len(one.Rules) > 0 {
			causes = append(causes, one)
		}
	}
	return causes
}

func (e Effect) details(b *strings.Builder, indent, verb, question string) {
	switch e.Result {
	case "yes":
		fmt.Fprintf(b, "%s%s, for example: %s\n", indent, verb, subjectText(e.Example))
	case "unknown":
		fmt.Fprintf(b, "%s%s cannot be determined: %s\n", indent, question, e.Why)
		if e.Example != nil {
			fmt.Fprintf(b, "%s  in question, for example: %s\n", indent, subjectText(e.Example))
		}
	default:
		return
	}
	if e.Checks != nil {
		fmt.Fprintf(b, "%s  %s\n", indent, e.Checks)
	}
}

// String counts, as in "34 of 3,410 checks, such as rows".
func (c Checks) String() string {
	text := fmt.Sprintf("%s of %s checks", thousands(c.Certain), thousands(c.All))
	if c.Possible > 0 {
		text += fmt.Sprintf(", and %s for which it cannot be determined", thousands(c.Possible))
	}
	if len(c.Names) > 0 {
		text += ", such as " + strings.Join(c.Names, ", ")
	}
	return text
}

func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
