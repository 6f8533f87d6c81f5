package adopt

import (
	"encoding/json"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
)

// wide is how long an expression on one line may be.
const wide = 100

// raw are the tokens of an expression that is text already; the whole file is formatted at the end.
func raw(expression string) hclwrite.Tokens {
	return hclwrite.Tokens{{Type: hclsyntax.TokenIdent, Bytes: []byte(expression)}}
}

func quote(text string) string { return string(hclwrite.TokensForValue(cty.StringVal(text)).Bytes()) }

func quoted(texts []string) []string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = quote(text)
	}
	return all
}

// list writes a list on one line if it is short, else an element a line.
func list(elements []string) string {
	if line := strings.Join(elements, ", "); len(line) <= wide && !strings.Contains(line, "\n") {
		return "[" + line + "]"
	}
	return "[\n" + strings.Join(elements, ",\n") + ",\n]"
}

// filterExpression writes a filter in its short form. It is not one that matches everything.
func filterExpression(e *filter.Expr) string {
	var tree any
	_ = json.Unmarshal([]byte(filterattr.JSON(e)), &tree) // JSON of this module's own
	return node(tree)
}

// keyOrder is that in which people write an expression.
var keyOrder = []string{"field", "attribute", "equals", "contains", "in", "and", "or", "not", "raw"}

func node(tree any) string {
	switch tree := tree.(type) {
	case map[string]any:
		var members []string
		for _, key := range keyOrder {
			if value, ok := tree[key]; ok {
				members = append(members, key+" = "+node(value))
			}
		}
		return "{ " + strings.Join(members, ", ") + " }"
	case []any:
		elements := make([]string, len(tree))
		for i, element := range tree {
			elements[i] = node(element)
		}
		return list(elements)
	default:
		text, _ := tree.(string)
		return quote(text)
	}
}
