package filter

import (
	"fmt"
	"strconv"
	"strings"
)

// Explain returns the truth tree of a match as text: one line per node, operands indented below their parent, each with
// its truth and at a comparison what the subject has. Where readings part, it says over what.
func Explain(e *Expr, s Subject) string {
	if e == nil {
		return "no filter: true\n"
	}
	x := explanation{subject: s}
	x.judge(e)
	return strings.Join(x.lines, "\n") + "\n"
}

type explanation struct {
	subject Subject
	lines   []string
	depth   int
}

func (x *explanation) judge(e *Expr) verdict {
	at := len(x.lines)
	x.lines = append(x.lines, "") // a node comes before its operands, and its truth after theirs
	x.depth++
	v := judge(e, x.subject, x.judge)
	x.depth--
	x.lines[at] = strings.Repeat("  ", x.depth) + e.Text() + ": " + v.agreed().String() + x.reason(e, v)
	return v
}

func (x *explanation) reason(e *Expr, v verdict) string {
	switch e.Op {
	case And, Or, Not:
		return ""
	case Raw:
		return " (not understood by this version)"
	}
	have, known := x.subject.Values(e)
	switch {
	case !known:
		return " (not in the subject)"
	case len(have) == 0:
		return " (it has none)"
	case v.parting() != "":
		return " (it has " + quoted(have) + "; depends on whether " + v.parting() + ")"
	default:
		return " (it has " + quoted(have) + ")"
	}
}

// Text returns one node without its operands as a line. Of two different leaves it never makes the same text: leaves
// are compared and sorted by it.
func (e *Expr) Text() string {
	switch e.Op {
	case And, Or, Not:
		return string(e.Op)
	case Raw:
		return "raw " + e.Raw
	}
	field := e.Field
	if e.Attribute != "" {
		field = fmt.Sprintf("%s[%q]", field, e.Attribute)
	}
	if e.Op == In {
		return fmt.Sprintf("%s in [%s]", field, quoted(e.Values))
	}
	return fmt.Sprintf("%s %s %q", field, e.Op, e.Value)
}

func quoted(values []string) string {
	quotes := make([]string, len(values))
	for i, value := range values {
		quotes[i] = strconv.Quote(value)
	}
	return strings.Join(quotes, ", ")
}
