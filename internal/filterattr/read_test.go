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
	leaveOut = "To leave out an expression, build the list with concat() or with a for expression that has an if clause."
)

const (
	wireText = "This is the JSON of Soda's API, not the form that filter takes. Instead, "
	rawText  = "\n\nOr pass Soda's JSON unchanged: { raw = jsonencode(...) }."
)

// finding is one error: where it points and what it says.
type finding struct{ path, text string }

// invalid is a filter as written, and what is found in it.
type invalid struct {
	in   any
	want []finding
}

var good = obj{"field": "datasetTags", "contains": "finance"}

// expectFindings validates filters: each finding stands at its place, and the first one is the error of Expr.
func expectFindings(t *testing.T, cases map[string]invalid) {
	for name, tc := range cases {
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
