package webhook_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// An update that was not sent, because the list on which it relies failed, leaves secrets in the state as they are.
func TestWebhookUpdate_listFails(t *testing.T) {
	t.Parallel()
	const typ = "soda_webhook_integration"
	cloud := acctest.NewCloud(t)
	p := acctest.NewProtocol(t, cloud)
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	config := func(url string) tftypes.Value {
		return p.Object(typ, map[string]tftypes.Value{
			"name": text("w"), "url": text(url), "secret": text("hush-hush"),
			"scopes": tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{text("incidents")}),
		})
	}
	created, diagnostics := p.Apply(t.Context(), typ, config("https://example.com"), acctest.Stored{})
	if len(diagnostics) > 0 {
		t.Fatal(diagnostics[0])
	}
	plan, _ := acctest.NewProtocol(t, cloud).Plan(t.Context(), typ, config("https://example.org"), created)
	cloud.FailNext("listWebhookIntegrations", emulator.Fault{Status: 500})
	now, diagnostics := acctest.NewProtocol(t, cloud).ApplyPlan(t.Context(), plan)
	var state map[string]tftypes.Value
	if err := p.Decode(p.ResourceType(typ), now.Value).As(&state); err != nil {
		t.Fatal(err)
	}
	if len(diagnostics) != 1 || !state["secret"].Equal(text("hush-hush")) || cloud.Calls("updateWebhookIntegration") != 0 {
		t.Errorf("got the secret %s after %+v", state["secret"], diagnostics)
	}
}
