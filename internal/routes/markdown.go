package routes

import (
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
)

const (
	// Marker is in the first line of the comment, so that a workflow finds its own and replaces it.
	Marker = "<!-- soda-routes -->"

	maxComment = 30_000 // GitHub takes 65,536 characters, and the plan has its place in the comment too
	maxGraph   = 12     // arrows that can still be read
)

// Markdown writes the report as a comment on a pull request. What does not fit is left out from the end, and counted.
func (r Report) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n### Alert routing: %s\n\nCompared: %s.\n", Marker, r.Recipients, r.Scope)
	if len(r.Changes) > 0 {
		b.WriteString("\n| | Recipients | When | Effect |\n|---|---|---|---|\n")
	}
	left := r.rows(&b)
	if left > 0 {
		fmt.Fprintf(&b, "\n**%s of %d not shown**: the comment would be too long. `soda-routes diff` shows all.\n", plural(left, "more change"), len(r.Changes))
	}
	if len(r.Changes) > 0 && r.Recipients.Unchanged > 0 {
		fmt.Fprintf(&b, "\nProven: everyone else (%s) gains and loses nothing.\n", plural(r.Recipients.Unchanged, "recipient"))
	}
	r.unrouted(&b)
	r.graph(&b)
	r.list(&b, "Rules after the change", len(r.Findings), func(i int) string { return "`" + r.Findings[i].Problem + "`: " + cell(r.Findings[i].Text) })
	r.list(&b, "Notes", len(r.Notes), func(i int) string { return cell(r.Notes[i]) })
	_, err := io.WriteString(w, b.String())
	return err
}

// rows writes as many changes as fit, and returns how many do not.
func (r Report) rows(b *strings.Builder) (left int) {
	for i, c := range r.Changes {
		recipients := c.Recipients
		more := ""
		if len(recipients) > 20 {
			more = fmt.Sprintf(" and %d more", len(recipients)-20)
			recipients = recipients[:20]
		}
		symbol := map[string]string{"-": ":red_circle:", "?": ":grey_question:", "+": ":green_circle:"}[c.symbol()]
		row := fmt.Sprintf("| %s | %s%s | %s | %s |\n", symbol, cell(strings.Join(recipients, ", ")), more,
			cell(strings.Trim(c.at(), " ()")), strings.Join(append(c.Loses.cells("loses"), append(c.Gains.cells("gains"), c.causeCells()...)...), "<br>"))
		if b.Len()+len(row) > maxComment*3/4 {
			return len(r.Changes) - i
		}
		b.WriteString(row)
	}
	return 0
}

func (r Report) unrouted(b *strings.Builder) {
	for i, c := range r.Unrouted {
		switch {
		case b.Len() > maxComment:
			fmt.Fprintf(b, "\n:warning: %s of results that may no longer notify anyone\n", plural(len(r.Unrouted)-i, "more kind"))
			return
		case c.Loses.Result == "yes":
			fmt.Fprintf(b, "\n:warning: **Nobody is notified any more**%s, for example of a check with %s.%s\n", cell(c.at()), code(subjectText(c.Loses.Example)), c.Loses.counted())
		default:
			fmt.Fprintf(b, "\n:grey_question: **Possibly nobody is notified any more**%s. It cannot be determined: %s.%s\n", cell(c.at()), cell(c.Loses.Why), c.Loses.counted())
		}
	}
}

func (e Effect) cells(verb string) []string {
	switch e.Result {
	case "yes":
		return []string{fmt.Sprintf("**%s**, for example %s%s", verb, code(subjectText(e.Example)), e.counted())}
	case "unknown":
		return []string{fmt.Sprintf("whether it %s something cannot be determined: %s%s", verb, cell(e.Why), e.counted())}
	}
	return nil
}

func (e Effect) counted() string {
	if e.Checks == nil {
		return ""
	}
	return " (" + cell(e.Checks.String()) + ")"
}

func (c ReportChange) causeCells() (cells []string) {
	for _, cause := range c.causes() {
		names := cause.Rules
		if len(names) > 5 {
			names = append(slices.Clone(names[:5]), fmt.Sprintf("%d more", len(names)-5))
		}
		cells = append(cells, cause.What+": "+code(strings.Join(names, ", ")))
	}
	return cells
}

// graph draws which rules now notify or no longer notify whom, if it is small.
func (r Report) graph(b *strings.Builder) {
	var arrows []string
	for _, c := range r.Changes {
		for _, recipient := range c.Recipients {
			for _, rule := range c.Added {
				arrows = append(arrows, fmt.Sprintf("  %s --> %s", node(rule), node(recipient)))
			}
			for _, rule := range c.Removed {
				if !slices.Contains(c.Added, rule) {
					arrows = append(arrows, fmt.Sprintf("  %s -. no longer .-> %s", node(rule), node(recipient)))
				}
			}
		}
	}
	slices.Sort(arrows)
	if arrows = slices.Compact(arrows); len(arrows) > 0 && len(arrows) <= maxGraph {
		fmt.Fprintf(b, "\n```mermaid\ngraph LR\n%s\n```\n", strings.Join(arrows, "\n"))
	}
}

// node names a node by a text that no other has.
func node(label string) string {
	return fmt.Sprintf("n%x[\"%s\"]", crc32.ChecksumIEEE([]byte(label)), strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;", "\n", " ").Replace(label))
}

// list writes lines as far as they fit, and how many there are.
func (r Report) list(b *strings.Builder, title string, n int, line func(int) string) {
	if n == 0 {
		return
	}
	fmt.Fprintf(b, "\n<details><summary>%s: %d</summary>\n\n", title, n)
	for i := range n {
		if b.Len() > maxComment {
			fmt.Fprintf(b, "- %d more\n", n-i)
			break
		}
		fmt.Fprintf(b, "- %s\n", line(i))
	}
	b.WriteString("\n</details>\n")
}

// cell escapes what would end a cell or become markup.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;", ">", "&gt;", "`", "'", "*", `\*`, "_", `\_`, "[", `\[`, "@", "@\u200b").Replace(text)
}

// code writes text in a way that nothing in it is markup.
func code(text string) string {
	return "<code>" + strings.NewReplacer("|", "&#124;", "\n", " ", "&", "&amp;", "<", "&lt;", ">", "&gt;", "`", "&#96;", "*", "&#42;", "_", "&#95;", "[", "&#91;", "@", "&#64;").Replace(text) + "</code>"
}
