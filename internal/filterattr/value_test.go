package filterattr_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter/filtertest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
)

// TestFromExpr holds that what Soda has can be configured as state holds it: valid, and the same filter to the last node.
func TestFromExpr(t *testing.T) {
	for seed := range uint64(cases) {
		r := filtertest.New(seed)
		want := filtertest.Expr(r, 1+r.IntN(20))
		v := filterattr.FromExpr(want)
		got, err := v.Expr()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: got %v, %v, want %v", seed, got, err, want)
		}
		if diags := validate(v); len(diags) > 0 {
			t.Fatalf("seed %d: %v: %v", seed, v, diags)
		}
		if again := filterattr.FromExpr(got); !again.Equal(v) {
			t.Fatalf("seed %d: got %v, want %v", seed, again, v)
		}
	}
}

func TestFromExpr_shape(t *testing.T) {
	e := &filter.Expr{Op: filter.And, Operands: []*filter.Expr{
		{Op: filter.Equals, Field: "checkResourceAttribute", Attribute: "severity", Value: "high"},
		{Op: filter.Not, Operands: []*filter.Expr{{Op: filter.In, Field: "checkId", Values: []string{"b", "a"}}}},
		{Op: filter.Or},
		{Op: filter.Raw, Raw: `{"type":"regex"}`},
	}}
	want := written(obj{"and": tup{
		obj{"field": "checkResourceAttribute", "attribute": "severity", "equals": "high"},
		obj{"not": obj{"field": "checkId", "in": tup{"b", "a"}}},
		obj{"raw": `{"expressions":[],"type":"or"}`},
		obj{"raw": `{"type":"regex"}`},
	}})
	if got := filterattr.FromExpr(e); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := filterattr.FromExpr(nil); !got.IsNull() {
		t.Errorf("got %v, want null", got)
	}
}

func TestSemanticEquals(t *testing.T) {
	for seed := range uint64(cases) {
		r := filtertest.New(seed)
		x := filtertest.Expr(r, 1+r.IntN(10))
		respelled := filtertest.Respell(r, x)
		if same, _ := filterattr.FromExpr(x).DynamicSemanticEquals(context.Background(), filterattr.FromExpr(respelled)); !same {
			t.Fatalf("seed %d: not equal: %v, %v", seed, x, respelled)
		}
		if changed, ok := filtertest.Change(r, respelled); ok {
			if same, _ := filterattr.FromExpr(x).DynamicSemanticEquals(context.Background(), filterattr.FromExpr(changed)); same {
				t.Fatalf("seed %d: equal: %v, %v", seed, x, changed)
			}
		}
	}
}

func TestAlign(t *testing.T) {
	a, b, c := obj{"field": "checkId", "equals": "a"}, obj{"field": "checkId", "equals": "b"}, obj{"field": "checkId", "equals": "c"}
	elements := []attr.Value{hcl(a), hcl(b)}
	asList := written(obj{"and": types.ListValueMust(elements[0].Type(context.Background()), elements)})
	api := func(literal any) *filter.Expr {
		e, err := written(literal).Expr()
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	for name, tc := range map[string]struct {
		api         *filter.Expr
		prior, want filterattr.Value
	}{
		"list stays a list":  {api(obj{"and": tup{b, a}}), asList, asList},
		"one changed":        {api(obj{"or": tup{c, a}}), written(obj{"or": tup{a, b}}), written(obj{"or": tup{a, c}})},
		"JSON stays":         {api(obj{"and": tup{b, a}}), written(jsonencode(obj{"and": tup{a, b}})), written(jsonencode(obj{"and": tup{a, b}}))},
		"JSON changed":       {api(obj{"and": tup{c, a}}), written(jsonencode(obj{"and": tup{a, b}})), written(jsonencode(obj{"and": tup{a, c}}))},
		"JSON gone":          {nil, written(jsonencode(a)), filterattr.Value{}},
		"gone":               {nil, written(a), filterattr.Value{}},
		"new":                {api(a), filterattr.Value{}, written(a)},
		"none":               {nil, filterattr.Value{}, filterattr.Value{}},
		"empty and for none": {&filter.Expr{Op: filter.And}, filterattr.Value{}, filterattr.Value{}},
		"prior unknown":      {api(a), filterattr.Value{DynamicValue: types.DynamicUnknown()}, written(a)},
		"raw prior":          {api(a), written(obj{"raw": api(a).String()}), written(obj{"raw": api(a).String()})},
	} {
		t.Run(name, func(t *testing.T) {
			if got := filterattr.Align(tc.api, tc.prior); !got.Equal(tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

// TestAlign_random shuffles what Soda answers, first unchanged and then with one leaf changed. State must then be prior,
// or differ from it in that leaf and nothing else.
func TestAlign_random(t *testing.T) {
	for seed := range uint64(cases) {
		r := filtertest.New(seed)
		// In canonical form no operand is a respelling of its sibling, so that there is one place for each.
		before := filtertest.Shuffle(r, filter.Canonical(filtertest.Expr(r, 1+r.IntN(30))))
		prior := filterattr.FromExpr(before)
		if got := filterattr.Align(filtertest.Respell(r, before), prior); !got.Equal(prior) {
			t.Fatalf("seed %d: got %v, want %v", seed, got, prior)
		}
		changed, ok := filtertest.Change(r, before)
		if !ok {
			continue
		}
		got := filterattr.Align(filtertest.Shuffle(r, changed), prior)
		if want := filterattr.FromExpr(changed); !got.Equal(want) {
			t.Fatalf("seed %d: got %v, want %v", seed, got, want)
		}
	}
}
