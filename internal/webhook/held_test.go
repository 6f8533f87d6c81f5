package webhook_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// heldConfig is a webhook with the attributes, and with what its lifecycle ignores.
func heldConfig(scope, attributes, ignored string) string {
	return fmt.Sprintf(`
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  scopes = [%q]
  %s
  lifecycle {
    ignore_changes = [%s]
  }
}
`, scope, attributes, ignored)
}

const someURL = "url = \"https://events.example.com/soda\"\n  "

// madeInUI is a cloud with a webhook that Terraform did not create, and the configuration that imports it.
func madeInUI(t *testing.T, values emulator.HeaderValues) (*acctest.Cloud, *acctest.CLI) {
	t.Helper()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues = values })
	if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{
		ID: "w-1", Name: "pager", URL: "https://events.example.com/soda", Scopes: []string{"incidents"}, Secret: "real-signature",
		Headers: []emulator.Header{{Name: "Authorization", Value: "Bearer real-token"}, {Name: "X-Team", Value: "data"}},
	}}}); err != nil {
		t.Fatal(err)
	}
	block := "import {\n  to = soda_webhook_integration.pager\n  id = \"w-1\"\n}\n"
	return cloud, acctest.NewCLI(t, map[string]string{"import.tf": block}, cloud.Env()...)
}

// A header for which neither the plan nor the state has a value is never erased: the plan of an update stops, and names the
// header. Where Soda Cloud shows the value, that is what the update sends.
func TestAccHeld_importedHeader(t *testing.T) {
	t.Parallel()
	headers := `headers = { "Authorization" = { %s = "kept outside" }, "X-Team" = { value = "data" } }`
	for name, tc := range map[string]struct {
		values  emulator.HeaderValues
		form    string
		ignored string
		stops   bool
	}{
		"masked, secret":                  {emulator.HeaderValuesMask, "secret", "headers, secret", true},
		"masked, value":                   {emulator.HeaderValuesMask, "value", "headers, secret", true},
		"masked, secret_wo":               {emulator.HeaderValuesMask, "secret_wo", "headers, secret", true},
		"left out, secret":                {emulator.HeaderValuesOmit, "secret", "headers, secret", true},
		"left out, one header ignored":    {emulator.HeaderValuesOmit, "secret", `headers["Authorization"], secret`, true},
		"left out, secret_wo of one":      {emulator.HeaderValuesOmit, "secret_wo", `headers["Authorization"].secret_wo, secret`, true},
		"shown, secret":                   {emulator.HeaderValuesReturn, "secret", "headers, secret", false},
		"shown, one header ignored":       {emulator.HeaderValuesReturn, "secret_wo", `headers["Authorization"], secret`, false},
		"shown, a form of one is ignored": {emulator.HeaderValuesReturn, "secret", `headers["Authorization"].secret, secret`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, cli := madeInUI(t, tc.values)
			attributes := someURL + "secret = \"real-signature\"\n  " + fmt.Sprintf(headers, tc.form)
			cli.Write("main.tf", strings.Replace(heldConfig("contracts", attributes, tc.ignored), ", secret]", "]", 1))
			out, status := cli.Run("apply", "-no-color", "-auto-approve")
			text := acctest.Unwrapped(out)
			if stopped := status != 0; stopped != tc.stops {
				t.Fatalf("got status %d:\n%s", status, out)
			}
			if tc.stops && (!strings.Contains(text, `Error: Header "Authorization" has no value`) || !strings.Contains(text, "ignore_changes") || !strings.Contains(text, "remove headers from it") || writes(cloud) != 0) {
				t.Errorf("got %d writes, want none and an error that names the header and ignore_changes:\n%s", writes(cloud), out)
			}
			if got := headerOf(cloud, "Authorization"); got != "Bearer real-token" {
				t.Errorf("the cloud holds %q", got)
			}
			if strings.Contains(out, "real-token") {
				t.Errorf("a secret is shown:\n%s", out)
			}
		})
	}
}

