package acctest

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"math"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// secretiveCloud holds a webhook with secrets, one of them in a header of a name that says nothing, and a server that repeats
// what it is sent.
func secretiveCloud(t *testing.T, encoding emulator.Encoding) (cloud *Cloud, secrets []string) {
	t.Helper()
	cloud = NewCloud(t, func(o *emulator.Options) { o.Quirks = emulator.Quirks{emulator.Echo: encoding.Name} })
	w := emulator.Webhook{ID: "hook", Name: "hook", URL: "https://events.example.com/soda", Scopes: []string{"incidents"}, Secret: "canary-" + rand.Text()}
	secrets = []string{w.Secret, cloud.KeyID(), cloud.KeySecret(), base64.StdEncoding.EncodeToString([]byte(cloud.KeyID() + ":" + cloud.KeySecret()))}
	for _, name := range []string{"Authorization", "X-ApiKey", "X-Plain"} {
		value := "canary/" + rand.Text() + "+ä"
		w.Headers = append(w.Headers, emulator.Header{Name: name, Value: value})
		secrets = append(secrets, value)
	}
	w.Headers = append(w.Headers, emulator.Header{Name: "Content-Type", Value: "application/json"})
	if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{w}}); err != nil {
		t.Fatal(err)
	}
	return cloud, secrets
}

func expectHidden(t *testing.T, shown string, encoding emulator.Encoding, secrets []string) {
	t.Helper()
	for i, secret := range secrets {
		if strings.Contains(shown, secret) || strings.Contains(shown, encoding.Encode(secret)) {
			t.Errorf("secret %d is shown in\n%s", i, shown)
		}
	}
}

// TestQuery_echo looks for secrets in all that a query gives, and in the configuration that is generated for it and for an import,
// with a server that repeats in each encoding what it is sent, whether it grants the list or refuses it.
func TestQuery_echo(t *testing.T) {
	t.Parallel()
	const webhook = "soda_webhook_integration"
	for _, encoding := range emulator.Encodings() {
		for _, status := range []int{http.StatusOK, http.StatusBadRequest, http.StatusUnauthorized} {
			t.Run(fmt.Sprintf("%s/%d", encoding.Name, status), func(t *testing.T) {
				t.Parallel()
				cloud, secrets := secretiveCloud(t, encoding)
				if status != http.StatusOK {
					cloud.FailNext("listWebhookIntegrations", emulator.Fault{Status: status, Next: 10})
				}
				p := NewProtocol(t, cloud)
				results := p.List(t.Context(), webhook, nil, math.MaxInt64, true)
				var shown strings.Builder
				for _, r := range results {
					shown.WriteString(r.DisplayName + allOf(r.Diagnostics))
					if r.Resource == nil {
						continue
					}
					shown.Write(r.Resource.MsgPack)
					_, read, diagnostics := p.Import(t.Context(), webhook, &tfprotov6.ImportResourceStateRequest{Identity: r.Identity})
					shown.WriteString(allOf(diagnostics))
					for _, state := range []*tfprotov6.DynamicValue{r.Resource, read.Value} {
						shown.WriteString(p.GeneratedByProvider(t.Context(), webhook, state).String())
					}
				}
				if len(results) != 1 || (status == http.StatusOK) != strings.Contains(shown.String(), "application/json") {
					t.Errorf("got %d results: %s", len(results), shown.String())
				}
				expectHidden(t, shown.String(), encoding, secrets)
			})
		}
	}
}

// TestQuery_canary does the same with a CLI that has queries.
func TestQuery_canary(t *testing.T) {
	t.Parallel()
	raw := emulator.Encodings()[0]
	cloud, secrets := secretiveCloud(t, raw)
	cli := NewCLI(t, map[string]string{"provider.tf": "provider \"soda\" {}\n", "hooks.tfquery.hcl": "list \"soda_webhook_integration\" \"all\" {\n  provider         = soda\n  include_resource = true\n}\n"}, cloud.Env()...)
	out := cli.MustRun("query", "-no-color") + cli.MustRun("query", "-json", "-generate-config-out=generated.tf") + readFile(t, filepath.Join(cli.Dir, "generated.tf"))
	if !strings.Contains(out, "hook") || !strings.Contains(out, "application/json") {
		t.Errorf("got\n%s", out)
	}
	expectHidden(t, out, raw, secrets)
}
