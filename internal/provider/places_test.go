package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// TestServer_blocks holds what the places of diagnostics rest on: a CLI finds what is inside a block, and there is one block.
func TestServer_blocks(t *testing.T) {
	t.Parallel()
	schema, err := acctest.NewProtocol(t, nil).GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range schema.ResourceSchemas {
		for _, block := range s.Block.BlockTypes {
			if block.TypeName != "timeouts" {
				t.Errorf("%s has the block %s", name, block.TypeName)
			}
		}
	}
	for name, s := range schema.DataSourceSchemas {
		if len(s.Block.BlockTypes) > 0 {
			t.Errorf("%s has blocks", name)
		}
	}
}

// What is wrong inside a value is reported at the attribute, or at the key of a map, and the text has the place.
func TestServer_places(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t, nil)
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	comparison := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"field": tftypes.String, "equals": tftypes.Number}}
	list := tftypes.Tuple{ElementTypes: []tftypes.Type{comparison}}
	and := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"and": list}}
	filter := tftypes.NewValue(and, map[string]tftypes.Value{"and": tftypes.NewValue(list, []tftypes.Value{
		tftypes.NewValue(comparison, map[string]tftypes.Value{"field": text("checkId"), "equals": tftypes.NewValue(tftypes.Number, 5)}),
	})})
	customization := p.ResourceType("soda_notification_rule").AttributeTypes["customization"].(tftypes.Object)
	timeouts := p.ResourceType("soda_notification_rule").AttributeTypes["timeouts"].(tftypes.Object)
	headers := p.ResourceType("soda_webhook_integration").AttributeTypes["headers"].(tftypes.Map)
	nulls := func(typ tftypes.Object, more map[string]tftypes.Value) tftypes.Value {
		values := map[string]tftypes.Value{}
		for name, t := range typ.AttributeTypes {
			values[name] = tftypes.NewValue(t, nil)
			if v, ok := more[name]; ok {
				values[name] = v
			}
		}
		return tftypes.NewValue(typ, values)
	}
	for name, tc := range map[string]struct {
		resource, attribute string
		value               tftypes.Value
		at                  *tftypes.AttributePath
		place               string
	}{
		"in a dynamic value": {"soda_notification_rule", "filter", filter, tftypes.NewAttributePath().WithAttributeName("filter"), "At filter.and[0].equals: "},
		"in an object": {
			"soda_notification_rule", "customization", nulls(customization, map[string]tftypes.Value{"type": text("short")}),
			tftypes.NewAttributePath().WithAttributeName("customization"), "customization.type",
		},
		"in a block": {
			"soda_notification_rule", "timeouts", nulls(timeouts, map[string]tftypes.Value{"create": text("soon")}),
			tftypes.NewAttributePath().WithAttributeName("timeouts").WithAttributeName("create"), "soon",
		},
		"in an element of a map": {
			"soda_webhook_integration", "headers", tftypes.NewValue(headers, map[string]tftypes.Value{
				"X-Team": nulls(headers.ElementType.(tftypes.Object), map[string]tftypes.Value{"value": text("a"), "secret_wo_version": tftypes.NewValue(tftypes.Number, 1)}),
			}),
			tftypes.NewAttributePath().WithAttributeName("headers").WithElementKeyString("X-Team"), `headers["X-Team"].secret_wo_version`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			resp, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
				TypeName: tc.resource, Config: p.Encode(p.Object(tc.resource, map[string]tftypes.Value{tc.attribute: tc.value})),
			})
			if err != nil {
				t.Fatal(err)
			}
			expectPlaced(t, resp.Diagnostics, tc.at, tc.place)
		})
	}
}

func expectPlaced(t *testing.T, diagnostics []*tfprotov6.Diagnostic, at *tftypes.AttributePath, place string) {
	t.Helper()
	for _, d := range diagnostics {
		if d.Attribute.Equal(at) && strings.Contains(d.Detail, place) {
			return
		}
	}
	for _, d := range diagnostics {
		t.Errorf("got %q at %s, want %q at %s", d.Detail, d.Attribute, place, at)
	}
}
