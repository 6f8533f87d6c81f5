package routes

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// Coverage writes which checks of a catalogue notify nobody, level by level, and reports whether there are any. A rule that
// may match does not count.
func Coverage(w io.Writer, rules []routing.Rule, catalogue *Catalogue) (gaps bool, err error) {
	var b strings.Builder
	for _, level := range []string{"critical", "warning"} {
		notified := &filter.Expr{Op: filter.Or}
		for _, rule := range rules {
			if !rule.Paused && rule.Type == routing.RuleTypes[0] && notifies(rule, routing.Level(level)) {
				notified.Operands = append(notified.Operands, everything(rule.Filter))
			}
		}
		uncovered := catalogue.count(&filter.Expr{Op: filter.Not, Operands: []*filter.Expr{notified}})
		if uncovered.Certain+uncovered.Possible == 0 {
			fmt.Fprintf(&b, "%s: all %s checks notify someone\n", level, thousands(uncovered.All))
			continue
		}
		gaps = true
		fmt.Fprintf(&b, "%s: nobody is notified of %s\n", level, uncovered)
	}
	_, err = io.WriteString(w, b.String())
	return gaps, err
}

func notifies(rule routing.Rule, t routing.Trigger) bool {
	for _, r := range rule.Recipients {
		if slices.Contains(r.Triggers, t) {
			return true
		}
	}
	return false
}

func everything(e *filter.Expr) *filter.Expr {
	if e == nil {
		return &filter.Expr{Op: filter.And}
	}
	return e
}
