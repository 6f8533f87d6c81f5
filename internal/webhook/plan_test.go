package webhook_test

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

const mixed = `
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification", "incidents"]
  headers = {
    "Content-Type"  = { value = "application/json" }
    "X-Team"        = { value = "data" }
    "X-Tenant"      = { secret = "tenant" }
    "Authorization" = { secret_wo = "token" }
    "X-Api-Key"     = { secret_wo = "key", secret_wo_version = 1 }
  }
}
`

func newMixed(t *testing.T) (*acctest.Cloud, *acctest.CLI) {
	t.Helper()
	cloud := acctest.NewCloud(t)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": mixed}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	return cloud, cli
}

// What a reviewer reads for each kind of change: the header by name, its value only where it is a value.
func TestAccPlanText(t *testing.T) {
	t.Parallel()
	change := func(from, to string) func(*acctest.Cloud, *acctest.CLI) {
		return func(_ *acctest.Cloud, cli *acctest.CLI) { cli.Write("main.tf", strings.Replace(mixed, from, to, 1)) }
	}
	for name, change := range map[string]func(*acctest.Cloud, *acctest.CLI){
		"header added":                   change(`    "X-Team" `, "    \"X-New\" = { value = \"new\" }\n    \"X-Team\" "),
		"header renamed":                 change(`"X-Team"  `, `"X-Squad" `),
		"header removed":                 change(`    "X-Tenant"      = { secret = "tenant" }`, ``),
		"value changed":                  change(`{ value = "data" }`, `{ value = "platform" }`),
		"secret changed":                 change(`{ secret = "tenant" }`, `{ secret = "another" }`),
		"secret rotated by version":      change(`{ secret_wo = "key", secret_wo_version = 1 }`, `{ secret_wo = "key2", secret_wo_version = 2 }`),
		"secret rotated without version": change(`{ secret_wo = "token" }`, `{ secret_wo = "token2" }`),
		"signing secret added":           change(`  headers = {`, "  secret_wo = \"sign\"\n  headers = {"),
		"header changed outside": func(cloud *acctest.Cloud, _ *acctest.CLI) {
			edit(cloud, func(w *emulator.Webhook) { w.Headers[headerIndex(w, "X-Team")].Value = "somebody" })
		},
		"header added outside": func(cloud *acctest.Cloud, _ *acctest.CLI) {
			edit(cloud, func(w *emulator.Webhook) {
				w.Headers = append(w.Headers, emulator.Header{Name: "X-Region", Value: "v"}, emulator.Header{Name: "X-Their-Token", Value: "s3cret"})
			})
		},
		"header removed outside": func(cloud *acctest.Cloud, _ *acctest.CLI) {
			edit(cloud, func(w *emulator.Webhook) {
				i := headerIndex(w, "Authorization")
				w.Headers = append(w.Headers[:i], w.Headers[i+1:]...)
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, cli := newMixed(t)
			cli.SkipGolden()
			change(cloud, cli)
			got := cli.PlanText()
			for _, secret := range []string{"s3cret", "token2", `"sign"`, "another", "key2"} {
				if strings.Contains(got, secret) {
					t.Errorf("the plan shows the secret %q", secret)
				}
			}
			acctest.Golden(t, strings.ReplaceAll(name, " ", "_"), got)
		})
	}
}

func edit(cloud *acctest.Cloud, change func(*emulator.Webhook)) {
	cloud.EditWebhook(cloud.Webhooks()[0].ID, change)
}

func headerIndex(w *emulator.Webhook, name string) int {
	for i, h := range w.Headers {
		if h.Name == name {
			return i
		}
	}
	panic("no header " + name)
}

// A webhook that rules name is not deleted; the error lists the rules. Without the scope that rules need, the plan warns.
func TestAccWebhookIntegration_inUse(t *testing.T) {
	t.Parallel()
	cloud, cli := newMixed(t)
	id := cloud.Webhooks()[0].ID
	rule := emulator.Rule{ID: "rule-1", Name: "made in the UI", RuleType: "check", Status: "active", Recipients: []emulator.Recipient{
		{Type: "integration", IntegrationID: id, Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "critical"}}},
	}}
	o := emulator.Organization{Webhooks: cloud.Webhooks(), Rules: []emulator.Rule{rule}}
	if err := cloud.Seed(o); err != nil {
		t.Fatal(err)
	}
	out, status := cli.Run("destroy", "-no-color", "-auto-approve")
	if want := `still have "pager" as a recipient: made in the UI (id rule-1)`; status != 1 || !strings.Contains(acctest.Unwrapped(out), want) {
		t.Errorf("got status %d, want %q in:\n%s", status, want, out)
	}
	cli.Write("main.tf", strings.Replace(mixed, `["alert_notification", "incidents"]`, `["incidents"]`, 1))
	out = cli.MustRun("plan", "-no-color")
	if want := `Rules can no longer notify this webhook`; !strings.Contains(out, want) || !strings.Contains(out, "made in the UI (id rule-1)") {
		t.Errorf("want %q in:\n%s", want, out)
	}
}

const pagedRule = `
resource "soda_notification_rule" "gold" {
  name       = "gold"
  rule_type  = "check"
  recipients = [%s{ email = "dq@example.com", levels = ["critical"] }]
}
`

