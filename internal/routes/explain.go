package routes

import (
	"fmt"
	"io"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// Explain writes whom rules notify of a subject, and why, rule by rule.
func Explain(w io.Writer, rules []routing.Rule, subject routing.Subject) error {
	var b strings.Builder
	for _, n := range routing.Route(rules, subject) {
		fmt.Fprintf(&b, "%s %s notified, by %s\n", n.Name, is(n.Truth), hits(n))
	}
	if b.Len() == 0 {
		b.WriteString("nobody is notified\n")
	}
	for _, rule := range rules {
		state := filter.Match(rule.Filter, subject.Subject).String()
		switch {
		case rule.Paused:
			state = "paused"
		case subject.RuleType != "" && subject.RuleType != rule.Type:
			state = "for results of type " + rule.Type
		}
		fmt.Fprintf(&b, "\n%s: %s\n", rule.Name, state)
		text := filter.Explain(rule.Filter, subject.Subject)
		filter.Walk(rule.Filter, func(e *filter.Expr) {
			if e.Op == filter.Raw {
				text = strings.ReplaceAll(text, e.Text()+": unknown (not understood by this version)", routing.Describe(e)+": unknown")
			}
		})
		for line := range strings.Lines(text) {
			b.WriteString("  " + line)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
