package provider_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/provider"
)

// webhooks are configurations of every shape that matters to secrets.
func webhooks(p *acctest.Protocol) map[string]tftypes.Value {
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	headerMap := p.ResourceType(webhookType).AttributeTypes["headers"].(tftypes.Map)
	header := headerMap.ElementType.(tftypes.Object)
	headers := func(forms map[string]string) tftypes.Value {
		elements := map[string]tftypes.Value{}
		for form, value := range forms {
			values := map[string]tftypes.Value{}
			for name, typ := range header.AttributeTypes {
				values[name] = tftypes.NewValue(typ, nil)
			}
			values[form] = text(value)
			elements["X-"+form] = tftypes.NewValue(header, values)
		}
		return tftypes.NewValue(headerMap, elements)
	}
	scopes := tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{text("incidents")})
	configs := map[string]tftypes.Value{}
	for name, more := range map[string]map[string]tftypes.Value{
		"bare":                {},
		"no headers":          {"headers": headers(nil)},
		"values":              {"headers": headers(map[string]string{"value": "v"})},
		"empty value":         {"headers": headers(map[string]string{"value": ""})},
		"secrets":             {"headers": headers(map[string]string{"value": "v", "secret": "s3cret"}), "secret": text("signing")},
		"write-only header":   {"headers": headers(map[string]string{"secret_wo": "t0ken"})},
		"write-only signing":  {"secret_wo": text("signing")},
		"everything, counted": {"headers": headers(map[string]string{"value": "v", "secret": "s", "secret_wo": "t"}), "secret_wo": text("signing")},
		"everything, versions": {
			"headers":   headers(map[string]string{"secret": "s"}),
			"secret_wo": text("signing"), "secret_wo_version": tftypes.NewValue(tftypes.Number, 3),
		},
	} {
		attributes := map[string]tftypes.Value{"name": text(name), "url": text("https://events.example.com/soda"), "scopes": scopes}
		maps.Copy(attributes, more)
		configs[name] = p.Object(webhookType, attributes)
	}
	return configs
}

// What the server answers for webhooks is what the framework would have answered: whatever of the headers Soda Cloud shows,
// whatever has become of them, and whatever of the secrets the configuration has.
func TestServer_answersForWebhooksAsTheFramework(t *testing.T) {
	t.Parallel()
	for name, values := range map[string]emulator.HeaderValues{
		"shown": emulator.HeaderValuesReturn, "masked": emulator.HeaderValuesMask, "left out": emulator.HeaderValuesOmit,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues = values })
			p := acctest.NewProtocol(t, cloud)
			made := map[string]acctest.Stored{}
			for name, config := range webhooks(p) {
				stored, diagnostics := p.Apply(t.Context(), webhookType, config, acctest.Stored{})
				if text := said(diagnostics); text != "" {
					t.Fatal(name, text)
				}
				made[name] = stored
			}
			expectSameAnswers(t, acctest.NewProtocol(t, cloud), made)
			for change, edit := range map[string]func(*emulator.Webhook){
				"a url": func(w *emulator.Webhook) { w.URL += "/changed" },
				"headers": func(w *emulator.Webhook) {
					w.Headers = slices.Clone(w.Headers)
					for i := range w.Headers {
						w.Headers[i].Value += " changed"
					}
				},
				"a new header": func(w *emulator.Webhook) {
					w.Headers = append(slices.Clone(w.Headers), emulator.Header{Name: "X-New", Value: "n"})
				},
				"no secret": func(w *emulator.Webhook) { w.Secret = "" },
			} {
				before := cloud.Webhooks()
				for _, w := range before {
					cloud.EditWebhook(w.ID, edit)
				}
				p := acctest.NewProtocol(t, cloud)
				for name, stored := range made {
					expectSameRead(t, p, change+", "+name, stored)
				}
				for _, w := range before {
					cloud.EditWebhook(w.ID, func(edited *emulator.Webhook) { *edited = w })
				}
			}
		})
	}
}

// expectSameAnswers reads what is in the state, and plans what is read under every configuration, with and without the
// shortcuts. All of the reads and some of the plans go without the framework.
func expectSameAnswers(t *testing.T, p *acctest.Protocol, made map[string]acctest.Stored) {
	t.Helper()
	alone := 0
	for name, stored := range made {
		if read := expectSameRead(t, p, name, stored); read.Value != stored.Value {
			t.Errorf("%s: an unchanged webhook went through the framework", name)
		}
		for other, config := range webhooks(p) {
			req := &tfprotov6.PlanResourceChangeRequest{
				TypeName: webhookType, Config: p.Encode(config), PriorState: stored.Value, ProposedNewState: stored.Value,
				PriorPrivate: stored.Private, PriorIdentity: stored.Identity,
			}
			got, err := p.PlanResourceChange(t.Context(), req)
			want, wantErr := provider.Framework(p.ProviderServer).PlanResourceChange(t.Context(), req)
			if err != nil || wantErr != nil {
				t.Fatal(err, wantErr)
			}
			expectSame(t, p, webhookType, name+" as "+other, got.PlannedState, want.PlannedState, got.Diagnostics, want.Diagnostics)
			if got.PlannedState == req.PriorState {
				alone++
			}
		}
	}
	if alone < 5 {
		t.Errorf("got %d plans without the framework, want those without write-only values", alone)
	}
}

func expectSameRead(t *testing.T, p *acctest.Protocol, name string, stored acctest.Stored) acctest.Stored {
	t.Helper()
	req := &tfprotov6.ReadResourceRequest{TypeName: webhookType, CurrentState: stored.Value, Private: stored.Private, CurrentIdentity: stored.Identity}
	got, err := p.ReadResource(t.Context(), req)
	want, wantErr := provider.Framework(p.ProviderServer).ReadResource(t.Context(), req)
	if err != nil || wantErr != nil {
		t.Fatal(err, wantErr)
	}
	expectSame(t, p, webhookType, name, got.NewState, want.NewState, got.Diagnostics, want.Diagnostics)
	if g, w := p.IdentityID(got.NewIdentity), p.IdentityID(want.NewIdentity); g != w {
		t.Errorf("%s: got the identity %q, want %q", name, g, w)
	}
	return acctest.Stored{Value: got.NewState, Private: got.Private, Identity: got.NewIdentity}
}
