package filterattr_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
)

// literal is the value of what jsondecode() makes of JSON in a configuration; "?" is a value that is not known yet.
func literal(node any) attr.Value {
	switch node := node.(type) {
	case map[string]any:
		object := obj{}
		for key, child := range node {
			object[key] = literal(child)
		}
		return hcl(object)
	case []any:
		tuple := tup{}
		for _, child := range node {
			tuple = append(tuple, literal(child))
		}
		return hcl(tuple)
	case string:
		if node == "?" {
			return types.DynamicUnknown()
		}
		return hcl(node)
	case bool:
		return types.BoolValue(node)
	case float64:
		return types.Float64Value(node)
	default:
		return types.DynamicNull()
	}
}

// FuzzReader: a filter is valid if and only if it has a meaning, once all is known; and what has a meaning has the same one as
// text and as an object, and after it was written out again. `go test ./internal/filterattr -fuzz FuzzReader` looks for more;
// plain tests try the seeds.
func FuzzReader(f *testing.F) {
	for _, text := range []string{
		`{"field":"datasetTags","contains":"a"}`, `{"and":[{"not":{"or":[{"field":"checkId","in":["a","b"]}]}}]}`,
		`{"field":"checkResourceAttribute","attribute":"severity","equals":"${x}"}`, `{"raw":"{\"type\":\"regex\"}"}`,
		`{"type":"and","expressions":[{"type":"equals","field":{"field":"checkId"},"value":"a"}]}`, `{"type":"?","value":1e400}`,
		`{"and":["?",{"field":"?","in":["?",1]}]}`, `{"not":null}`, `{"field":"checkId","equals":"a","equals":"b"}`,
		"\ufeff{}", ``, ` `, `null`, `1`, `"x"`, `[]`, `{`, `{"":""}`, `{"and":[],"or":{},"in":"x","raw":5,"field":true}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fromText, diags, err := read(written(text))
		if (err != nil) != diags {
			t.Errorf("%q as text: errors %t, but got %v", text, diags, err)
		}
		if err == nil {
			expectRewritten(t, fromText)
		}
		var node any
		if json.Unmarshal([]byte(text), &node) != nil {
			return
		}
		switch node.(type) {
		case map[string]any:
		default:
			return // text of a text is no filter, but a text is
		}
		fromObject, diags, err := read(written(literal(node)))
		if diags && err == nil {
			t.Errorf("%q as an object: got %v in spite of errors", text, fromObject)
		}
		if err == nil {
			expectRewritten(t, fromObject)
		}
	})
}

func read(v filterattr.Value) (e *filter.Expr, invalid bool, err error) {
	invalid = validate(v).HasError()
	e, err = v.Expr()
	return e, invalid, err
}

func expectRewritten(t *testing.T, e *filter.Expr) {
	t.Helper()
	if e == nil {
		return
	}
	for form, v := range map[string]filterattr.Value{"an object": filterattr.FromExpr(e), "text": written(filterattr.JSON(e))} {
		if again, invalid, err := read(v); invalid || err != nil || !filter.Equal(again, e) {
			t.Errorf("%v as %s: got %v, %v, from %v", e, form, again, err, v)
		}
	}
}

// The same text is the same filter, whichever way it is given.
func TestReader_textAndObject(t *testing.T) {
	for _, text := range []string{`{"field":"datasetTags","contains":"a"}`, `{"and":[{"not":{"or":[{"field":"checkId","in":["a","b"]}]}}]}`} {
		var node any
		if err := json.Unmarshal([]byte(text), &node); err != nil {
			t.Fatal(err)
		}
		fromText, _, textErr := read(written(text))
		fromObject, _, objectErr := read(written(literal(node)))
		if textErr != nil || objectErr != nil || !reflect.DeepEqual(fromText, fromObject) {
			t.Errorf("got %v, %v and %v, %v", fromText, textErr, fromObject, objectErr)
		}
	}
}
