package webhooktest_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
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

// In a check block a failed delivery is a warning that names status and stage, and the apply goes on: with the data source
// beside the block, as in the example, and inside.
func TestAccWebhookTestDataSource_check(t *testing.T) {
	t.Parallel()
	beside := strings.Replace(readExample(t, "data-sources", "data-source_check.tf"), "data.soda_webhook_integration.pager.id", `"w-1"`, 1)
	data := beside[strings.Index(beside, "data \""):strings.Index(beside, "# A failed")]
	inside := strings.Replace(strings.Replace(beside, data, "", 1), "check \"pager\" {\n", "check \"pager\" {\n"+data, 1)
	for name, config := range map[string]string{"beside": beside, "inside": inside} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endpoint := deliverytest.NewReceiver(t, deliverytest.Status(http.StatusServiceUnavailable))
			cloud := seeded(t, endpoint.URL, allScopes)
			cli := acctest.NewCLI(t, map[string]string{"main.tf": config, "more.tf": "resource \"terraform_data\" \"goes_on\" {}\n"}, cloud.Env()...)
			out := cli.MustRun("plan", "-no-color")
			if strings.Contains(out, "Check block") || len(endpoint.Requests()) != 0 {
				t.Errorf("without the variable: got %d requests and:\n%s", len(endpoint.Requests()), out)
			}
			out = acctest.Unwrapped(cli.MustRun("apply", "-no-color", "-auto-approve", "-var=smoke_test=true"))
			if !strings.Contains(out, "Warning: Check block assertion failed") || !strings.Contains(out, "status: 503 Service Unavailable") ||
				!strings.Contains(out, "1 added") {
				t.Errorf("got:\n%s", out)
			}
			t.Logf("the apply sent %d", len(endpoint.Requests()))
			endpoint.Forget()
			out, code := cli.Run("plan", "-no-color", "-input=false", "-var=smoke_test=true") // the guide's smoke test
			if code != 0 || !strings.Contains(out, "Check block assertion failed") || len(endpoint.Requests()) != 1 {
				t.Errorf("got status %d, %d requests, and:\n%s", code, len(endpoint.Requests()), out)
			}
		})
	}
}

// In a postcondition it stops the run, and so it does in a test of the configuration.
func TestAccWebhookTest_stopsTheRun(t *testing.T) {
	t.Parallel()
	answer := http.StatusOK
	endpoint := deliverytest.NewReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(answer) })
	cloud := acctest.NewCloud(t)
	here := func(kind, name string) string {
		return strings.ReplaceAll(readExample(t, kind, name), "https://events.example.com/soda", endpoint.URL)
	}
	data := acctest.NewCLI(t, map[string]string{"main.tf": "variable \"smoke_test\" {}\n" + here("data-sources", "data-source_postcondition.tf")},
		append(cloud.Env(), "TF_VAR_smoke_test=true")...)
	tested := acctest.NewCLI(t, map[string]string{"main.tf": here("resources", "resource.tf"),
		"webhooks.tftest.hcl": here("resources", "tests/webhooks.tftest.hcl")}, cloud.Env()...)
	data.MustRun("plan", "-no-color")
	endpoint.ExpectOne(t, event.IncidentCreated, map[string]string{"X-Team": "finance", "Authorization": "Bearer not set"})
	endpoint.Forget()
	tested.MustRun("test", "-no-color")
	endpoint.ExpectOne(t, event.CheckEvaluation, nil)

	answer = http.StatusForbidden
	for name, run := range map[string]func() (string, int){
		"postcondition":  func() (string, int) { return data.Run("plan", "-no-color") },
		"terraform test": func() (string, int) { return tested.Run("test", "-no-color") },
	} {
		out, code := run()
		if code != 1 || !strings.Contains(acctest.Unwrapped(out), "did not take the event. status: 403 Forbidden") {
			t.Errorf("%s: got status %d and:\n%s", name, code, out)
		}
	}
	if left := cloud.Webhooks(); len(left) != 0 {
		t.Errorf("the tests left %d webhooks", len(left))
	}
}

