package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

const webhookType = "soda_webhook_integration"

// identified are the resources with an identity, each with a configuration of the name, and the ids that the cloud has.
var identified = map[string]struct {
	config func(p *acctest.Protocol, name string) tftypes.Value
	ids    func(cloud *acctest.Cloud) []string
	forget func(cloud *acctest.Cloud, id string) bool
}{
	ruleType: {
		config: func(p *acctest.Protocol, name string) tftypes.Value {
			recipients := p.ResourceType(ruleType).AttributeTypes["recipients"].(tftypes.Set)
			to := map[string]tftypes.Value{}
			for attribute, typ := range recipients.ElementType.(tftypes.Object).AttributeTypes {
				to[attribute] = tftypes.NewValue(typ, nil)
			}
			to["email"], to["levels"] = text("dq@example.com"), texts("critical")
			return p.Object(ruleType, map[string]tftypes.Value{
				"name": text(name), "rule_type": text("check"),
				"recipients": tftypes.NewValue(recipients, []tftypes.Value{tftypes.NewValue(recipients.ElementType, to)}),
			})
		},
		ids: func(cloud *acctest.Cloud) (ids []string) {
			for _, r := range cloud.Rules() {
				ids = append(ids, r.ID)
			}
			return ids
		},
		forget: func(cloud *acctest.Cloud, id string) bool { return cloud.ForgetRule(id) },
	},
	webhookType: {
		config: func(p *acctest.Protocol, name string) tftypes.Value {
			return p.Object(webhookType, map[string]tftypes.Value{
				"name": text(name), "url": text("https://events.example.com/soda"), "scopes": texts("incidents"),
			})
		},
		ids: func(cloud *acctest.Cloud) (ids []string) {
			for _, w := range cloud.Webhooks() {
				ids = append(ids, w.ID)
			}
			return ids
		},
		forget: func(cloud *acctest.Cloud, id string) bool { return cloud.ForgetWebhook(id) },
	},
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

func texts(s string) tftypes.Value {
	return tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{text(s)})
}

// patient is a configuration with a timeouts block.
func patient(t *testing.T, config tftypes.Value) tftypes.Value {
	t.Helper()
	var values map[string]tftypes.Value
	if err := config.As(&values); err != nil {
		t.Fatal(err)
	}
	block, null := values["timeouts"].Type(), tftypes.NewValue(tftypes.String, nil)
	values["timeouts"] = tftypes.NewValue(block, map[string]tftypes.Value{"create": text("2h"), "update": null, "delete": null})
	return tftypes.NewValue(config.Type(), values)
}

// What is an object in Soda Cloud has an identity, and a test event has none.
func TestIdentity_schemas(t *testing.T) {
	t.Parallel()
	got, err := acctest.NewProtocol(t, nil).GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil || len(got.Diagnostics) > 0 {
		t.Fatal(err, got)
	}
	names, want := slices.Sorted(maps.Keys(got.IdentitySchemas)), slices.Sorted(maps.Keys(identified))
	if !slices.Equal(names, want) {
		t.Errorf("got identities of %v, want %v", names, want)
	}
}

