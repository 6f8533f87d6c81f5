package emulator

import (
	"cmp"
	"strconv"
	"strings"
)

// How the page for people words what is in a rule.

// text reads as a sentence: datasetTags contains "finance" and (datasourceLabel in ("a", "b") or not checkName contains "x").
func (f *Filter) text() string {
	if f == nil {
		return "nothing" // only a rule that was edited unchecked has such a hole
	}
	switch f.Type {
	case "and", "or":
		operands := make([]string, len(f.Expressions))
		for i := range f.Expressions {
			operands[i] = f.Expressions[i].operand()
		}
		return strings.Join(operands, " "+f.Type+" ")
	case "not":
		return "not " + f.Expression.operand()
	case "in":
		return f.Field.text() + " in (" + strings.Join(quoted(f.Values), ", ") + ")"
	default:
		value := ""
		if f.Value != nil {
			value = *f.Value
		}
		return f.Field.text() + " " + f.Type + " " + strconv.Quote(value)
	}
}

// operand is the text with parentheses around it where it has several parts.
func (f *Filter) operand() string {
	if f != nil && len(f.Expressions) > 1 {
		return "(" + f.text() + ")"
	}
	return f.text()
}

func (f *FilterField) text() string {
	switch {
	case f == nil:
		return "nothing"
	case f.AttributeName != "":
		return f.Field + "[" + strconv.Quote(f.AttributeName) + "]"
	default:
		return f.Field
	}
}

func quoted(values []string) []string {
	quotes := make([]string, len(values))
	for i, value := range values {
		quotes[i] = strconv.Quote(value)
	}
	return quotes
}

// text is the level or the scan state.
func (t Trigger) text() string {
	if t.ScanState != "" {
		return "scan " + t.ScanState
	}
	return t.Level
}

// text says who is told: by the name that names has for the type and the id, as in "user 3b0f", else by these two.
func (r Recipient) text(names map[string]string) string {
	who := r.Type + " " + cmp.Or(r.Email, r.UserID, r.UserGroupID, r.IntegrationID, r.Role, r.CustomRoleID)
	return strings.TrimSpace(cmp.Or(names[who], who) + " " + r.IntegrationChannel)
}

func (c *Customization) text() string {
	if c.Message == nil {
		return c.Type
	}
	return c.Type + ": " + *c.Message
}