// A signing secret that ignore_changes hides from the plan is neither removed nor sent by the apply.
func TestAccHeld_signingSecret(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		attributes, ignored string
		stops               bool
	}{
		"secret_wo":                   {`secret_wo = "%s"`, "secret_wo", true},
		"beside a counted header":     {"secret_wo = \"%[1]s\"\n  headers = { \"X-Key\" = { secret_wo = \"%[1]s\" } }", "secret_wo", true},
		"with its version":            {`secret_wo = "%s"`, "secret_wo, secret_wo_version", false},
		"with a version of one's own": {"secret_wo = \"%s\"\n  secret_wo_version = 1", "secret_wo", false},
		"held by the version":         {"secret_wo = \"%s\"\n  secret_wo_version = 1", "", false},
		"secret":                      {`secret = "%s"`, "secret", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			config := func(scope, secret string) string {
				return heldConfig(scope, someURL+fmt.Sprintf(tc.attributes, secret), tc.ignored)
			}
			cli := acctest.NewCLI(t, map[string]string{"main.tf": config("incidents", "one")}, cloud.Env()...)
			cli.MustRun("apply", "-no-color", "-auto-approve")
			cloud.ResetCalls()
			cli.Write("main.tf", config("incidents", "two"))
			out, status := cli.Run("apply", "-no-color", "-auto-approve")
			if tc.stops {
				if text := acctest.Unwrapped(out); status != 1 || !strings.Contains(text, "The configuration has a signing secret, but the plan has none") || !strings.Contains(text, "Remove them from ignore_changes") || !strings.Contains(text, "secret_wo_version") {
					t.Errorf("got status %d:\n%s", status, out)
				}
			} else {
				cli.ExpectEmptyPlan()
			}
			if got := cloud.Webhooks()[0].Secret; got != "one" || writes(cloud) != 0 {
				t.Errorf("got %d writes, and the cloud holds %q", writes(cloud), got)
			}
		})
	}
}

// What is held and hidden goes along with any other update, as the API wants; the plan says so. The signing secret is always
// hidden.
func TestAccHeld_sentAgain(t *testing.T) {
	t.Parallel()
	attributes := func(secret string) string {
		return someURL + fmt.Sprintf("secret_wo = %[1]q\n  headers = { \"Authorization\" = { secret_wo = %[1]q }, \"X-Team\" = { value = \"data\" } }", secret)
	}
	for _, values := range []emulator.HeaderValues{emulator.HeaderValuesReturn, emulator.HeaderValuesMask} {
		for _, ignored := range []string{"headers, secret_wo, secret_wo_version", `headers["Authorization"].secret_wo, secret_wo, secret_wo_version`} {
			t.Run(string(values)+" "+ignored, func(t *testing.T) {
				t.Parallel()
				cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues = values })
				cli := acctest.NewCLI(t, map[string]string{"main.tf": heldConfig("incidents", attributes("one"), ignored)}, cloud.Env()...)
				cli.MustRun("apply", "-no-color", "-auto-approve")
				edit(cloud, func(w *emulator.Webhook) { w.Headers[headerIndex(w, "Authorization")].Value = "rotated outside" })
				cli.ExpectEmptyPlan()
				cli.Write("main.tf", heldConfig("contracts", attributes("one"), ignored))
				out := acctest.Unwrapped(cli.MustRun("apply", "-no-color", "-auto-approve"))
				hidden, want := values == emulator.HeaderValuesMask, "rotated outside"
				if hidden {
					want = "one"
				}
				if got := headerOf(cloud, "Authorization"); got != want || cloud.Webhooks()[0].Secret != "one" {
					t.Errorf("the cloud holds %q and %q, want %q", got, cloud.Webhooks()[0].Secret, want)
				}
				if !strings.Contains(out, "The signing secret is in ignore_changes") || strings.Contains(out, `Header "Authorization" is in ignore_changes`) != hidden {
					t.Errorf("want warnings of what is sent again:\n%s", out)
				}
				cli.ExpectEmptyPlan()
			})
		}
	}
}

// A write-only value that turned null between plan and apply does not erase what Soda Cloud has: validation
// sees it, which Terraform does once more in the apply.
func TestAccHeld_nullAtApply(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ attributes, want string }{
		"header":         {someURL + `headers = { "Authorization" = { secret_wo = var.secret.it, secret_wo_version = 1 } }`, `secret_wo_version requires secret_wo`},
		"signing secret": {someURL + "secret_wo = var.secret.it\n  secret_wo_version = 1", "secret_wo_version requires secret_wo"},
		"URL":            {"url_wo = var.secret.it\n  url_wo_version = 1", "Set url, or url_wo if the URL is a secret"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			config := heldConfig("incidents", tc.attributes, "") + "variable \"secret\" {\n  type = object({ it = string })\n  ephemeral = true\n}\n"
			cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
			const set, null = `-var=secret={it="https://events.example.com/one"}`, `-var=secret={it=null}`
			cli.MustRun("apply", "-no-color", "-auto-approve", set)
			cli.Write("main.tf", strings.Replace(config, "incidents", "contracts", 1))
			cli.MustRun("plan", "-no-color", "-out=plan.tfplan", set)
			cloud.ResetCalls()
			out, status := cli.Run("apply", "-no-color", null, "plan.tfplan")
			if text := acctest.Unwrapped(out); status != 1 || !strings.Contains(text, tc.want) || writes(cloud) != 0 {
				t.Errorf("got status %d and %d writes, want %q:\n%s", status, writes(cloud), tc.want, out)
			}
		})
	}
}
