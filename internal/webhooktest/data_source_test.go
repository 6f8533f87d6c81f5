package webhooktest_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery/deliverytest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// dataConfig is a test event as data, with the arguments and outputs of its results.
func dataConfig(lines ...string) string {
	return strings.Replace(testConfig(lines...), "resource", "data", 1) + `
locals {
  x = data.soda_webhook_test.x
}

output "result" {
  value = merge(
    { for k, v in local.x : k => v if !contains(["headers", "ca_certificate", "response_body"], k) },
    { response_body = nonsensitive(local.x.response_body) },
  )
}
`
}

// results are what the output has after an apply.
func results(t *testing.T, cli *acctest.CLI) map[string]any {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal([]byte(cli.MustRun("output", "-json", "result")), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// Without send, the payload is shown and nothing is sent; it is the same every time, so no plan has a change.
func TestAccWebhookTestDataSource_preview(t *testing.T) {
	t.Parallel()
	endpoint := deliverytest.NewReceiver(t, deliverytest.Status(200))
	cloud := seeded(t, endpoint.URL, allScopes)
	config := fmt.Sprintf(`
data "soda_webhook_test" "through" {
  for_each       = toset(%[1]s)
  integration_id = "w-1"
  event          = each.key
}
`, quoted(event.Names())) + dataConfig("for_each = toset("+quoted(event.Names())+")", argument("url", endpoint.URL), "event = each.key")
	config = strings.Replace(config, "x = data.soda_webhook_test.x", `x = data.soda_webhook_test.x["checkEvaluation"]`, 1)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
	cli.MustRun("plan", "-no-color")
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	cli.MustRun("apply", "-no-color", "-refresh-only", "-auto-approve")
	got := results(t, cli)
	for _, sent := range []string{"delivered", "status_code", "response_body", "duration_ms", "error", "tls_version", "sent_at"} {
		if got[sent] != nil {
			t.Errorf("%s: got %v, want null", sent, got[sent])
		}
	}
	deliverytest.CheckPayload(t, event.CheckEvaluation, []byte(got["payload"].(string)))
	cli.MustRun("destroy", "-no-color", "-auto-approve")
	if got := len(endpoint.Requests()) + cloud.Calls("testWebhookIntegration"); got != 0 {
		t.Errorf("%d events were sent, want none", got)
	}
}

// With send, one phase sends once: however many data sources of the phase ask, and each of both ways.
func TestAccWebhookTestDataSource_sendsOncePerPhase(t *testing.T) {
	t.Parallel()
	for name, target := range map[string]func(url string) string{
		"from here":          func(url string) string { return argument("url", url) },
		"through Soda Cloud": func(string) string { return argument("integration_id", "w-1") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endpoint := deliverytest.NewReceiver(t, deliverytest.Status(204))
			cloud := seeded(t, endpoint.URL, allScopes)
			config := dataConfig("count = 12", target(endpoint.URL), argument("event", "incidentCreated"), "send = true")
			config = strings.Replace(config, "x = data.soda_webhook_test.x", "x = data.soda_webhook_test.x[11]", 1)
			cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
			cli.MustRun("plan", "-no-color")
			endpoint.ExpectOne(t, event.IncidentCreated, nil)
			endpoint.Forget()
			cli.MustRun("apply", "-no-color", "-auto-approve")
			if got := len(endpoint.Requests()); got != 1 {
				t.Errorf("an apply, which reads while it plans: got %d requests, want 1", got)
			}
			if got := results(t, cli); got["delivered"] != true || got["status_code"] != 204.0 || got["error"] != nil {
				t.Errorf("got %v", got)
			}
		})
	}
}

// Other events, other headers and other URLs are other sends.
func TestAccWebhookTestDataSource_tellsApart(t *testing.T) {
	t.Parallel()
	endpoint := deliverytest.NewReceiver(t, deliverytest.Status(200))
	cloud := acctest.NewCloud(t)
	config := fmt.Sprintf(`
data "soda_webhook_test" "event" {
  for_each = toset(["validate", "checkEvaluation"])
  url      = %[1]q
  event    = each.key
  send     = true
}

data "soda_webhook_test" "header" {
  for_each = toset(["one", "two"])
  url      = %[1]q
  event    = "validate"
  headers  = { "Authorization" = { secret = each.key } }
  send     = true
}
`, endpoint.URL)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
	cli.MustRun("plan", "-no-color")
	if got := len(endpoint.Requests()); got != 4 {
		t.Errorf("got %d requests, want 4", got)
	}
}

// An id that no webhook has is reported at its argument, as data too.
func TestAccWebhookTestDataSource_unknownIntegration(t *testing.T) {
	t.Parallel()
	cloud := seeded(t, "http://127.0.0.1:9", allScopes)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": dataConfig(argument("integration_id", "w-2"), argument("event", "validate"))}, cloud.Env()...)
	out, code := cli.Run("plan", "-no-color")
	out = acctest.Unwrapped(out)
	if code != 1 || !strings.Contains(out, `integration_id = "w-2"`) || !strings.Contains(out, `No webhook integration has the id "w-2"`) {
		t.Errorf("got status %d and:\n%s", code, out)
	}
}

// A data source is read ten at a time; a single process, as here, then sends once. What the CLI cannot show is that the
// sends do not even overlap.
func TestWebhookTestDataSource_singleFlight(t *testing.T) {
	t.Parallel()
	endpoint := deliverytest.NewReceiver(t, deliverytest.Status(200))
	provider := acctest.NewProtocol(t, acctest.NewCloud(t))
	request := dataRequest(t, provider, map[string]tftypes.Value{
		"url":     tftypes.NewValue(tftypes.String, endpoint.URL),
		"event":   tftypes.NewValue(tftypes.String, "validate"),
		"send":    tftypes.NewValue(tftypes.Bool, true),
		"headers": secretHeaders(t, provider, "A", "B", "C", "D"),
	})
	done := make(chan error)
	for range 20 {
		go func() {
			resp, err := provider.ReadDataSource(t.Context(), request)
			if err == nil && len(resp.Diagnostics) > 0 {
				err = fmt.Errorf("got %s", resp.Diagnostics[0].Detail)
			}
			done <- err
		}()
	}
	for range 20 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	endpoint.ExpectOne(t, event.Validate, nil)
}

func dataRequest(t *testing.T, provider *acctest.Protocol, attributes map[string]tftypes.Value) *tfprotov6.ReadDataSourceRequest {
	t.Helper()
	schema, err := provider.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	config := object(schema.DataSourceSchemas["soda_webhook_test"], attributes)
	return &tfprotov6.ReadDataSourceRequest{TypeName: "soda_webhook_test", Config: provider.Encode(config)}
}

// object makes a value of a schema's type; attributes that are left out are null.
func object(schema *tfprotov6.Schema, attributes map[string]tftypes.Value) tftypes.Value {
	values := map[string]tftypes.Value{}
	typ := schema.ValueType().(tftypes.Object)
	for name, of := range typ.AttributeTypes {
		values[name] = tftypes.NewValue(of, nil)
		if value, ok := attributes[name]; ok {
			values[name] = value
		}
	}
	return tftypes.NewValue(typ, values)
}

// quoted is a list in HCL.
func quoted(names []event.Name) string {
	list, _ := json.Marshal(names) // of strings
	return string(list)
}

func readExample(t *testing.T, kind, name string) string {
	t.Helper()
	return readFile(t, filepath.Join("..", "..", "examples", kind, "soda_webhook_test", name))
}