// An event that Soda Cloud would not send is a warning, where it is planned; the test sends it all the same.
func TestAccWebhookTest_scopes(t *testing.T) {
	t.Parallel()
	endpoint := deliverytest.NewReceiver(t, deliverytest.Status(200))
	for name, tc := range map[string]struct {
		object string
		scopes []string
		event  event.Name
		want   bool
	}{
		"inside":                   {"data", []string{"incidents"}, event.IncidentCreated, false},
		"outside":                  {"data", []string{"incidents"}, event.ContractPublished, true},
		"outside, as a resource":   {"resource", []string{"incidents"}, event.ContractPublished, true},
		"no scopes":                {"data", []string{}, event.IncidentCreated, true},
		"no scopes, which is fine": {"data", []string{}, event.Validate, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := seeded(t, endpoint.URL, tc.scopes)
			config := strings.Replace(testConfig(argument("integration_id", "w-1"), argument("event", string(tc.event))), "resource", tc.object, 1)
			cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
			out := acctest.Unwrapped(cli.MustRun("plan", "-no-color"))
			got := strings.Contains(out, "Warning: Event outside the scopes") && strings.Contains(out, `"pager" does not have the scope`)
			if got != tc.want {
				t.Errorf("warned %t, want %t:\n%s", got, tc.want, out)
			}
		})
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

// TestAccWebhookTest_canary looks for the secrets of headers where they must not be: in what is printed, in traces, in the
// results, even if the endpoint repeats them. Write-only values are nowhere.
func TestAccWebhookTest_canary(t *testing.T) {
	t.Parallel()
	answer := http.StatusOK
	endpoint := deliverytest.NewReceiver(t, func(w http.ResponseWriter, req *http.Request) {
		w.WriteHeader(answer)
		text := req.Header.Get("Authorization")
		quoted, _ := json.Marshal(map[string]string{"got": text, "token": strings.TrimPrefix(text, "Bearer ")})
		_, _ = fmt.Fprintf(w, "%s %s %s", text, req.Header.Get("X-Key"), quoted)
	})
	cloud := acctest.NewCloud(t)
	secret, writeOnly := `canary-"`+rand.Text(), "canary-"+rand.Text()
	config := fmt.Sprintf(`
variable "secret" {
  type      = string
  sensitive = true
}

variable "key" {
  type      = string
  ephemeral = true
}

resource "soda_webhook_test" "x" {
  url     = %[1]q
  event   = "validate"
  headers = {
    "Authorization" = { secret = "Bearer ${var.secret}" }
    "X-Key"         = { secret_wo = var.key }
  }
}

data "soda_webhook_test" "x" {
  url     = %[1]q
  event   = "validate"
  headers = { "Authorization" = { secret = "Bearer ${var.secret}" } }
  send    = true
}

output "result" {
  value = merge({ for k, v in data.soda_webhook_test.x : k => v if !contains(["headers", "response_body"], k) }, { body = nonsensitive(data.soda_webhook_test.x.response_body) })
}

output "created" {
  value = merge({ for k, v in soda_webhook_test.x : k => v if !contains(["headers", "response_body"], k) }, { body = nonsensitive(soda_webhook_test.x.response_body) })
}
`, endpoint.URL)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, append(cloud.Env(), "TF_LOG=TRACE", "TF_VAR_secret="+secret, "TF_VAR_key="+writeOnly)...)
	seen := map[string]string{}
	run := func(name string, args ...string) { seen[name], _ = cli.Run(args...) }
	run("plan", "plan", "-no-color", "-out=plan.tfplan")
	run("apply", "apply", "-no-color", "plan.tfplan")
	run("outputs", "output", "-json")
	answer = http.StatusInternalServerError
	run("failing apply", "apply", "-no-color", "-auto-approve", "-replace="+testAddress)
	run("state's text", "show", "-no-color")
	if n := strings.Count(seen["outputs"], "(hidden, because it repeats a secret)"); n != 2 {
		t.Errorf("%d of 2 outputs say that the response is hidden", n)
	}
	state := cli.Read("terraform.tfstate")
	seen["state, beside headers"] = withoutHeaders(t, state)
	for name, out := range seen {
		for _, canary := range []string{secret, strings.ReplaceAll(secret, `"`, `\"`), strings.TrimPrefix(secret, `canary-"`), writeOnly} {
			if n := strings.Count(out, canary); n > 0 {
				t.Errorf("%s shows a secret %d times", name, n)
			}
		}
	}
	if strings.Contains(state, writeOnly) {
		t.Error("the state holds a write-only value")
	}
}

