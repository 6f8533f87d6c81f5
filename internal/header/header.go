// Package header is the map of HTTP headers as a Terraform value: by name, each with exactly one of value (shown in plans),
// secret (hidden, in the state) and secret_wo (hidden, and not in the state). It reads the map in every object that has one,
// merges what Soda Cloud shows into it, validates it, and knows which headers must be hidden when nobody has said so.
//
// header.go holds the mapping, forms.go the validation, credential.go the harmless names, secret.go the versions of write-only
// values. The attributes' schemas are those of the objects, the calls package soda's.
package header

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// Header is one element of the map. A configuration sets exactly one of Value, Secret and SecretWO.
type Header struct {
	Value           types.String `tfsdk:"value"`
	Secret          types.String `tfsdk:"secret"`
	SecretWO        types.String `tfsdk:"secret_wo"`
	SecretWOVersion types.Int64  `tfsdk:"secret_wo_version"`
}

// Type is the type of an element that has all forms.
var Type = types.ObjectType{AttrTypes: map[string]attr.Type{
	"value":             types.StringType,
	"secret":            types.StringType,
	"secret_wo":         types.StringType,
	"secret_wo_version": types.Int64Type,
}}

// Read returns the headers of a map, whichever forms its elements can have; one that an element cannot have is null. An
// element that is unknown as a whole is left out, and one that is null has no value.
func Read(headers types.Map) map[string]Header {
	found := make(map[string]Header, len(headers.Elements()))
	for name, element := range headers.Elements() {
		object, ok := element.(types.Object)
		if !ok || object.IsUnknown() {
			continue
		}
		text := func(form string) types.String {
			value, _ := object.Attributes()[form].(types.String)
			return value
		}
		version, _ := object.Attributes()["secret_wo_version"].(types.Int64)
		found[name] = Header{Value: text("value"), Secret: text("secret"), SecretWO: text("secret_wo"), SecretWOVersion: version}
	}
	return found
}

// Names returns the names of headers, in order.
func Names(headers map[string]Header) []string {
	names := make([]string, 0, len(headers))
	for name := range headers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Sent is what goes out: a header without a value cannot be configured, so an empty one is none.
func (h Header) Sent() *string {
	if value := FirstKnown(h.Value, h.Secret, h.SecretWO); value != nil {
		return value
	}
	return new("")
}

// FirstKnown returns the first value that is set, nil if there is none.
func FirstKnown(values ...types.String) *string {
	for _, v := range values {
		if !v.IsNull() && !v.IsUnknown() {
			return v.ValueStringPointer()
		}
	}
	return nil
}

// writeOnly reports whether state holds a header whose value is write-only: such a header has nothing but a version.
func (h Header) writeOnly() bool { return !h.SecretWOVersion.IsNull() }

// FromAPI gives each stored header the name and the form that it had before. Without headers, null stays null.
func FromAPI(ctx context.Context, stored []soda.Header, prior types.Map, diags *diag.Diagnostics) types.Map {
	if len(stored) == 0 && prior.IsNull() {
		return types.MapNull(Type)
	}
	before := Read(prior)
	spelled := make(map[string]string, len(before))
	for name := range before {
		spelled[strings.ToLower(name)] = name
	}
	headers := make(map[string]Header, len(stored))
	for _, h := range stored {
		name, known := spelled[strings.ToLower(h.Name)]
		if !known {
			name = h.Name
		}
		headers[name] = fromAPI(h, before[name])
	}
	m, d := types.MapValueFrom(ctx, Type, headers)
	diags.Append(d...)
	return m
}

// fromAPI keeps what state held where the value is hidden, or where state must not have it. A header that state did not have
// shows its value, unless name or value seem to be a credential's.
func fromAPI(h soda.Header, prior Header) Header {
	switch {
	case !h.Readable(), prior.writeOnly(), !prior.Secret.IsNull():
		return prior // what state has of a secret is better than an answer, which may hide it in ways nobody knows
	case prior.Value.IsNull() && SeemsSecret(h.Name, *h.Value):
		return Header{Secret: types.StringPointerValue(h.Value)}
	}
	return Header{Value: types.StringPointerValue(h.Value)}
}

// Hidden names the headers whose values Soda Cloud does not show, in order.
func Hidden(stored []soda.Header) []string {
	var names []string
	for _, h := range stored {
		if !h.Readable() {
			names = append(names, h.Name)
		}
	}
	slices.Sort(names)
	return names
}