// Terraform deletes a webhook before it changes the rule that named it. The error says how to get out of that, and the way
// to avoid it works.
func TestAccWebhookIntegration_removedWithItsMention(t *testing.T) {
	t.Parallel()
	mention := `{ integration_id = soda_webhook_integration.pager.id, levels = ["critical"] }, `
	for name, lifecycle := range map[string]string{"as it comes": "", "create_before_destroy": "lifecycle {\n    create_before_destroy = true\n  }\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			webhook := strings.Replace(mixed, "  headers = {", "  "+lifecycle+"  headers = {", 1)
			cli := acctest.NewCLI(t, map[string]string{"webhook.tf": webhook, "rule.tf": fmt.Sprintf(pagedRule, mention)}, cloud.Env()...)
			cli.MustRun("apply", "-no-color", "-auto-approve")
			cli.Write("webhook.tf", "")
			cli.Write("rule.tf", fmt.Sprintf(pagedRule, ""))
			out, status := cli.Run("apply", "-no-color", "-auto-approve")
			if lifecycle == "" {
				if want := "apply the rule alone with -target=soda_notification_rule.NAME"; status != 1 || !strings.Contains(acctest.Unwrapped(out), want) {
					t.Fatalf("got status %d, want %q in:\n%s", status, want, out)
				}
				cli.MustRun("apply", "-no-color", "-auto-approve", "-target=soda_notification_rule.gold")
				out, status = cli.Run("apply", "-no-color", "-auto-approve")
			}
			if status != 0 || len(cloud.Webhooks()) != 0 {
				t.Errorf("got status %d and %d webhooks:\n%s", status, len(cloud.Webhooks()), out)
			}
		})
	}
}

// A Soda Cloud that stores another URL than it was sent: a new webhook is kept with a warning, a change is an error, and the
// next plan shows the difference each time.
func TestAccWebhookIntegration_storedOtherwise(t *testing.T) {
	t.Parallel()
	cloud := emulator.New(emulator.Options{Limits: emulator.LimitsOff})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		cloud.ServeHTTP(answer, r)
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(bytes.ReplaceAll(answer.Body.Bytes(), []byte("example.com/soda"), []byte("example.com/soda/")))
	}))
	defer server.Close()
	cli := acctest.NewCLI(t, map[string]string{"main.tf": mixed}, "SODA_CLOUD_HOST="+server.URL,
		"SODA_API_KEY_ID="+emulator.DefaultAPIKeyID, "SODA_API_KEY_SECRET="+emulator.DefaultAPIKeySecret)
	const want = "Soda Cloud returned a different url than was sent"
	if out := acctest.Unwrapped(cli.MustRun("apply", "-no-color", "-auto-approve")); !strings.Contains(out, want) {
		t.Errorf("create: want %q in:\n%s", want, out)
	}
	out, status := cli.Run("apply", "-no-color", "-auto-approve")
	if status != 1 || !strings.Contains(acctest.Unwrapped(out), want) || !strings.Contains(out, "0 to add, 1 to change, 0 to destroy") {
		t.Errorf("update: got status %d, want %q and a change in place in:\n%s", status, want, out)
	}
	cli.Write("main.tf", strings.Replace(mixed, "/soda\"", "/soda/\"", 1))
	cli.ExpectEmptyPlan()
}

// Warnings, not errors, where plans would show what looks like a secret.
func TestAccWebhookIntegration_credentialWarnings(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ from, to, want string }{
		"a header":           {`"X-Team"        = { value = "data" }`, `"X-Team-Token" = { value = "data" }`, `Header "X-Team-Token" seems to carry a credential`},
		"user information":   {`https://events`, `https://me:pw@events`, `The user information of the URL seems to carry a credential`},
		"a query parameter":  {`/soda"`, `/soda?access_token=x"`, `The query parameter access_token of the URL`},
		"a path":             {`/soda"`, `/hooks/T0123ABCDEFGH456789XYZ"`, `The path of the URL`},
		"nothing of a token": {`/soda"`, `/a-long-path-that-says-what-it-is"`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli := acctest.NewCLI(t, map[string]string{"main.tf": strings.Replace(mixed, tc.from, tc.to, 1)})
			out := acctest.Unwrapped(cli.MustRun("validate", "-no-color"))
			if !strings.Contains(out, tc.want) || (tc.want == "") == strings.Contains(out, "seems to carry a credential") && tc.want == "" {
				t.Errorf("want %q in:\n%s", tc.want, out)
			}
		})
	}
}

// A CLI that does not know write-only values is told what to use instead.
func TestWriteOnly_olderCLI(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t, acctest.NewCloud(t))
	typ := p.ResourceType("soda_webhook_integration")
	config := p.Object("soda_webhook_integration", map[string]tftypes.Value{
		"name":      tftypes.NewValue(tftypes.String, "pager"),
		"url":       tftypes.NewValue(tftypes.String, "https://example.com"),
		"scopes":    tftypes.NewValue(typ.AttributeTypes["scopes"], []tftypes.Value{}),
		"secret_wo": tftypes.NewValue(tftypes.String, "sign"),
	})
	for allowed, want := range map[bool]int{false: 1, true: 0} {
		resp, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: "soda_webhook_integration", Config: p.Encode(config),
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: allowed},
		})
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, d := range resp.Diagnostics {
			if strings.Contains(d.Detail, "use secret instead of secret_wo") {
				got++
			}
		}
		if got != want {
			t.Errorf("write-only values allowed %t: got %d such errors, want %d: %v", allowed, got, want, resp.Diagnostics)
		}
	}
}