// Every answer carries the identity: also a read that could not be carried out, one that found nothing, and the first ones
// after a state that an older CLI wrote, which has none.
func TestIdentity_everyAnswer(t *testing.T) {
	t.Parallel()
	for name, of := range identified {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			p := acctest.NewProtocol(t, cloud)
			id := ""
			expect := func(answer string, got acctest.Stored, diagnostics []*tfprotov6.Diagnostic, summaries ...string) {
				t.Helper()
				if found := p.IdentityID(got.Identity); found != id || id == "" {
					t.Errorf("%s: got the identity %q, want %q", answer, found, id)
				}
				if len(diagnostics) != len(summaries) || len(summaries) > 0 && !strings.Contains(diagnostics[0].Summary, summaries[0]) {
					t.Errorf("%s: got %v, want %q", answer, diagnostics, summaries)
				}
			}
			old := func(s acctest.Stored) acctest.Stored { return acctest.Stored{Value: s.Value, Private: s.Private} }

			made, diagnostics := p.Apply(t.Context(), name, of.config(p, "before"), acctest.Stored{})
			id = of.ids(cloud)[0]
			expect("create", made, diagnostics)
			for state, before := range map[string]acctest.Stored{"": made, " of a state without an identity": old(made)} {
				changed, diagnostics := p.Apply(t.Context(), name, of.config(p, "after"), before)
				expect("update"+state, changed, diagnostics)
				made, diagnostics = p.Apply(t.Context(), name, of.config(p, "before"), changed)
				expect("another update"+state, made, diagnostics)
				read, diagnostics := p.Read(t.Context(), name, before)
				expect("read"+state, read, diagnostics)
				timed, diagnostics := p.Apply(t.Context(), name, patient(t, of.config(p, "before")), before)
				expect("update of the timeouts alone"+state, timed, diagnostics)
				blind, diagnostics := acctest.NewProtocol(t, nil).Read(t.Context(), name, before)
				expect("read without a configuration"+state, blind, diagnostics, "was not refreshed")
			}
			of.forget(cloud, id)
			gone, diagnostics := acctest.NewProtocol(t, cloud).Read(t.Context(), name, old(made))
			expect("read of nothing", gone, diagnostics, "is not in Soda Cloud")
			if !p.Decode(p.ResourceType(name), gone.Value).IsNull() {
				t.Error("what is gone is still in the state")
			}
		})
	}
}

// An object is imported by its identity as by its id and its name: the state that is read then is the same.
func TestIdentity_import(t *testing.T) {
	t.Parallel()
	for name, of := range identified {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			p := acctest.NewProtocol(t, cloud)
			state := p.Create(t.Context(), name, of.config(p, "pager"))
			id := of.ids(cloud)[0]
			for by, req := range map[string]*tfprotov6.ImportResourceStateRequest{
				"id":       {ID: id},
				"name":     {ID: "name:pager"},
				"identity": {Identity: p.Identity(id)},
			} {
				stub, found, diagnostics := p.Import(t.Context(), name, req)
				for _, d := range diagnostics {
					t.Errorf("by %s: got %s: %s", by, d.Summary, d.Detail)
				}
				if got, read := p.IdentityID(stub.Identity), p.IdentityID(found.Identity); got != id || read != id {
					t.Errorf("by %s: got the identity %q, read %q, want %q", by, got, read, id)
				}
				if got, want := p.Decode(p.ResourceType(name), found.Value), p.Decode(p.ResourceType(name), state); !got.Equal(want) {
					t.Errorf("by %s: got %s, want %s", by, got, want)
				}
			}
		})
	}
}

// The real CLI imports by identity, where it can.
func TestAccProvider_importByIdentity(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	if err := cloud.Seed(emulator.Organization{
		Webhooks: []emulator.Webhook{{ID: "w-1", Name: "pager", URL: "https://events.example.com/soda", Scopes: []string{"incidents"}}},
		Rules: []emulator.Rule{{ID: "r-1", Name: "finance", RuleType: "check", Recipients: []emulator.Recipient{
			{Type: "email", Email: "dq@example.com", Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "critical"}}},
		}}},
	}); err != nil {
		t.Fatal(err)
	}
	cli := acctest.NewCLI(t, map[string]string{"imports.tf": `
import {
  to       = soda_webhook_integration.pager
  identity = { id = "w-1" }
}

import {
  to       = soda_notification_rule.finance
  identity = { id = "r-1" }
}
`}, clean(t, cloud.Env()...)...)
	cli.MustRun("plan", "-no-color", "-generate-config-out=generated.tf")
	out := cli.MustRun("apply", "-no-color", "-auto-approve")
	if !strings.Contains(out, "Resources: 2 imported, 0 added, 0 changed, 0 destroyed.") {
		t.Errorf("got:\n%s", out)
	}
	if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
		t.Errorf("got status %d, want an empty plan:\n%s", status, out)
	}
}
