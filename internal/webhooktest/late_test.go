package webhooktest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery/deliverytest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// An action may be invoked with values that were not known when it was validated: they are errors at their places.
func TestWebhookTestAction_lateValues(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t, acctest.NewCloud(t))
	schema, err := p.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	headers := schema.ActionSchemas["soda_webhook_test"].Schema.ValueType().(tftypes.Object).AttributeTypes["headers"].(tftypes.Map)
	empty := tftypes.NewValue(headers.ElementType, map[string]tftypes.Value{"value": tftypes.NewValue(tftypes.String, nil), "secret": tftypes.NewValue(tftypes.String, nil)})
	for want, arguments := range map[string]map[string]tftypes.Value{
		"Header without a value": {"event": text("validate"), "headers": tftypes.NewValue(headers, map[string]tftypes.Value{"X-A": empty})},
		"Unknown event":          {"event": text("nonsense")},
	} {
		arguments["url"] = text("http://127.0.0.1:9/")
		got := invoke(t, p, arguments)
		if len(got.failed) != 1 || got.failed[0].Summary != want || got.failed[0].Attribute == nil {
			t.Errorf("got %+v, want %q", got.failed, want)
		}
	}
}

// Soda Cloud sends headers that it hides, and an endpoint may repeat one: the action does not quote it.
func TestWebhookTestAction_hiddenHeader(t *testing.T) {
	t.Parallel()
	endpoint := deliverytest.NewReceiver(t, func(w http.ResponseWriter, req *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = fmt.Fprintf(w, "bad headers: %v", req.Header)
	})
	cloud := seeded(t, endpoint.URL, []string{"incidents"}, func(o *emulator.Options) { o.HeaderValues = emulator.HeaderValuesMask })
	got := invoke(t, acctest.NewProtocol(t, cloud), map[string]tftypes.Value{"integration_id": text("w-1"), "event": text("incidentCreated")})
	if len(got.failed) != 1 || !strings.Contains(got.failed[0].Detail, "500") || strings.Contains(got.failed[0].Detail, "bad headers") {
		t.Errorf("got %+v", got.failed)
	}
}

// Where a list fails before the event is sent, nothing says that it may have been sent.
func TestWebhookTestAction_listFails(t *testing.T) {
	t.Parallel()
	cloud := seeded(t, "http://127.0.0.1:9/", []string{"incidents"})
	cloud.FailNext("listWebhookIntegrations", emulator.Fault{Status: 500, Next: 1000})
	got := invoke(t, acctest.NewProtocol(t, cloud), map[string]tftypes.Value{"integration_id": text("w-1"), "event": text("incidentCreated")})
	if len(got.failed) == 0 || cloud.Calls("testWebhookIntegration") != 0 {
		t.Errorf("got %+v", got.failed)
	}
	for _, d := range got.failed {
		if strings.Contains(d.Summary+d.Detail, "may have been") {
			t.Errorf("got %s: %s", d.Summary, d.Detail)
		}
	}
}
