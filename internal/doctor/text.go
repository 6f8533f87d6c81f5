package doctor

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// Text is the report for a terminal, with the same parts as Markdown.
func (r *Report) Text() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("%s\n\nWhat works with this organization\n", r.origin())
	columns(&b, func(row func(cells ...string)) {
		for _, f := range r.Verdict {
			row(string(f.Works), f.Feature+f.why())
		}
	})
	line("\nFindings\n")
	for _, f := range r.Findings {
		line("  %s (%s): %s", f.ID, f.Severity, f.Text)
	}
	if r.Clean() {
		line("  %s", nothingFound)
	}
	if len(r.Calls) > 0 {
		line("\nCalls\n")
		columns(&b, func(row func(cells ...string)) {
			row(callColumns...)
			for _, c := range r.Calls {
				row(c.cells()...)
			}
		})
	}
	if len(r.Answers) > 0 {
		line("\nAnswers to open questions\n")
		columns(&b, func(row func(cells ...string)) {
			for _, a := range r.Answers {
				row(a.Question, a.Answer)
			}
		})
	}
	if r.LeftBehind > 0 {
		line("\n"+leftBehind, r.LeftBehind, "soda-doctor-")
	}
	return b.String()
}

// columns writes rows of aligned cells.
func columns(b *strings.Builder, fill func(row func(cells ...string))) {
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	fill(func(cells ...string) { _, _ = fmt.Fprintln(w, "  "+strings.Join(cells, "\t")) })
	_ = w.Flush() // a Builder never fails
}
