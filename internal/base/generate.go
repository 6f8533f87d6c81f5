package base

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// generatedType is the type of an attribute whose form in a generated configuration differs from that in the state.
type generatedType interface {
	Generated(ctx context.Context, v tftypes.Value) (tftypes.Value, error)
}

// GenerateConfig returns the values that a user would configure for an object in the state. The CLI makes text of them, which
// is why a secret is null: the CLI writes null for what is sensitive in any case. Unlike Terraform itself, it keeps empty
// texts, which headers may have, and leaves out what is the default.
func GenerateConfig(ctx context.Context, described schema.Schema, state tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(state, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		attribute, err := described.AttributeAtTerraformPath(ctx, at)
		if err != nil || v.IsNull() {
			return v, nil //nolint:nilerr // no attribute: the object itself, a block, an element, or what is inside a dynamic value
		}
		null := tftypes.NewValue(attribute.GetType().TerraformType(ctx), nil)
		if attribute.IsComputed() && !attribute.IsOptional() || attribute.IsSensitive() || attribute.IsWriteOnly() || isDefault(ctx, attribute, v) {
			return null, nil
		}
		if written, ok := attribute.GetType().(generatedType); ok {
			return written.Generated(ctx, v)
		}
		return v, nil
	})
}

// isDefault reports whether a value is the one that leaving the attribute out gives; an optional bool that the provider can set is
// written to say yes.
func isDefault(ctx context.Context, attribute any, v tftypes.Value) bool {
	if flag, ok := attribute.(schema.BoolAttribute); ok {
		return flag.IsComputed() && v.Equal(tftypes.NewValue(tftypes.Bool, false))
	}
	text, ok := attribute.(interface{ StringDefaultValue() defaults.String })
	if !ok || text.StringDefaultValue() == nil {
		return false
	}
	var resp defaults.StringResponse
	text.StringDefaultValue().DefaultString(ctx, defaults.StringRequest{}, &resp)
	return v.Equal(tftypes.NewValue(tftypes.String, resp.PlanValue.ValueString()))
}
