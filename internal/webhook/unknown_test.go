package webhook_test

import (
	"math/rand/v2"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

const webhookType = "soda_webhook_integration"

// Values that are not known yet are never an error: any subset of a full configuration's values, also a header as a whole,
// is made unknown, validated, and planned as a creation and as a change.
func TestUnknownValues(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	p := acctest.NewProtocol(t, cloud)
	headers := p.ResourceType(webhookType).AttributeTypes["headers"].(tftypes.Map)
	header := func(attribute, value string) tftypes.Value {
		object := headers.ElementType.(tftypes.Object)
		values := map[string]tftypes.Value{}
		for name, typ := range object.AttributeTypes {
			values[name] = tftypes.NewValue(typ, nil)
		}
		values[attribute] = text(value)
		return tftypes.NewValue(object, values)
	}
	config := p.Object(webhookType, map[string]tftypes.Value{
		"name":   text("pager"),
		"url":    text("https://events.example.com/soda"),
		"scopes": tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{text("incidents"), text("contracts")}),
		"headers": tftypes.NewValue(headers, map[string]tftypes.Value{
			"X-Team": header("value", "data"), "X-Tenant": header("secret", "tenant"), "Authorization": header("secret_wo", "token"),
		}),
		"secret_wo": text("sign"),
	})
	state := p.Create(t.Context(), webhookType, config)
	cloud.ForgetWebhook(cloud.Webhooks()[0].ID) // its name would be warned of

	p = acctest.NewProtocol(t, cloud) // another phase
	for round := range 500 {
		random := rand.New(rand.NewPCG(1, uint64(round)))
		share := random.Float64()
		unknown := acctest.SomeUnknown(t, config, func() bool { return random.Float64() < share })
		for _, d := range append(p.ValidateAndPlan(t.Context(), webhookType, unknown, nil), p.ValidateAndPlan(t.Context(), webhookType, unknown, state)...) {
			t.Fatalf("got %s: %s at %s, for\n%s", d.Summary, d.Detail, d.Attribute, unknown)
		}
	}
}
