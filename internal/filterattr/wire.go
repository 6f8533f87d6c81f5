package filterattr

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// maxTranslated bounds the text of a translation in an error.
const maxTranslated = 1000

// refuseWire reports an expression in the JSON of Soda's API, which has its operator at the key "type", and shows the same in
// the words of this attribute.
func (r *reader) refuseWire(at place, object map[string]any) bool {
	if _, isText := object["type"].(string); !isText || slices.ContainsFunc(operators, func(o string) bool { return object[o] != nil }) {
		return false
	}
	advice := "pass it as { raw = jsonencode(...) }."
	if text := translated(object); text != "" {
		advice = "write:\n\n  " + text + "\n\nOr pass Soda's JSON unchanged: { raw = jsonencode(...) }."
	}
	r.fail(at, "This is the JSON of Soda's API, not the form that filter takes. Instead, %s", advice)
	return true
}

// translated returns an expression of Soda's as HCL, "" if there is none or it is too long to be read.
func translated(object map[string]any) string {
	text, err := json.Marshal(object)
	if err != nil || hasUnknown(object) {
		return ""
	}
	e, err := filter.Parse(text)
	if err != nil || e.Op == filter.Raw {
		return ""
	}
	if hcl := hclText(tree(e)); len(hcl) <= maxTranslated {
		return hcl
	}
	return ""
}

func hasUnknown(node any) bool {
	switch node := node.(type) {
	case unknown:
		return true
	case []any:
		return slices.ContainsFunc(node, hasUnknown)
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(node)), hasUnknown)
	}
	return false
}

// hclText writes a tree on one line, with the keys of an expression in the order in which people write them.
func hclText(node any) string {
	switch node := node.(type) {
	case map[string]any:
		var members []string
		for _, key := range keys {
			if value, ok := node[key]; ok {
				members = append(members, key+" = "+hclText(value))
			}
		}
		return "{ " + strings.Join(members, ", ") + " }"
	case []any:
		elements := make([]string, len(node))
		for i, element := range node {
			elements[i] = hclText(element)
		}
		return "[" + strings.Join(elements, ", ") + "]"
	default:
		quoted := fmt.Sprintf("%q", node)
		return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(quoted)
	}
}
