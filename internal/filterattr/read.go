package filterattr

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// operators are the keys that say what an expression does, in the order in which errors name them. All but raw are
// also the names of the operators in package filter.
var operators = []string{"and", "or", "not", "equals", "contains", "in", "raw"}

// keys are all keys of an expression; field and attribute go with comparisons only.
var keys = append([]string{"field", "attribute"}, operators...)

// comparisons are the operators that compare a field.
var comparisons = []string{"equals", "contains", "in"}

// reader makes an expression of a tree. It goes on after an error and past what is unknown, so that it finds all there is
// to find; what it returned counts only if it found neither.
type reader struct {
	diags   diag.Diagnostics
	unknown bool
}

// place is where in the attribute something stands. A function, because paths are copied at each step and only an error
// needs one.
type place func() path.Path

func (at place) name(key string) place {
	return func() path.Path { return at().AtName(key) }
}

func (at place) index(i int) place {
	return func() path.Path { return at().AtTupleIndex(i) }
}

// fail reports an error at the part of an expression that is wrong. Few CLIs can show the line of that part, so package
// provider puts its path into the text and reports the error at the attribute.
func (r *reader) fail(where place, format string, args ...any) {
	r.diags.AddAttributeError(where(), "Invalid filter", fmt.Sprintf(format, args...))
}

// failure is the first error, for callers that have no place for a diagnostic.
func (r *reader) failure() error {
	first := r.diags.Errors()[0]
	if located, ok := first.(diag.DiagnosticWithPath); ok {
		return fmt.Errorf("at %s: %s", located.Path(), first.Detail())
	}
	return errors.New(first.Detail())
}

// root reads the whole filter, which alone may be null or a JSON string.
func (r *reader) root(root path.Path, v attr.Value) *filter.Expr {
	at := place(func() path.Path { return root })
	node := plain(v)
	if text, isText := node.(string); isText {
		var err error
		if node, err = decode(text); err != nil {
			r.fail(at, "The string %v.", err)
			return nil
		}
	}
	if node == nil {
		return nil
	}
	return r.expr(at, node)
}

func (r *reader) expr(at place, node any) *filter.Expr {
	switch node := node.(type) {
	case unknown:
		r.unknown = true
	case map[string]any:
		return r.object(at, node)
	case nil:
		r.fail(at, "null is not an expression. "+leaveOut)
	default:
		r.fail(at, `%s is not an expression. Write an object, such as { field = "datasetTags", contains = "finance" }.`, kind(node))
	}
	return nil
}

const leaveOut = "To leave out an expression, build the list with concat() or with a for expression that has an if clause."

// object reads one expression. A null attribute counts as absent. Several operators are an error, but what stands there is
// read nevertheless, for the errors below.
func (r *reader) object(at place, object map[string]any) *filter.Expr {
	if r.refuseWire(at, object) {
		return nil
	}
	r.checkKeys(at, object)
	e := &filter.Expr{}
	for _, operator := range operators {
		if object[operator] != nil {
			e = r.operand(at, operator, object[operator])
		}
	}
	certain := r.checkOperators(at, object)
	r.field(at, object, certain, e)
	return e
}

// operand reads what stands at an operator's key.
func (r *reader) operand(at place, operator string, node any) *filter.Expr {
	e := &filter.Expr{Op: filter.Op(operator)}
	where := at.name(operator)
	switch operator {
	case "and", "or":
		for i, child := range r.list(at, operator, node, "expression") {
			e.Operands = append(e.Operands, r.expr(where.index(i), child))
		}
	case "not":
		e.Operands = []*filter.Expr{r.expr(where, node)}
	case "in":
		for i, child := range r.list(at, operator, node, "string") {
			e.Values = append(e.Values, r.text(where.index(i), child))
		}
	case "raw":
		return r.raw(at, node)
	default:
		e.Value = r.text(where, node)
	}
	return e
}

// list returns the elements of a list, of which there must be one.
func (r *reader) list(at place, operator string, node any, of string) []any {
	switch node := node.(type) {
	case unknown:
		r.unknown = true
	case []any:
		if len(node) == 0 {
			r.fail(at.name(operator), "%q is empty; it takes a list of at least one %s.", operator, of)
		}
		return node
	default:
		r.fail(at.name(operator), "%q is %s; it takes a list of %ss.", operator, kind(node), of)
	}
	return nil
}

// text returns a string. Messages quote numbers and bools only: other values may be sensitive.
func (r *reader) text(where place, node any) string {
	switch node := node.(type) {
	case unknown:
		r.unknown = true
	case string:
		return node
	case []any:
		r.fail(where, "a list, but this takes one string. To compare with several strings, use \"in\".")
	case map[string]any, nil:
		r.fail(where, "%s, but this takes a string.", kind(node))
	default:
		r.fail(where, "%v is %s, but this takes a string. Write \"%[1]v\", or use tostring().", node, kind(node))
	}
	return ""
}

// raw reads Soda's JSON of an expression, which may turn out to be one that this version understands.
func (r *reader) raw(at place, node any) *filter.Expr {
	where := at.name("raw")
	text, isText := node.(string)
	switch {
	case isText:
		return r.rawText(where, text)
	case known(node):
		r.fail(where, `"raw" is %s; it must be a string of JSON. Use jsonencode().`, kind(node))
	default:
		r.unknown = true
	}
	return &filter.Expr{}
}

func (r *reader) rawText(where place, text string) *filter.Expr {
	e, err := filter.Parse([]byte(text))
	if _, badText := decode(text); badText != nil {
		err = badText
	}
	switch {
	case err != nil:
		r.fail(where, `"raw" %v.`, err)
	case e == nil:
		r.fail(where, `"raw" is null; it must be an expression.`)
	default:
		return e
	}
	return &filter.Expr{}
}
