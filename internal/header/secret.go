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
	return base.WriteOnly{Name: "secret_wo", Value: h.SecretWO, Version: h.SecretWOVersion}
}

// Change changes those headers that are known as objects.
func Change(ctx context.Context, headers types.Map, change func(name string, h Header) Header, diags *diag.Diagnostics) types.Map {
	if headers.IsNull() || headers.IsUnknown() {
		return headers
	}
	elements := headers.Elements() // a copy
	for name, h := range Read(headers) {
		object, d := types.ObjectValueFrom(ctx, Type.AttrTypes, change(name, h))
		diags.Append(d...)
		elements[name] = object
	}
	changed, d := types.MapValue(Type, elements)
	diags.Append(d...)
	return changed
}
