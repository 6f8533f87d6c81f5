package filterattr_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TestValidate_keys covers operators, fields and attributes: missing, misspelled, or one beside another.
func TestValidate_keys(t *testing.T) {
	expectFindings(t, map[string]invalid{
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
			[]finding{{"filter", `No operator. An expression needs one of and, or, not, equals, contains, in, raw.`}},
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
		"empty object": {
			obj{"and": tup{obj{}}},
			[]finding{{"filter.and[0]", `No operator. An expression needs one of and, or, not, equals, contains, in, raw.`}},
		},
		"two operators": {
			obj{"field": "checkId", "equals": "a", "contains": "b"},
			[]finding{{"filter.contains", `"equals" and "contains" are in the same expression, which can have only one operator. Combine several with and = [...].`}},
		},
		"two combinators, both with errors below": {
			obj{"and": tup{obj{}}, "or": tup{}},
			[]finding{
				{"filter.and[0]", `No operator. An expression needs one of and, or, not, equals, contains, in, raw.`},
				{"filter.or", `"or" is empty; it takes a list of at least one expression.`},
				{"filter.or", `"and" and "or" are in the same expression, which can have only one operator. Combine several with and = [...].`},
			},
		},
		"combinator and field": {
			obj{"and": tup{good}, "field": "checkId", "attribute": "x"},
			[]finding{
				{"filter.field", `"field" cannot be combined with "and". Put the comparison into its own expression.`},
				{"filter.attribute", `"attribute" cannot be combined with "and". Put the comparison into its own expression.`},
			},
		},
		"no field": {
			obj{"in": tup{"x"}},
			[]finding{{"filter.in", `"in" needs a field to compare. Add field, one of ` + fieldList + `.`}},
		},
		"no attribute": {
			obj{"field": "datasetResourceAttribute", "equals": "x", "attribute": ""},
			[]finding{{"filter.field", `datasetResourceAttribute requires the name of an attribute. Add attribute = "...".`}},
		},
		"attribute of another field": {
			obj{"field": "datasetTags", "equals": "x", "attribute": "team"},
			[]finding{{"filter.attribute", `"attribute" cannot be used with datasetTags, only with datasetResourceAttribute, checkResourceAttribute.`}},
		},
		"raw and field": {
			obj{"raw": "{}", "field": "checkId"},
			[]finding{{"filter.field", `"field" cannot be combined with "raw". Put the comparison into its own expression.`}},
		},
	})
}

// TestValidate_values covers values of another type than their key takes.
func TestValidate_values(t *testing.T) {
	expectFindings(t, map[string]invalid{
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
			[]finding{{"filter.contains", `a list, but this takes one string. To compare with several strings, use "in".`}},
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
	})
}

// TestValidate_unknown covers values that are known only at apply: they never cause an error.
func TestValidate_unknown(t *testing.T) {
	unknown := types.DynamicUnknown()
	expectFindings(t, map[string]invalid{
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
	})
}
