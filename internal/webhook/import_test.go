package webhook_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// Answers that mask or leave out values, in another order and spelling, make no difference.
func TestAccPlan_maskedAnswers(t *testing.T) {
	t.Parallel()
	for _, values := range []emulator.HeaderValues{emulator.HeaderValuesMask, emulator.HeaderValuesOmit} {
		t.Run(string(values), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues, o.Shuffle = values, 1 })
			cli := acctest.NewCLI(t, map[string]string{"main.tf": mixed}, cloud.Env()...)
			cli.MustRun("apply", "-no-color", "-auto-approve")
			edit(cloud, func(w *emulator.Webhook) {
				for i := range w.Headers {
					w.Headers[i].Name = strings.ToLower(w.Headers[i].Name)
				}
			})
			cli.ExpectEmptyPlan()
			if got := writes(cloud); got != 1 {
				t.Errorf("got %d writes, want the create alone", got)
			}
		})
	}
}

// An import takes what Soda shows, names what it does not, and ends in an update in place, not in a replacement.
func TestAccWebhookIntegration_importMasked(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues = emulator.HeaderValuesMask })
	seeded := emulator.Webhook{ID: "w-1", Name: "pager", URL: "https://events.example.com/soda", Scopes: []string{"incidents"}, Secret: "sign",
		Headers: []emulator.Header{{Name: "Authorization", Value: "token"}, {Name: "X-Team", Value: "data"}}}
	if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{seeded}}); err != nil {
		t.Fatal(err)
	}
	block := "import {\n  to = soda_webhook_integration.pager\n  id = \"name:pager\"\n}\n"
	cli := acctest.NewCLI(t, map[string]string{"import.tf": block}, cloud.Env()...)
	out := cli.MustRun("plan", "-no-color", "-generate-config-out=generated.tf")
	for _, want := range []string{`values of these headers of "pager": Authorization, X-Team`, `"pager" signs its payload`, `keep the secret with has_secret = true`, "1 to import, 0 to add, 0 to change"} {
		if !strings.Contains(acctest.Unwrapped(out), want) {
			t.Errorf("want %q in:\n%s", want, out)
		}
	}
	generated := cli.Read("generated.tf")
	for _, want := range []string{`Authorization`, `X-Team`, `scopes = ["incidents"]`, `has_secret = true`} {
		if !strings.Contains(regexp.MustCompile(` +`).ReplaceAllString(generated, " "), want) {
			t.Errorf("want %q in:\n%s", want, generated)
		}
	}
	cli.Write("generated.tf", `
resource "soda_webhook_integration" "pager" {
  name      = "pager"
  url       = "https://events.example.com/soda"
  scopes    = ["incidents"]
  secret_wo = "sign"
  headers   = { "Authorization" = { secret_wo = "token" }, "X-Team" = { value = "data" } }
}
`)
	out = cli.MustRun("apply", "-no-color", "-auto-approve")
	if want := "1 imported, 0 added, 1 changed, 0 destroyed"; !strings.Contains(out, want) {
		t.Errorf("want %q in:\n%s", want, out)
	}
	cli.ExpectEmptyPlan()
	if w := cloud.Webhooks()[0]; w.Secret != "sign" || w.Headers[0].Value != "token" || w.Headers[1].Value != "data" {
		t.Errorf("the cloud holds %+v", w)
	}
}

// What Soda Cloud hides stays as it is: what a CLI generates is imported as it stands.
func TestAccWebhookIntegration_importGenerated(t *testing.T) {
	t.Parallel()
	for _, values := range []emulator.HeaderValues{emulator.HeaderValuesMask, emulator.HeaderValuesOmit} {
		t.Run(string(values), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues = values })
			if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{
				ID: "w-1", Name: "pager", URL: "https://events.example.com/soda", Scopes: []string{"incidents"}, Secret: "sign",
				Headers: []emulator.Header{{Name: "Authorization", Value: "token"}, {Name: "X-Team", Value: "data"}, {Name: "X-Empty"}},
			}}}); err != nil {
				t.Fatal(err)
			}
			cli := acctest.NewCLI(t, map[string]string{"import.tf": "import {\n  to = soda_webhook_integration.pager\n  id = \"w-1\"\n}\n"}, cloud.Env()...)
			cli.MustRun("plan", "-no-color", "-generate-config-out=generated.tf")
			if out, want := cli.MustRun("apply", "-no-color", "-auto-approve"), "1 imported, 0 added, 0 changed, 0 destroyed"; !strings.Contains(out, want) {
				t.Errorf("want %q in:\n%s\n%s", want, out, cli.Read("generated.tf"))
			}
			cli.ExpectEmptyPlan()
			if w := cloud.Webhooks()[0]; writes(cloud) != 0 || w.Secret != "sign" || w.Headers[0].Value != "token" || w.Headers[1].Value != "data" {
				t.Errorf("got %d writes, and the cloud holds %+v", writes(cloud), w)
			}
		})
	}
}

