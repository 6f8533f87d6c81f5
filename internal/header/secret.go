package header

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
)

// Slot names the write-only value of a header in the private state. Header names do not differ by case.
func Slot(name string) string { return "header:" + strings.ToLower(name) }

// WriteOnly is the write-only value and its version.
func (h Header) WriteOnly() base.WriteOnly {
	return base.WriteOnly{Value: h.SecretWO, Version: h.SecretWOVersion}
}

// WithVersions replaces the versions of those headers that are known as objects.
func WithVersions(ctx context.Context, headers types.Map, version func(name string, now types.Int64) types.Int64, diags *diag.Diagnostics) types.Map {
	if headers.IsNull() || headers.IsUnknown() {
		return headers
	}
	elements := headers.Elements() // a copy
	for name, h := range Read(headers) {
		h.SecretWOVersion = version(name, h.SecretWOVersion)
		object, d := types.ObjectValueFrom(ctx, Type.AttrTypes, h)
		diags.Append(d...)
		elements[name] = object
	}
	changed, d := types.MapValue(Type, elements)
	diags.Append(d...)
	return changed
}
