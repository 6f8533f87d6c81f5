package doctor

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// callColumns are the columns of the list of calls.
var callColumns = []string{"Call", "Known as", "Status", "Time", "Objects", "Rate limit headers", "Differences from the contract"}

const (
	nothingFound = "Nothing out of the ordinary."
	leftBehind   = "%d objects could not be removed: in Soda Cloud, delete all objects with %s in their name."
)

// Markdown is the report for an issue or a wiki, the verdict first.
func (r *Report) Markdown() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# soda-doctor report\n\n%s\n\n## What works with this organization\n", r.origin())
	for _, f := range r.Verdict {
		line("- %s: **%s**%s", f.Feature, f.Works, f.why())
	}
	line("\n## Findings\n")
	for _, f := range r.Findings {
		line("- **%s** (%s): %s", f.ID, f.Severity, f.Text)
	}
	if r.Clean() {
		line(nothingFound)
	}
	if len(r.Calls) > 0 {
		line("\n## Calls\n\n| %s |\n|%s", strings.Join(callColumns, " | "), strings.Repeat("---|", len(callColumns)))
	}
	for _, c := range r.Calls {
		cells := c.cells()
		line("| `%s` | %s |", cells[0], strings.Join(cells[1:], " | "))
	}
	if len(r.Answers) > 0 {
		line("\n## Answers to open questions\n\n| Question | Answer |\n|---|---|")
	}
	for _, a := range r.Answers {
		line("| %s | %s |", a.Question, a.Answer)
	}
	if r.LeftBehind > 0 {
		line("\n"+leftBehind, r.LeftBehind, "`soda-doctor-`")
	}
	return b.String()
}

// origin is where the report comes from.
func (r *Report) origin() string {
	mode := "read-only"
	if r.Write {
		mode = "with --write"
	}
	text := fmt.Sprintf("Version %s, %s. Region: %s. Key from: %s.", r.Version, mode, r.Region, r.KeyFrom)
	if r.TLS != "" {
		text += " " + r.TLS + "."
	}
	if r.ClockOffsetSeconds != nil {
		text += fmt.Sprintf(" Clock of the server: %+d s.", *r.ClockOffsetSeconds)
	}
	return text
}

// why is the reason in parentheses, "" if there is none.
func (f Feature) why() string {
	if f.Why == "" {
		return ""
	}
	return " (" + f.Why + ")"
}

// cells are what a row of callColumns shows of a call.
func (c Call) cells() []string {
	return []string{c.Call, c.Status, fmt.Sprint(c.HTTP), fmt.Sprintf("%d ms", c.Milliseconds), c.objects(), c.rateLimits(), c.differences()}
}

func (c Call) objects() string {
	if c.Objects == nil {
		return c.Note
	}
	return fmt.Sprint(*c.Objects)
}

func (c Call) rateLimits() string {
	if len(c.RateLimits) == 0 {
		return "none"
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(c.RateLimits)) {
		names = append(names, name+": "+c.RateLimits[name])
	}
	return strings.Join(names, ", ")
}

func (c Call) differences() string {
	if len(c.Differences) == 0 {
		return "none"
	}
	var places []string
	for _, d := range c.Differences {
		places = append(places, strings.TrimSpace(d.Place+" "+d.Fault))
	}
	return strings.Join(places, "; ")
}
