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
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
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
		value := func(form string) types.String {
			s, _ := object.Attributes()[form].(types.String)
			return s
		}
		version, _ := object.Attributes()["secret_wo_version"].(types.Int64)
		found[name] = Header{Value: value("value"), Secret: value("secret"), SecretWO: value("secret_wo"), SecretWOVersion: version}
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

// Sent is what goes out, nil if there is no value.
func (h Header) Sent() *string { return FirstKnown(h.Value, h.Secret, h.SecretWO) }

// Held reports whether a configuration gives a plan no value for the header: ignore_changes keeps it away, or it has none, as after
// an import.
func (h Header) Held() bool { return h.Value.IsNull() && h.Secret.IsNull() && h.SecretWO.IsNull() }

// FirstKnown returns the first value that is set, nil if there is none.
func FirstKnown(values ...types.String) *string {
	for _, v := range values {
		if !v.IsNull() && !v.IsUnknown() {
			return v.ValueStringPointer()
		}
	}
	return nil
}

// FromAPI gives each stored header the name and the form that it had before; one that had none stays without. Without headers, null
// stays null. opaque holds the names of headers that Soda Cloud shows, but not as they were sent: see Opaque.
func FromAPI(ctx context.Context, stored []soda.Header, prior types.Map, opaque []string, diags *diag.Diagnostics) types.Map {
	if len(stored) == 0 && prior.IsNull() {
		return types.MapNull(Type)
	}
	before := Read(prior)
	spelled := make(map[string]string, len(before))
	for name := range before {
		spelled[strings.ToLower(name)] = name
	}
	headers := make(map[string]Header, len(stored))
	for folded, same := range byName(stored) {
		name, known := spelled[folded]
		if !known {
			name = same[0].Name
		}
		if h := before[name]; !known || !h.Held() {
			headers[name] = h.refreshed(same, slices.Contains(opaque, folded))
		} else {
			headers[name] = h
		}
	}
	m, d := types.MapValueFrom(ctx, Type, headers)
	diags.Append(d...)
	return m
}

// byName groups headers by their names in lower case. A response may hold a header more than once.
func byName(stored []soda.Header) map[string][]soda.Header {
	groups := make(map[string][]soda.Header, len(stored))
	for _, h := range stored {
		folded := strings.ToLower(h.Name)
		groups[folded] = append(groups[folded], h)
	}
	return groups
}

// refreshed is h with what Soda Cloud shows of it, which may be more than one value. It stays as it is if one of them is its
// own, or is hidden, or if state must not have the value. A header that state did not have is a secret, unless its name and
// its value are harmless.
func (h Header) refreshed(shown []soda.Header, opaque bool) Header {
	for _, one := range shown {
		if !one.Readable() || h.has(*one.Value) {
			return h
		}
	}
	value := types.StringPointerValue(shown[0].Value)
	switch {
	case opaque && !h.Secret.IsNull():
		return h
	case !h.Secret.IsNull(), h.Value.IsNull() && SeemsSecret(shown[0].Name, value.ValueString()):
		return Header{Secret: value}
	}
	return Header{Value: value}
}

// has reports whether state holds the value.
func (h Header) has(value string) bool {
	return slices.ContainsFunc([]types.String{h.Value, h.Secret}, func(v types.String) bool { return !v.IsNull() && text.Same(v.ValueString(), value) })
}

// Opaque names, in lower case, the headers whose secret values come back otherwise than they were sent, and not in a way that
// is known as a mask. What comes back of these says nothing about changes.
func Opaque(sent, stored []soda.Header) []string {
	var names []string
	shown := byName(stored)
	for _, h := range sent {
		folded := strings.ToLower(h.Name)
		altered := func(back soda.Header) bool { return back.Readable() && !text.Same(*back.Value, *h.Value) }
		if h.Secret && slices.ContainsFunc(shown[folded], altered) {
			names = append(names, folded)
		}
	}
	return names
}

// Hidden names the headers whose values Soda Cloud does not show and held does not have, in order.
func Hidden(stored []soda.Header, held types.Map) []string {
	known := map[string]bool{}
	for name, h := range Read(held) {
		known[strings.ToLower(name)] = !h.Held()
	}
	var names []string
	for _, h := range stored {
		if !h.Readable() && !known[strings.ToLower(h.Name)] {
			names = append(names, h.Name)
		}
	}
	slices.Sort(names)
	return names
}
