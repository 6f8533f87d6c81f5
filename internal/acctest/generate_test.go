package acctest

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// generatedWebhooks are webhooks with headers of every sort, every other one with a signing secret.
func generatedWebhooks() []emulator.Webhook {
	headers := [][]emulator.Header{
		nil,
		{{Name: "Content-Type", Value: "application/json"}},
		{{Name: "X-Team", Value: ""}},
		{{Name: "X-Team", Value: "data"}, {Name: "Accept", Value: ""}},
		{{Name: "Authorization", Value: ""}},
	}
	var all []emulator.Webhook
	for i := range adoptedWebhooks {
		all = append(all, emulator.Webhook{
			ID: fmt.Sprintf("hook-%02d", i), Name: fmt.Sprintf("hook, %d", i), URL: "https://events.example.com/soda",
			Scopes: []string{"incidents"}, Headers: headers[i%len(headers)], Secret: []string{"", "canary"}[i%2],
		})
	}
	return all
}

// What Terraform 1.14 and later generate for rules of every shape, and for webhooks whose values Soda Cloud shows, is valid and
// plans nothing as it stands.
func TestGenerate_noHandEdits(t *testing.T) {
	t.Parallel()
	var o emulator.Organization
	if err := json.Unmarshal([]byte(readFile(t, "../notification/testdata/rules.json")), &o); err != nil {
		t.Fatal(err)
	}
	o.Webhooks = append(o.Webhooks, generatedWebhooks()...)
	cloud := NewCloud(t, WithoutQuirks(emulator.UnknownEnums))
	if err := cloud.Seed(o); err != nil {
		t.Fatal(err)
	}
	p := NewProtocol(t, cloud)
	for name, want := range map[string]int{"soda_notification_rule": len(o.Rules), "soda_webhook_integration": len(o.Webhooks)} {
		results := p.List(t.Context(), name, nil, math.MaxInt64, true)
		if len(results) != want {
			t.Errorf("got %d of %s, want %d", len(results), name, want)
		}
		for _, result := range results {
			_, read, _ := p.Import(t.Context(), name, &tfprotov6.ImportResourceStateRequest{Identity: result.Identity})
			for way, state := range map[string]*tfprotov6.DynamicValue{"query": result.Resource, "import": read.Value} {
				config := p.GeneratedByProvider(t.Context(), name, state)
				if diagnostics := validate(t, p, name, config); len(diagnostics) > 0 || p.Changes(t.Context(), name, config, read) {
					t.Errorf("%s, %s: got %d diagnostics or a plan with changes for\n%s", way, result.DisplayName, len(diagnostics), config)
				}
			}
		}
	}
}

// What Soda Cloud does not show, no configuration can have: the header has no value there, which is valid and plans nothing. One that
// Soda Cloud shows and that may be a secret is an update that keeps it.
func TestGenerate_hiddenValues(t *testing.T) {
	t.Parallel()
	webhooks := generatedWebhooks()
	for i := range webhooks {
		webhooks[i].Headers = append([]emulator.Header{{Name: "X-Api-Key", Value: "canary"}}, webhooks[i].Headers...)
	}
	for name, values := range map[string]emulator.HeaderValues{
		"masked": emulator.HeaderValuesMask, "left out": emulator.HeaderValuesOmit, "shown": emulator.HeaderValuesReturn,
	} {
		cloud := NewCloud(t, func(o *emulator.Options) { o.HeaderValues = values })
		if err := cloud.Seed(emulator.Organization{Webhooks: webhooks}); err != nil {
			t.Fatal(err)
		}
		p := NewProtocol(t, cloud)
		const webhook = "soda_webhook_integration"
		results := p.List(t.Context(), webhook, nil, math.MaxInt64, true)
		if len(results) != adoptedWebhooks {
			t.Errorf("%s: got %d webhooks", name, len(results))
		}
		for _, result := range results {
			_, read, _ := p.Import(t.Context(), webhook, &tfprotov6.ImportResourceStateRequest{Identity: result.Identity})
			for way, state := range map[string]*tfprotov6.DynamicValue{"query": result.Resource, "import": read.Value} {
				for by, config := range map[string]tftypes.Value{"provider": p.GeneratedByProvider(t.Context(), webhook, state), "CLI": p.Generated(webhook, state)} {
					diagnostics := validate(t, p, webhook, config)
					if changes := p.Changes(t.Context(), webhook, config, read); len(diagnostics) > 0 || changes != (values == emulator.HeaderValuesReturn) || strings.Contains(config.String(), "canary") {
						t.Errorf("%s, %s, %s, %s: got %+v, changes: %t, for\n%s", name, way, by, result.DisplayName, diagnostics, changes, config)
					}
				}
			}
		}
	}
}

// A default and words that a filter can do without are left out.
func TestGenerate_short(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t)
	field := &emulator.FilterField{Field: "checkName"}
	leaf := emulator.Filter{Type: "equals", Field: field, Value: new("rows")}
	if err := cloud.Seed(emulator.Organization{Rules: []emulator.Rule{{
		ID: "r", Name: "r", RuleType: "check", Status: "active",
		Filter: &emulator.Filter{Type: "and", Expressions: []emulator.Filter{{Type: "or", Expressions: []emulator.Filter{leaf}}}},
		Recipients: []emulator.Recipient{{
			Type: "email", Email: "dq@example.com", Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "info"}},
		}},
	}}}); err != nil {
		t.Fatal(err)
	}
	p := NewProtocol(t, cloud)
	_, read, _ := p.Import(t.Context(), ruleType, &tfprotov6.ImportResourceStateRequest{ID: "r"})
	config := p.GeneratedByProvider(t.Context(), ruleType, read.Value)
	got := p.attributes(config)
	leafType := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"field": tftypes.String, "equals": tftypes.String}}
	want := tftypes.NewValue(leafType, map[string]tftypes.Value{"field": text("checkName"), "equals": text("rows")})
	if !got["status"].IsNull() || !got["id"].IsNull() || !got["filter"].Equal(want) {
		t.Errorf("got %v", got)
	}
	if p.Changes(t.Context(), ruleType, config, read) {
		t.Error("the short form plans changes")
	}
}

func validate(t *testing.T, p *Protocol, name string, config tftypes.Value) []*tfprotov6.Diagnostic {
	t.Helper()
	resp, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: name, Config: p.Encode(config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp.Diagnostics
}
