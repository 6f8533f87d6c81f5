package filterattr_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter/filtertest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
)

// cases is the number of random filters per property.
const cases = 10_000

// obj and tup write a filter as HCL does.
type (
	obj map[string]any
	tup []any
)

// hcl returns what Terraform makes of a literal; an attr.Value stands for itself.
func hcl(literal any) attr.Value {
	switch literal := literal.(type) {
	case obj:
		attrTypes, values := map[string]attr.Type{}, map[string]attr.Value{}
		for key, child := range literal {
			values[key] = hcl(child)
			attrTypes[key] = values[key].Type(context.Background())
		}
		return types.ObjectValueMust(attrTypes, values)
	case tup:
		elemTypes, values := []attr.Type{}, []attr.Value{}
		for _, child := range literal {
			values = append(values, hcl(child))
			elemTypes = append(elemTypes, values[len(values)-1].Type(context.Background()))
		}
		return types.TupleValueMust(elemTypes, values)
	case string:
		return types.StringValue(literal)
	case int:
		return types.NumberValue(big.NewFloat(float64(literal)))
	case bool:
		return types.BoolValue(literal)
	case nil:
		return types.DynamicNull()
	default:
		return literal.(attr.Value)
	}
}

// written returns the attribute that holds the literal.
func written(literal any) filterattr.Value {
	return filterattr.Value{DynamicValue: types.DynamicValue(hcl(literal))}
}

func jsonencode(literal any) string {
	text, err := json.Marshal(literal)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func plan(config, prior filterattr.Value) filterattr.Value {
	req := planmodifier.DynamicRequest{
		ConfigValue: config.DynamicValue, PlanValue: config.DynamicValue, StateValue: prior.DynamicValue,
	}
	resp := planmodifier.DynamicResponse{PlanValue: req.PlanValue}
	filterattr.KeepEqual().PlanModifyDynamic(context.Background(), req, &resp)
	return filterattr.Value{DynamicValue: resp.PlanValue}
}

func TestKeepEqual(t *testing.T) {
	a, b := obj{"field": "checkId", "equals": "a"}, obj{"field": "checkId", "equals": "b"}
	prior := written(obj{"and": tup{a, b}})
	for name, tc := range map[string]struct {
		config, prior filterattr.Value
		keep          bool
	}{
		"other order":         {written(obj{"and": tup{b, a}}), prior, true},
		"JSON string":         {written(jsonencode(obj{"and": tup{b, a}})), prior, true},
		"null attribute":      {written(obj{"and": tup{b, a}, "or": nil}), prior, true},
		"another filter":      {written(obj{"or": tup{a, b}}), prior, false},
		"created":             {prior, filterattr.Value{}, false},
		"removed":             {filterattr.Value{}, prior, false},
		"typed null":          {written(types.StringNull()), prior, false},
		"unknown":             {filterattr.Value{DynamicValue: types.DynamicUnknown()}, prior, false},
		"typed unknown":       {written(types.StringUnknown()), prior, false},
		"unknown inside":      {written(obj{"and": tup{b, types.DynamicUnknown()}}), prior, false},
		"invalid":             {written(5), prior, false},
		"state of no meaning": {prior, written(5), false},
		"null, not an empty and": { // Terraform would refuse the prior value here
			filterattr.Value{}, written(obj{"raw": `{"type":"and","expressions":[]}`}), false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := tc.config
			if tc.keep {
				want = tc.prior
			}
			if got := plan(tc.config, tc.prior); !got.Equal(want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// TestUnknown replaces values of random filters by unknown ones, typed and untyped: nothing may call that an error, or
// equal to something.
func TestUnknown(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(cases) {
		r := filtertest.New(seed)
		whole := filterattr.FromExpr(filtertest.Expr(r, 1+r.IntN(12)))
		partial := written(forget(r.IntN, whole.UnderlyingValue()))
		if diags := validate(partial); len(diags) > 0 {
			t.Fatalf("seed %d: %v: %v", seed, partial, diags)
		}
		same, diags := partial.DynamicSemanticEquals(ctx, whole)
		if len(diags) > 0 || same != partial.Equal(whole) {
			t.Fatalf("seed %d: got equal %t, %v for %v", seed, same, diags, partial)
		}
		if got := plan(partial, whole); !got.Equal(partial) {
			t.Fatalf("seed %d: got plan %v, want %v", seed, got, partial)
		}
		if _, err := partial.Expr(); (err == nil) != partial.Equal(whole) {
			t.Fatalf("seed %d: got error %v for %v", seed, err, partial)
		}
	}
}

// forget copies v with about every eighth value unknown.
func forget(intN func(int) int, v attr.Value) attr.Value {
	ctx := context.Background()
	switch intN(16) {
	case 0:
		return types.DynamicUnknown()
	case 1:
		unknown, err := v.Type(ctx).ValueFromTerraform(ctx, tftypes.NewValue(v.Type(ctx).TerraformType(ctx), tftypes.UnknownValue))
		if err != nil {
			panic(err)
		}
		return unknown
	}
	switch v := v.(type) {
	case types.Object:
		copied := obj{}
		for key, child := range v.Attributes() {
			copied[key] = forget(intN, child)
		}
		return hcl(copied)
	case types.Tuple:
		copied := tup{}
		for _, child := range v.Elements() {
			copied = append(copied, forget(intN, child))
		}
		return hcl(copied)
	default:
		return v
	}
}

func BenchmarkExpr(b *testing.B) {
	benchmark(b, func(_ *filter.Expr, v filterattr.Value) error { _, err := v.Expr(); return err })
}

func BenchmarkFromExpr(b *testing.B) {
	benchmark(b, func(e *filter.Expr, _ filterattr.Value) error { filterattr.FromExpr(e); return nil })
}

func benchmark(b *testing.B, work func(*filter.Expr, filterattr.Value) error) {
	for _, nodes := range []int{10, 100, 1000} {
		e := filtertest.Expr(filtertest.New(uint64(nodes)), nodes)
		v := filterattr.FromExpr(e)
		b.Run(fmt.Sprintf("nodes=%d", nodes), func(b *testing.B) {
			for b.Loop() {
				if err := work(e, v); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*nodes), "ns/node")
		})
	}
}
