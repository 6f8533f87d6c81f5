package filterattr

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

var (
	_ basetypes.DynamicTypable                    = Type{}
	_ basetypes.DynamicValuableWithSemanticEquals = Value{}
	_ xattr.ValidateableAttribute                 = Value{}
)

// Type is the attribute type of a filter.
type Type struct{ basetypes.DynamicType }

// Equal reports whether o is this type too.
func (t Type) Equal(o attr.Type) bool {
	_, ok := o.(Type)
	return ok
}

// String returns the name of the type for error messages.
func (t Type) String() string { return "filterattr.Type" }

// ValueType returns a Value.
func (t Type) ValueType(context.Context) attr.Value { return Value{} }

// ValueFromDynamic makes a Value of what Terraform holds; it is not validated here.
func (t Type) ValueFromDynamic(_ context.Context, v basetypes.DynamicValue) (basetypes.DynamicValuable, diag.Diagnostics) {
	return Value{v}, nil
}

// ValueFromTerraform makes a Value of what Terraform sends; it is not validated here.
func (t Type) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	v, err := t.DynamicType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	dynamic, ok := v.(basetypes.DynamicValue)
	if !ok {
		return nil, fmt.Errorf("a filter is a dynamic value, not %T", v)
	}
	return Value{dynamic}, nil
}

// Value is a filter as written in configuration, plan or state. The zero Value is null, which is no filter.
type Value struct{ basetypes.DynamicValue }

// Type returns Type.
func (v Value) Type(context.Context) attr.Type { return Type{} }

// Equal reports whether o is written in the same way; that two spellings mean the same is DynamicSemanticEquals.
func (v Value) Equal(o attr.Value) bool {
	other, ok := o.(Value)
	return ok && v.DynamicValue.Equal(other.DynamicValue)
}

// DynamicSemanticEquals reports whether both are fully known and the same filter however they are written.
func (v Value) DynamicSemanticEquals(_ context.Context, prior basetypes.DynamicValuable) (bool, diag.Diagnostics) {
	other, ok := prior.(Value)
	return ok && v.equals(other), nil
}

func (v Value) equals(o Value) bool {
	a, errA := v.Expr()
	b, errB := o.Expr()
	return errA == nil && errB == nil && filter.Equal(a, b)
}

// ValidateAttribute reports every error of the tree that can be told from what is known. Since not every CLI can show
// where inside an attribute an error lies, its text says so too.
func (v Value) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	r := reader{}
	r.root(req.Path, v)
	resp.Diagnostics.Append(r.diags...)
}

// Expr returns the filter, nil if it is null. It fails if the value is invalid or not fully known.
func (v Value) Expr() (*filter.Expr, error) {
	r := reader{}
	e := r.root(path.Root("filter"), v)
	switch {
	case r.diags.HasError():
		return nil, r.failure()
	case r.unknown:
		return nil, errors.New("the filter is not fully known yet")
	}
	return e, nil
}

// FromExpr writes a filter as objects and tuples, as the same literal in HCL is; nil becomes null. What the HCL form has
// no words for, or refuses as a likely mistake (combinators and `in` without content), is written as raw.
func FromExpr(e *filter.Expr) Value {
	if e == nil {
		return Value{}
	}
	return Value{basetypes.NewDynamicValue(literal(tree(e)))}
}

// JSON writes a filter as the JSON string that the attribute takes in place of the object. e is not nil.
func JSON(e *filter.Expr) string { return jsonText(tree(e)) }

// Align returns what state should hold after Soda answered with api: prior itself if it is the same filter, so that the
// user's spelling stays; else api in prior's order, so that a plan shows what changed and nothing else, and as a JSON
// string if prior is one.
func Align(api *filter.Expr, prior Value) Value {
	before, err := prior.Expr()
	if err != nil {
		return FromExpr(api)
	}
	if filter.Equal(api, before) {
		return prior
	}
	aligned := filter.Align(api, before)
	if _, isText := plain(prior).(string); isText && aligned != nil {
		return Value{basetypes.NewDynamicValue(basetypes.NewStringValue(JSON(aligned)))}
	}
	return FromExpr(aligned)
}

// Generated writes a filter as generated configuration has it: in its short form. One that cannot be read stays as it is.
func (t Type) Generated(ctx context.Context, v tftypes.Value) (tftypes.Value, error) {
	value, err := t.ValueFromTerraform(ctx, v)
	if err != nil {
		return v, err
	}
	e, err := value.(Value).Expr()
	if err != nil {
		return v, nil //nolint:nilerr // then it is for the user to see
	}
	return FromExpr(filter.Short(e)).ToTerraformValue(ctx)
}
