package webhooktest_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery/deliverytest"
)

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
	if got := results(t, cli)["error"]; got != "connect: the proxy responded with 502 Bad Gateway" {
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