// The guide to adoption says which CLIs write a header name with a dot without quotes, and that quotes are all it takes.
func TestAccWebhookIntegration_importDottedName(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{
		ID: "w-1", Name: "pager", URL: "https://events.example.com/soda", Scopes: []string{"incidents"}, Headers: []emulator.Header{{Name: "X.Team", Value: "data"}},
	}}}); err != nil {
		t.Fatal(err)
	}
	cli := acctest.NewCLI(t, map[string]string{"import.tf": "import {\n  to = soda_webhook_integration.pager\n  id = \"w-1\"\n}\n"}, cloud.Env()...)
	out, status := cli.Run("plan", "-no-color", "-generate-config-out=generated.tf")
	generated := cli.Read("generated.tf")
	bare := regexp.MustCompile(`(?m)^( +)X\.Team = `)
	if quoted := !bare.MatchString(generated); quoted != cli.QuotesKeys() || (status == 0) != quoted {
		t.Errorf("got status %d and quotes: %t, want %t\n%s\n%s", status, quoted, cli.QuotesKeys(), out, generated)
	}
	withoutNulls := regexp.MustCompile(`(?m)^.*= null.*\n`).ReplaceAllString(generated, "")
	cli.Write("generated.tf", bare.ReplaceAllString(withoutNulls, `$1"X.Team" = `))
	if out, want := cli.MustRun("apply", "-no-color", "-auto-approve"), "1 imported, 0 added, 1 changed, 0 destroyed"; !strings.Contains(out, want) {
		t.Errorf("want %q in:\n%s", want, out) // a name that is not known to be harmless: the update takes the value out of the state
	}
	if got := headerOf(cloud, "X.Team"); got != "data" {
		t.Errorf("the cloud holds %q", got)
	}
	cli.ExpectEmptyPlan()
}

// Where Soda shows header values, a secret among them is not written into the configuration. Filled in, it plans nothing.
func TestAccWebhookIntegration_importShown(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{
		ID: "w-1", Name: "pager", URL: "https://events.example.com/soda", Scopes: []string{"incidents"},
		Headers: []emulator.Header{{Name: "Authorization", Value: "Bearer canary"}, {Name: "X-Team", Value: "data"}},
	}}}); err != nil {
		t.Fatal(err)
	}
	cli := acctest.NewCLI(t, map[string]string{"import.tf": "import {\n  to = soda_webhook_integration.pager\n  id = \"w-1\"\n}\n"}, cloud.Env()...)
	out := cli.MustRun("plan", "-no-color", "-generate-config-out=generated.tf")
	generated := cli.Read("generated.tf")
	if strings.Contains(out+generated, "canary") || !strings.Contains(acctest.Unwrapped(out), `Header "Authorization" keeps the value that it has`) {
		t.Errorf("want a warning and no secret in:\n%s\n%s", out, generated)
	}
	cli.Write("generated.tf", strings.Replace(generated, "= null # sensitive", `= "Bearer canary"`, 1)) // the first is Authorization's
	out = cli.MustRun("apply", "-no-color", "-auto-approve")
	if want := "1 imported, 0 added, 0 changed, 0 destroyed"; !strings.Contains(out, want) || strings.Contains(out, "canary") {
		t.Errorf("want %q and no secret in:\n%s", want, out)
	}
	cli.ExpectEmptyPlan()
}

// Only what is harmless by name and by value is written into a configuration; header.TestSeemsSecret has more of both.
func TestAccWebhookIntegration_importShowsTheHarmless(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	shown := map[string]string{"X-Team": "team finance", "Content-Type": "application/vnd.one+json", "User-Agent": "soda-to-pager"}
	hidden := map[string]string{
		"X-Forward": "canary-1", "X-ApiKey": "canary-2", "AccessToken": "canary-3", "X-Signature": "canary-4", "X-Region": "Bearer canary-5",
		"X-Source": "xoxb-canary-6-0123456789", "X-Owner": "d3b07384-d113-4ec6-a5b6-0f1e2d3c4b5a",
	}
	w := emulator.Webhook{ID: "w-1", Name: "pager", URL: "https://events.example.com/soda", Scopes: []string{}}
	for _, headers := range []map[string]string{shown, hidden} {
		for name, value := range headers {
			w.Headers = append(w.Headers, emulator.Header{Name: name, Value: value})
		}
	}
	if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{w}}); err != nil {
		t.Fatal(err)
	}
	cli := acctest.NewCLI(t, map[string]string{"import.tf": "import {\n  to = soda_webhook_integration.pager\n  id = \"w-1\"\n}\n"}, cloud.Env()...)
	out, _ := cli.Run("plan", "-no-color", "-generate-config-out=generated.tf")
	out += cli.Read("generated.tf")
	for name, value := range shown {
		if !strings.Contains(out, value) {
			t.Errorf("%s: %s is hidden", name, value)
		}
	}
	for name, value := range hidden {
		if !strings.Contains(out, name) || strings.Contains(out, value) {
			t.Errorf("%s: %s is shown, or not even the name", name, value)
		}
	}
}
