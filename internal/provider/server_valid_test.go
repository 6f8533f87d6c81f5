package provider_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/provider"
)

// What the server says of a configuration is what the framework says: for every value that any attribute may get, one at a time. It
// is the same when it is asked again.
func TestServer_validatesAsTheFramework(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t, acctest.NewCloud(t))
	for typ, valid := range map[string]tftypes.Value{ruleType: validRule(p), webhookType: webhooks(p)["everything, counted"]} {
		shortcuts, alone := shortcutsOf(t, typ), 0
		for name, config := range variants(valid) {
			for _, allowed := range []bool{true, false} {
				req := &tfprotov6.ValidateResourceConfigRequest{
					TypeName: typ, Config: p.Encode(config),
					ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: allowed},
				}
				want, wantErr := provider.Framework(p.ProviderServer).ValidateResourceConfig(t.Context(), req)
				for range 2 {
					got, err := p.ValidateResourceConfig(t.Context(), req)
					if err != nil || wantErr != nil {
						t.Fatal(name, err, wantErr)
					}
					if len(got.Diagnostics) != len(want.Diagnostics) {
						t.Errorf("%s, %s: got %q, want %q", typ, name, said(got.Diagnostics), said(want.Diagnostics))
					}
				}
				if shortcuts.Valid(t.Context(), req) {
					alone++
				}
			}
		}
		if alone < 10 {
			t.Errorf("%s: got %d configurations validated without the framework, want more", typ, alone)
		}
	}
}

// shortcutsOf returns those of the resource with the name.
func shortcutsOf(t *testing.T, name string) base.Shortcuts {
	t.Helper()
	for _, r := range provider.Resources() {
		var named resource.MetadataResponse
		r.Metadata(t.Context(), resource.MetadataRequest{}, &named)
		if r, ok := r.(base.ResourceWithShortcuts); ok && named.TypeName == name {
			shortcuts, err := r.Shortcuts()
			if err != nil {
				t.Fatal(err)
			}
			return shortcuts
		}
	}
	t.Fatalf("%s has no shortcuts", name)
	return nil
}

// validRule is a configuration of a rule with a value for each attribute and block that may have one.
func validRule(p *acctest.Protocol) tftypes.Value {
	typ := p.ResourceType(ruleType)
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	full := func(object tftypes.Object, values map[string]tftypes.Value) tftypes.Value {
		all := map[string]tftypes.Value{}
		for name, typ := range object.AttributeTypes {
			all[name] = tftypes.NewValue(typ, nil)
		}
		maps.Copy(all, values)
		return tftypes.NewValue(object, all)
	}
	recipients := typ.AttributeTypes["recipients"].(tftypes.Set)
	recipient := recipients.ElementType.(tftypes.Object)
	levels := tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{text("critical")})
	filter := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"field": tftypes.String, "equals": tftypes.String}}
	return full(typ, map[string]tftypes.Value{
		"name": text("n"), "rule_type": text("check"), "status": text("active"),
		"filter":        tftypes.NewValue(filter, map[string]tftypes.Value{"field": text("checkName"), "equals": text("x")}),
		"recipients":    tftypes.NewValue(recipients, []tftypes.Value{full(recipient, map[string]tftypes.Value{"email": text("a@example.com"), "levels": levels})}),
		"customization": full(typ.AttributeTypes["customization"].(tftypes.Object), map[string]tftypes.Value{"type": text("rich"), "message": text("m")}),
		"timeouts":      full(typ.AttributeTypes["timeouts"].(tftypes.Object), map[string]tftypes.Value{"create": text("1h")}),
	})
}

// variants are the configuration and, for each place in it, the same with another value there.
func variants(whole tftypes.Value) map[string]tftypes.Value {
	found := map[string]tftypes.Value{"as it is": whole}
	_ = tftypes.Walk(whole, func(at *tftypes.AttributePath, v tftypes.Value) (bool, error) { // the functions never fail
		if len(at.Steps()) == 0 {
			return true, nil
		}
		for name, other := range map[string]any{"null": nil, "unknown": tftypes.UnknownValue, "empty": empty(v.Type()), "odd": odd(v.Type())} {
			changed, err := tftypes.Transform(whole, func(here *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
				if here.Equal(at) && tftypes.ValidateValue(v.Type(), other) == nil {
					return tftypes.NewValue(v.Type(), other), nil
				}
				return v, nil
			})
			if err == nil {
				found[at.String()+": "+name] = changed
			}
		}
		return true, nil
	})
	return found
}

// empty is a value without anything in it, nil where a type has none.
func empty(typ tftypes.Type) any {
	switch {
	case typ.Is(tftypes.String):
		return ""
	case typ.Is(tftypes.Number):
		return 0
	case typ.Is(tftypes.Set{}):
		return []tftypes.Value{}
	case typ.Is(tftypes.Map{}):
		return map[string]tftypes.Value{}
	}
	return nil
}

// odd is a value that hardly any validator likes.
func odd(typ tftypes.Type) any {
	switch typ := typ.(type) {
	case tftypes.Set:
		return []tftypes.Value{tftypes.NewValue(typ.ElementType, nil)}
	default:
		if typ.Is(tftypes.String) {
			return " odd "
		}
	}
	return nil
}
