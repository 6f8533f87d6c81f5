package filterattr_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
)

func validate(v filterattr.Value) diag.Diagnostics {
	var resp xattr.ValidateAttributeResponse
	v.ValidateAttribute(context.Background(), xattr.ValidateAttributeRequest{Path: path.Root("filter")}, &resp)
	return resp.Diagnostics
}

const (
	fieldList = "datasourceId, datasourceLabel, datasetId, datasetLabel, datasetOwnerId, datasetTags, checkId, checkName, " +
		"checkOwnerId, columnId, metricType, datasetResourceAttribute, checkResourceAttribute"
	keyList  = "field, attribute, and, or, not, equals, contains, in, raw"
	leaveOut = "To leave an expression out, build the list with concat(), or with a for expression that has an if."
)

const (
	wireText = "this is the JSON of Soda's API, not the form that filter takes. Instead, "
	rawText  = "\n\nOr pass Soda's JSON unchanged: { raw = jsonencode(...) }."
)

// finding is one error: where it points and what it says.
type finding struct{ path, text string }

func TestValidate(t *testing.T) {
	good := obj{"field": "datasetTags", "contains": "finance"}
	unknown := types.DynamicUnknown()
	for name, tc := range map[string]struct {
		in   any
		want []finding
	}{
		"valid": {obj{"and": tup{good, obj{"or": tup{good}}, obj{"not": good}}}, nil},
		"valid attribute": {
			obj{"field": "checkResourceAttribute", "attribute": "severity", "in": tup{"high", "low"}, "equals": nil}, nil,
		},
		"valid raw": {obj{"raw": `{"type":"regex"}`}, nil},
		"deep": {
			obj{"and": tup{good, obj{"or": tup{obj{"field": "datasetTgs", "contains": "x"}}}}},
			[]finding{{
				"filter.and[1].or[0].field",
				`"datasetTgs" is not a field. Did you mean "datasetTags"? Fields: ` + fieldList + `.`,
			}},
		},
		"field in another style": {
			obj{"field": "datasource_label", "equals": "x"},
			[]finding{{"filter.field", `"datasource_label" is not a field. Did you mean "datasourceLabel"? Fields: ` + fieldList + `.`}},
		},
		"field like no other": {
			obj{"field": "x", "equals": "x"},
			[]finding{{"filter.field", `"x" is not a field. Fields: ` + fieldList + `.`}},
		},
		"unknown key": {
			obj{"not": obj{"field": "checkId", "equls": "x"}},
			[]finding{{"filter.not.equls", `"equls" is not a key of an expression. Did you mean "equals"? Keys: ` + keyList + `.`}},
		},
		"unknown key for field": {
			obj{"feld": "checkId", "equals": "x"},
			[]finding{{"filter.feld", `"feld" is not a key of an expression. Did you mean "field"? Keys: ` + keyList + `.`}},
		},
		"no operator": {
			obj{"field": "checkId"},
			[]finding{{"filter", `no operator. An expression has one of and, or, not, equals, contains, in, raw.`}},
		},
		"operators in another order of letters": {
			obj{"adn": tup{obj{"ro": tup{good}}}, "fiedl": "x"}, //nolint:misspell // a typo to notice
			[]finding{
				{"filter.adn", `"adn" is not a key of an expression. Did you mean "and"? Keys: ` + keyList + `.`}, //nolint:misspell // as above
				{"filter.fiedl", `"fiedl" is not a key of an expression. Did you mean "field"? Keys: ` + keyList + `.`},
			},
		},
		"a short operator in another order": {
			obj{"ro": tup{good}},
			[]finding{{"filter.ro", `"ro" is not a key of an expression. Did you mean "or"? Keys: ` + keyList + `.`}},
		},
		"a short key like no other": {
			obj{"xy": tup{good}},
			[]finding{{"filter.xy", `"xy" is not a key of an expression. Keys: ` + keyList + `.`}},
		},
		"null operators": {
			obj{"and": tup{good, obj{"not": nil}, obj{"field": "checkId", "equals": nil}, obj{"or": nil}}},
			[]finding{
				{"filter.and[1].not", `"not" is null, so the expression has no operator. ` + leaveOut},
				{"filter.and[2].equals", `"equals" is null, so the expression has no operator. ` + leaveOut},
				{"filter.and[3].or", `"or" is null, so the expression has no operator. ` + leaveOut},
			},
		},
		"Soda's JSON as text": {
			`{"type":"contains","field":{"field":"datasetTags"},"value":"a"}`,
			[]finding{{"filter", wireText + `write:

  { field = "datasetTags", contains = "a" }` + rawText}},
		},
		"Soda's JSON as an object, inside": {
			obj{"and": tup{good, obj{"type": "or", "expressions": tup{
				obj{"type": "equals", "field": obj{"field": "checkResourceAttribute", "attributeName": "severity"}, "value": "${x}"},
				obj{"type": "not", "expression": obj{"type": "in", "field": obj{"field": "checkId"}, "values": tup{"b", "c"}}},
			}}}},
			[]finding{{"filter.and[1]", wireText + `write:

  { or = [{ field = "checkResourceAttribute", attribute = "severity", equals = "$${x}" }, { not = { field = "checkId", in = ["b", "c"] } }] }` + rawText}},
		},
		"Soda's JSON of a newer operator":   {obj{"type": "regex", "value": "x"}, []finding{{"filter", wireText + `pass it as { raw = jsonencode(...) }.`}}},
		"Soda's JSON that is not known yet": {obj{"type": "equals", "value": unknown}, []finding{{"filter", wireText + `pass it as { raw = jsonencode(...) }.`}}},
		"empty text":                        {"", []finding{{"filter", `the string is empty, which is not JSON. If empty means no filter, write TEXT == "" ? null : TEXT.`}}},
		"only white space":                  {" \n\t", []finding{{"filter", `the string is empty, which is not JSON. If empty means no filter, write TEXT == "" ? null : TEXT.`}}},
		"byte order mark": {
			"\ufeff{}",
			[]finding{{"filter", `the string starts with a byte order mark, which is not JSON. Save the file as UTF-8 without one, or write trimprefix(TEXT, "\ufeff").`}},
		},
		"a key twice in text": {
			`{"and":[{"field":"checkId","equals":"a"},{"field":"checkId","equals":"b","equals":"c"}]}`,
			[]finding{{"filter", `the string has the key "equals" twice in one object. Keep one of them.`}},
		},
		"a key twice in text, with one null": {
			`{"not":null,"not":{"field":"checkId","equals":"a"}}`,
			[]finding{{"filter", `the string has the key "not" twice in one object. Keep one of them.`}},
		},
		"the same key in two objects": {`{"and":[{"field":"checkId","equals":"a"},{"field":"checkId","equals":"b"}]}`, nil},
		"a key twice in raw": {
			obj{"raw": `{"type":"regex","value":"a","value":"b"}`},
			[]finding{{"filter.raw", `"raw" has the key "value" twice in one object. Keep one of them.`}},
		},
		"empty raw":             {obj{"raw": ""}, []finding{{"filter.raw", `"raw" is empty, which is not JSON. If empty means no filter, write TEXT == "" ? null : TEXT.`}}},
		"a long number in text": {`{"field":"checkId","equals":12345678901234567890}`, []finding{{"filter.equals", `12345678901234567890 is a number, but this takes a string. Write "12345678901234567890", or use tostring().`}}},
		"empty object": {
			obj{"and": tup{obj{}}},
			[]finding{{"filter.and[0]", `no operator. An expression has one of and, or, not, equals, contains, in, raw.`}},
		},
		"two operators": {
			obj{"field": "checkId", "equals": "a", "contains": "b"},
			[]finding{{"filter.contains", `"equals" and "contains" stand side by side. An expression has one operator; join several with and = [...].`}},
		},
		"two combinators, both with errors below": {
			obj{"and": tup{obj{}}, "or": tup{}},
			[]finding{
				{"filter.and[0]", `no operator. An expression has one of and, or, not, equals, contains, in, raw.`},
				{"filter.or", `"or" is empty; it takes a list of at least one expression.`},
				{"filter.or", `"and" and "or" stand side by side. An expression has one operator; join several with and = [...].`},
			},
		},
		"combinator and field": {
			obj{"and": tup{good}, "field": "checkId", "attribute": "x"},
			[]finding{
				{"filter.field", `"field" does not go with "and". Make the comparison an expression of its own.`},
				{"filter.attribute", `"attribute" does not go with "and". Make the comparison an expression of its own.`},
			},
		},
		"no field": {
			obj{"in": tup{"x"}},
			[]finding{{"filter.in", `"in" has no field to compare. Add field, one of ` + fieldList + `.`}},
		},
		"no attribute": {
			obj{"field": "datasetResourceAttribute", "equals": "x", "attribute": ""},
			[]finding{{"filter.field", `datasetResourceAttribute needs the name of an attribute. Add attribute = "...".`}},
		},
		"attribute of another field": {
			obj{"field": "datasetTags", "equals": "x", "attribute": "team"},
			[]finding{{"filter.attribute", `"attribute" does not go with datasetTags, only with datasetResourceAttribute, checkResourceAttribute.`}},
		},
		"empty in": {
			obj{"field": "checkId", "in": tup{}},
			[]finding{{"filter.in", `"in" is empty; it takes a list of at least one string.`}},
		},
		"number": {
			obj{"field": "checkId", "equals": 5},
			[]finding{{"filter.equals", `5 is a number, but this takes a string. Write "5", or use tostring().`}},
		},
		"bool among values": {
			obj{"field": "checkId", "in": tup{"x", true, nil}},
			[]finding{
				{"filter.in[1]", `true is a bool, but this takes a string. Write "true", or use tostring().`},
				{"filter.in[2]", `null, but this takes a string.`},
			},
		},
		"list for one value": {
			obj{"field": "checkId", "contains": tup{"x"}},
			[]finding{{"filter.contains", `a list, but this takes one string. To compare with several, use in.`}},
		},
		"one value for a list": {
			obj{"field": "checkId", "in": "x"},
			[]finding{{"filter.in", `"in" is a string; it takes a list of strings.`}},
		},
		"object for a list": {
			obj{"and": good},
			[]finding{{"filter.and", `"and" is an object; it takes a list of expressions.`}},
		},
		"field is no string": {
			obj{"field": obj{"field": "checkId"}, "equals": "x"},
			[]finding{{"filter.field", `an object, but this takes a string.`}},
		},
		"list under not": {
			obj{"not": tup{good}},
			[]finding{{"filter.not", `a list is not an expression. Write an object, such as { field = "datasetTags", contains = "finance" }.`}},
		},
		"JSON below the root": {
			obj{"and": tup{jsonencode(good), nil}},
			[]finding{
				{"filter.and[0]", `a string is not an expression. Write an object, such as { field = "datasetTags", contains = "finance" }.`},
				{"filter.and[1]", `null is not an expression. ` + leaveOut},
			},
		},
		"root is a number": {
			5,
			[]finding{{"filter", `a number is not an expression. Write an object, such as { field = "datasetTags", contains = "finance" }.`}},
		},
		"string is not JSON": {
			"and",
			[]finding{{"filter", `the string is not valid JSON: invalid character 'a' looking for beginning of value.`}},
		},
		"JSON of a string": {
			`"x"`,
			[]finding{{"filter", `a string is not an expression. Write an object, such as { field = "datasetTags", contains = "finance" }.`}},
		},
		"same places in JSON": {
			jsonencode(obj{"and": tup{good, obj{"field": "checkId", "in": tup{1}}}}),
			[]finding{{"filter.and[1].in[0]", `1 is a number, but this takes a string. Write "1", or use tostring().`}},
		},
		"raw is not JSON": {
			obj{"raw": "{"},
			[]finding{{"filter.raw", `"raw" is not valid JSON: unexpected end of JSON input.`}},
		},
		"raw is an object": {
			obj{"raw": obj{"type": "regex"}},
			[]finding{{"filter.raw", `"raw" is an object; it takes a string of JSON. Use jsonencode().`}},
		},
		"raw null": {
			obj{"raw": "null"},
			[]finding{{"filter.raw", `"raw" holds null; it takes an expression.`}},
		},
		"raw and field": {
			obj{"raw": "{}", "field": "checkId"},
			[]finding{{"filter.field", `"field" does not go with "raw". Make the comparison an expression of its own.`}},
		},
		"known beside unknown": {
			obj{"and": tup{unknown, obj{"field": "checkNme", "equals": unknown}, obj{"field": unknown, "in": tup{unknown, 1}}}},
			[]finding{
				{"filter.and[1].field", `"checkNme" is not a field. Did you mean "checkName"? Fields: ` + fieldList + `.`},
				{"filter.and[2].in[1]", `1 is a number, but this takes a string. Write "1", or use tostring().`},
			},
		},
		"unknown operators may be null": {obj{"field": "checkId", "equals": unknown, "in": tup{"x"}, "and": unknown}, nil},
		"unknown operator may be any":   {obj{"raw": unknown, "equals": unknown}, nil},
		"unknown attribute":             {obj{"field": "checkResourceAttribute", "attribute": unknown, "equals": "x"}, nil},
		"unknown attribute may be null": {obj{"field": "checkId", "attribute": unknown, "equals": "x"}, nil},
		"unknown field":                 {obj{"and": tup{good}, "field": unknown}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []finding
			for _, d := range validate(written(tc.in)) {
				if d.Summary() != "Invalid filter" {
					t.Errorf("got summary %q", d.Summary())
				}
				got = append(got, finding{d.(diag.DiagnosticWithPath).Path().String(), d.Detail()})
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got\n%q\nwant\n%q", got, tc.want)
			}
			if _, err := written(tc.in).Expr(); len(tc.want) > 0 && (err == nil || err.Error() != "at "+tc.want[0].path+": "+tc.want[0].text) {
				t.Errorf("got error %v, want %s", err, tc.want[0])
			}
		})
	}
}

