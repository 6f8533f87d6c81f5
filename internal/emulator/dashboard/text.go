package dashboard

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// How the page words what is in a rule.

// filterText has a line for each expression, those inside another one indented.
func filterText(f *emulator.Filter) string {
	return strings.Join(filterLines(f, ""), "\n")
}

func filterLines(f *emulator.Filter, indent string) []string {
	if f == nil {
		return []string{indent + "nothing"} // only a rule that was edited unchecked has such a hole
	}
	switch f.Type {
	case "and", "or":
		lines := []string{indent + f.Type}
		for i := range f.Expressions {
			lines = append(lines, filterLines(&f.Expressions[i], indent+"  ")...)
		}
		return lines
	case "not":
		return append([]string{indent + "not"}, filterLines(f.Expression, indent+"  ")...)
	case "in":
		return []string{indent + fieldText(f.Field) + " in (" + strings.Join(quoted(f.Values), ", ") + ")"}
	default:
		value := ""
		if f.Value != nil {
			value = *f.Value
		}
		return []string{indent + fieldText(f.Field) + " " + f.Type + " " + strconv.Quote(value)}
	}
}

func fieldText(f *emulator.FilterField) string {
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

// triggerText is the level or the scan state, or a type that the contract does not know.
func triggerText(t emulator.Trigger) string {
	if t.ScanState != "" {
		return "scan " + t.ScanState
	}
	return cmp.Or(t.Level, t.Type)
}

// recipientText names who is notified: as names has it for the type and the id, as in "user 3b0f", else by these two.
func recipientText(r emulator.Recipient, names map[string]string) string {
	who := r.Type + " " + r.Target()
	return strings.TrimSpace(cmp.Or(names[who], who) + " " + r.IntegrationChannel)
}

func customizationText(c *emulator.Customization) string {
	if c.Message == nil {
		return c.Type
	}
	return c.Type + ": " + *c.Message
}