// What is secret in a URL is in no result, whatever an endpoint does with it, and through Soda Cloud neither.
func TestAccWebhookTest_secretURL(t *testing.T) {
	t.Parallel()
	echo := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, req *http.Request) {
			_, password, _ := req.BasicAuth()
			w.Header().Set("Location", "https://"+password+".example.com"+req.URL.RequestURI())
			w.WriteHeader(code)
			_, _ = fmt.Fprint(w, password, req.URL.RequestURI())
		}
	}
	for name, respond := range map[string]http.HandlerFunc{
		"responds": echo(200), "fails": echo(500), "redirects": echo(301), "is not HTTP": deliverytest.NotHTTP, "resets": deliverytest.Reset,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endpoint := deliverytest.NewReceiver(t, respond)
			url := strings.Replace(endpoint.URL, "://", "://me:canary-password@", 1) + "/hooks/T0CANARY0ABCDEFGH456789XYZ?code=canary-query"
			cloud := seeded(t, url, allScopes)
			config := strings.Replace(dataConfig(`url = var.url`, argument("event", "validate"), "send = true", "follow_redirects = true")+
				dataConfig(argument("integration_id", "w-1"), argument("event", "validate"), "send = true"), `"ca_certificate", `, `"ca_certificate", "url", `, 2)
			second := strings.LastIndex(config, "data \"soda_webhook_test\"")
			through := strings.NewReplacer(`"x"`, `"y"`, "test.x", "test.y", "local.x", "local.y", "  x =", "  y =", `"result"`, `"through"`).Replace(config[second:])
			cli := acctest.NewCLI(t, map[string]string{"main.tf": config[:second] + through + "variable \"url\" {\n  sensitive = true\n}\n"}, append(cloud.Env(), "TF_VAR_url="+url)...)
			out := cli.MustRun("apply", "-no-color", "-auto-approve") + cli.MustRun("output", "-json")
			if n := len(endpoint.Requests()); n != 2 {
				t.Errorf("got %d requests, want 2:\n%s", n, out)
			}
			for _, canary := range []string{"canary-password", "T0CANARY", "canary-query"} {
				if strings.Contains(out, canary) {
					t.Errorf("%s is in:\n%s", canary, out)
				}
			}
		})
	}
}

// A proxy of the environment is used, and learns nothing but the host.
func TestAccWebhookTest_proxy(t *testing.T) {
	t.Parallel()
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		asked = append(asked, fmt.Sprint(req.Method, " ", req.Host, " ", req.Header.Get("Authorization")))
		w.WriteHeader(http.StatusBadGateway)
	}))
	defer proxy.Close()
	cloud := acctest.NewCloud(t)
	config := dataConfig(argument("url", "https://events.example.com/soda"), argument("event", "validate"), "send = true",
		`headers = { "Authorization" = { secret = "s3cret" } }`)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, append(cloud.Env(), "HTTPS_PROXY="+proxy.URL, "NO_PROXY=127.0.0.1")...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	if got := results(t, cli)["error"]; got != "connect: the proxy responded 502 Bad Gateway" {
		t.Errorf("got %v, want that the proxy refused", got)
	}
	for _, got := range asked {
		if got != "CONNECT events.example.com:443 " {
			t.Errorf("the proxy was asked %q", got)
		}
	}
	if len(asked) == 0 {
		t.Error("the proxy was not asked")
	}
}

// withoutHeaders is the state without what it has to hold: the configured headers.
func withoutHeaders(t *testing.T, state string) string {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal([]byte(state), &all); err != nil {
		t.Fatal(err)
	}
	for _, object := range all["resources"].([]any) {
		for _, instance := range object.(map[string]any)["instances"].([]any) {
			delete(instance.(map[string]any)["attributes"].(map[string]any), "headers")
		}
	}
	rest, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(rest)
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

// secretHeaders makes headers with these names, each with a secret of its own.
func secretHeaders(t *testing.T, provider *acctest.Protocol, names ...string) tftypes.Value {
	t.Helper()
	schema, err := provider.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	typ := schema.DataSourceSchemas["soda_webhook_test"].ValueType().(tftypes.Object).AttributeTypes["headers"].(tftypes.Map)
	headers := map[string]tftypes.Value{}
	for _, name := range names {
		headers[name] = tftypes.NewValue(typ.ElementType, map[string]tftypes.Value{
			"value": tftypes.NewValue(tftypes.String, nil), "secret": tftypes.NewValue(tftypes.String, "secret of "+name),
		})
	}
	return tftypes.NewValue(typ, headers)
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