// TestExpr covers the kinds of values that functions, conversions and modules make of the same literal.
func TestExpr(t *testing.T) {
	finance := &filter.Expr{Op: filter.In, Field: "datasetTags", Values: []string{"a", "b"}}
	stringType := types.StringType
	listOf := types.ListValueMust(stringType, []attr.Value{hcl("a"), hcl("b")})
	for name, tc := range map[string]struct {
		in   filterattr.Value
		want *filter.Expr
	}{
		"tuple": {written(obj{"field": "datasetTags", "in": tup{"a", "b"}}), finance},
		"list":  {written(obj{"field": "datasetTags", "in": listOf}), finance},
		"set":   {written(obj{"field": "datasetTags", "in": types.SetValueMust(stringType, listOf.Elements())}), finance},
		"map": {
			written(types.MapValueMust(stringType, map[string]attr.Value{"field": hcl("checkId"), "equals": hcl("x")})),
			&filter.Expr{Op: filter.Equals, Field: "checkId", Value: "x"},
		},
		"nested dynamic": {written(obj{"field": types.DynamicValue(hcl("datasetTags")), "in": types.DynamicValue(listOf)}), finance},
		"typed nulls":    {written(obj{"field": "datasetTags", "in": listOf, "equals": types.StringNull(), "and": types.TupleNull(nil)}), finance},
		"JSON":           {written(`{"field":"datasetTags","in":["a","b"],"or":null}`), finance},
		"raw that is understood": {
			written(obj{"raw": `{"type":"in","field":{"field":"datasetTags"},"values":["a","b"]}`}), finance,
		},
		"zero value":   {filterattr.Value{}, nil},
		"typed null":   {written(types.StringNull()), nil},
		"JSON of null": {written("null"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := tc.in.Expr()
			if err != nil || !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %v, %v, want %v", got, err, tc.want)
			}
			if diags := validate(tc.in); len(diags) > 0 {
				t.Errorf("got %v", diags)
			}
		})
	}
}

func TestExpr_unknown(t *testing.T) {
	unknown := types.DynamicUnknown()
	for _, in := range []attr.Value{
		unknown,
		types.StringUnknown(),
		hcl(obj{"not": unknown}),
		hcl(obj{"raw": `{"type":"and"}`, "field": unknown}), // the field may yet be null
		hcl(obj{"raw": unknown, "field": "checkId", "equals": "x"}),
		hcl(obj{"and": unknown, "field": "checkId", "equals": "x"}),
		hcl(obj{"field": "checkId", "equals": "x", "attribute": unknown}),
	} {
		if diags := validate(written(in)); len(diags) > 0 {
			t.Errorf("got %v for %v", diags, in)
		}
		if e, err := written(in).Expr(); err == nil || !strings.Contains(err.Error(), "not fully known") {
			t.Errorf("got %v, %v for %v", e, err, in)
		}
	}
}
