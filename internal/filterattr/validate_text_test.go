package filterattr_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TestValidate_text covers filters that are written as JSON, Soda's own among them.
func TestValidate_text(t *testing.T) {
	unknown := types.DynamicUnknown()
	expectFindings(t, map[string]invalid{
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
		"empty text":                        {"", []finding{{"filter", `The string is empty, which is not valid JSON. If an empty text means no filter, write TEXT == "" ? null : TEXT.`}}},
		"only white space":                  {" \n\t", []finding{{"filter", `The string is empty, which is not valid JSON. If an empty text means no filter, write TEXT == "" ? null : TEXT.`}}},
		"byte order mark": {
			"\ufeff{}",
			[]finding{{"filter", `The string starts with a byte order mark, which JSON does not allow. Save the file as UTF-8 without one, or write trimprefix(TEXT, "\ufeff").`}},
		},
		"a key twice in text": {
			`{"and":[{"field":"checkId","equals":"a"},{"field":"checkId","equals":"b","equals":"c"}]}`,
			[]finding{{"filter", `The string contains the key "equals" twice in one object. Keep one of them.`}},
		},
		"a key twice in text, with one null": {
			`{"not":null,"not":{"field":"checkId","equals":"a"}}`,
			[]finding{{"filter", `The string contains the key "not" twice in one object. Keep one of them.`}},
		},
		"the same key in two objects": {`{"and":[{"field":"checkId","equals":"a"},{"field":"checkId","equals":"b"}]}`, nil},
		"a key twice in raw": {
			obj{"raw": `{"type":"regex","value":"a","value":"b"}`},
			[]finding{{"filter.raw", `"raw" contains the key "value" twice in one object. Keep one of them.`}},
		},
		"empty raw":             {obj{"raw": ""}, []finding{{"filter.raw", `"raw" is empty, which is not valid JSON. If an empty text means no filter, write TEXT == "" ? null : TEXT.`}}},
		"a long number in text": {`{"field":"checkId","equals":12345678901234567890}`, []finding{{"filter.equals", `12345678901234567890 is a number, but this takes a string. Write "12345678901234567890", or use tostring().`}}},
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
			[]finding{{"filter", `The string is not valid JSON: invalid character 'a' looking for beginning of value.`}},
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
			[]finding{{"filter.raw", `"raw" is an object; it must be a string of JSON. Use jsonencode().`}},
		},
		"raw null": {
			obj{"raw": "null"},
			[]finding{{"filter.raw", `"raw" is null; it must be an expression.`}},
		},
	})
}
