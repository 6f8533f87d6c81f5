package doctor

import (
	"fmt"
	"strings"
)

// Markdown is the report for people, the verdict first.
func (r *Report) Markdown() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	mode := "read only"
	if r.Write {
		mode = "with writes of its own"
	}
	line("# soda-doctor report\n")
	line("Version %s, %s. Region: %s. Key from: %s.%s\n", r.Version, mode, r.Region, r.KeyFrom, r.connection())
	line("## What works with this organization\n")
	for _, f := range r.Verdict {
		why := ""
		if f.Why != "" {
			why = " (" + f.Why + ")"
		}
		line("- %s: **%s**%s", f.Feature, f.Works, why)
	}
	line("\n## Findings\n")
	for _, f := range r.Findings {
		line("- **%s** (%s): %s", f.ID, f.Severity, f.Text)
	}
	if r.Clean() {
		line("Nothing out of the ordinary.")
	}
	if len(r.Calls) > 0 {
		line("\n## Calls\n\n| Call | Known as | Status | Time | Objects | Rate limit headers | Differences from the contract |\n|---|---|---|---|---|---|---|")
	}
	for _, c := range r.Calls {
		line("| `%s` | %s | %d | %d ms | %s | %s | %s |", c.Call, c.Status, c.HTTP, c.Milliseconds, c.objects(), c.rateLimits(), c.differences())
	}
	if len(r.Answers) > 0 {
		line("\n## Answers to open questions\n\n| Question | Answer |\n|---|---|")
	}
	for _, a := range r.Answers {
		line("| %s | %s |", a.Question, a.Answer)
	}
	if r.LeftBehind > 0 {
		line("\n%d objects could not be removed: delete what has `soda-doctor-` in its name.", r.LeftBehind)
	}
	return b.String()
}

func (r *Report) connection() string {
	text := ""
	if r.TLS != "" {
		text += " " + r.TLS + "."
	}
	if r.ClockOffsetSeconds != nil {
		text += fmt.Sprintf(" Clock of the server: %+d s.", *r.ClockOffsetSeconds)
	}
	return text
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
	for name, value := range c.RateLimits {
		names = append(names, "`"+name+": "+value+"`")
	}
	return strings.Join(names, " ")
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
