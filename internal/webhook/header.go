package webhook

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// header is one element of headers: exactly one of Value, Secret and SecretWO is set in a configuration.
type header struct {
	Value           types.String `tfsdk:"value"`
	Secret          types.String `tfsdk:"secret"`
	SecretWO        types.String `tfsdk:"secret_wo"`
	SecretWOVersion types.Int64  `tfsdk:"secret_wo_version"`
}

var headerType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"value":             types.StringType,
	"secret":            types.StringType,
	"secret_wo":         types.StringType,
	"secret_wo_version": types.Int64Type,
}}

// sent is what goes to Soda: a header without a value cannot be configured, so an empty one is none.
func (h header) sent() *string {
	if value := firstKnown(h.Value, h.Secret, h.SecretWO); value != nil {
		return value
	}
	return new("")
}

// writeOnly reports whether state holds a header whose value is write-only: such a header has nothing but a version.
func (h header) writeOnly() bool { return !h.SecretWOVersion.IsNull() }

// headersOf reads the elements of a map, in which values may be unknown; an element that is unknown as a whole is left out,
// and one that is null has no value.
func headersOf(ctx context.Context, headers types.Map, diags *diag.Diagnostics) map[string]header {
	found := make(map[string]header, len(headers.Elements()))
	for name, element := range headers.Elements() {
		object, ok := element.(types.Object)
		if !ok || object.IsUnknown() {
			continue
		}
		var h header
		if !object.IsNull() {
			diags.Append(object.As(ctx, &h, basetypes.ObjectAsOptions{})...)
		}
		found[name] = h
	}
	return found
}

// headersFromAPI gives each header of an answer the name and the form that it had before. Without headers, null stays null.
func headersFromAPI(ctx context.Context, answer []soda.Header, prior types.Map, diags *diag.Diagnostics) types.Map {
	if len(answer) == 0 && prior.IsNull() {
		return types.MapNull(headerType)
	}
	before := headersOf(ctx, prior, diags)
	spelled := make(map[string]string, len(before))
	for name := range before {
		spelled[strings.ToLower(name)] = name
	}
	headers := make(map[string]header, len(answer))
	for _, h := range answer {
		name, known := spelled[strings.ToLower(h.Name)]
		if !known {
			name = h.Name
		}
		headers[name] = readHeader(h, before[name])
	}
	m, d := types.MapValueFrom(ctx, headerType, headers)
	diags.Append(d...)
	return m
}

// readHeader keeps what state held where the answer hides the value, or where state must not have it. A header that state
// did not have shows its value, unless name or value seem to be a credential's.
func readHeader(h soda.Header, prior header) header {
	switch {
	case !h.Readable(), prior.writeOnly(), !prior.Secret.IsNull():
		return prior // what state has of a secret is better than an answer, which may hide it in ways nobody knows
	case prior.Value.IsNull() && seemsSecret(h.Name, *h.Value):
		return header{Secret: types.StringPointerValue(h.Value)}
	}
	return header{Value: types.StringPointerValue(h.Value)}
}

// hiddenHeaders names the headers whose values an answer does not show, in order.
func hiddenHeaders(answer []soda.Header) []string {
	var names []string
	for _, h := range answer {
		if !h.Readable() {
			names = append(names, h.Name)
		}
	}
	slices.Sort(names)
	return names
}
