package webhook_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A webhook that was imported keeps its signing secret with has_secret = true, whatever Soda Cloud shows of its headers: nothing is
// written, an update stops, and once the secret is in the configuration it goes along with the update.
func TestAccKept_signingSecret(t *testing.T) {
	t.Parallel()
	for _, values := range []emulator.HeaderValues{emulator.HeaderValuesReturn, emulator.HeaderValuesMask, emulator.HeaderValuesOmit} {
		for name, headers := range map[string]string{
			"without values": `headers = { "Authorization" = {}, "X-Team" = {} }`,
			"with values":    `headers = { "Authorization" = { secret = "Bearer real-token" }, "X-Team" = { value = "data" } }`,
		} {
			t.Run(string(values)+" "+name, func(t *testing.T) {
				t.Parallel()
				cloud, cli := madeInUI(t, values)
				config := func(scope, signing string) string { return heldConfig(scope, someURL+signing+"\n  "+headers, "") }
				hidden := values != emulator.HeaderValuesReturn && name == "with values" // the first apply has to send them, and cannot
				cli.Write("main.tf", config("incidents", "has_secret = true"))
				out, status := cli.Run("apply", "-no-color", "-auto-approve")
				if (status != 0) != hidden || writes(cloud) != 0 {
					t.Fatalf("got status %d and %d writes:\n%s", status, writes(cloud), out)
				}
				if !hidden {
					cli.ExpectEmptyPlan()
				}
				cli.Write("main.tf", config("contracts", "has_secret = true"))
				out, status = cli.Run("apply", "-no-color", "-auto-approve")
				if status != 1 || !strings.Contains(acctest.Unwrapped(out), "Error: The signing secret has no value") || writes(cloud) != 0 || cloud.Webhooks()[0].Secret != "real-signature" {
					t.Errorf("got status %d, %d writes, and the cloud holds %q:\n%s", status, writes(cloud), cloud.Webhooks()[0].Secret, out)
				}
				if name == "without values" && values != emulator.HeaderValuesReturn {
					return // the headers stop an update, too
				}
				cli.Write("main.tf", config("contracts", "has_secret = true\n  secret = \"rotated\""))
				cli.MustRun("apply", "-no-color", "-auto-approve")
				cli.ExpectEmptyPlan()
				if got := cloud.Webhooks()[0].Secret + headerOf(cloud, "Authorization"); got != "rotatedBearer real-token" {
					t.Errorf("the cloud holds %q", got)
				}
			})
		}
	}
}

// There has to be a secret to keep, and has_secret says nothing that the configuration contradicts.
func TestAccKept_refused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		imported           bool
		attributes, reason string
	}{
		"a new webhook":         {false, "has_secret = true", "No signing secret to keep"},
		"none in Soda Cloud":    {true, "has_secret = true\n  headers = { \"Authorization\" = {}, \"X-Team\" = {} }", "No signing secret to keep"},
		"false with a secret":   {false, "has_secret = false\n  secret = \"x\"", "Signing secret rejected"},
		"false with secret_wo":  {false, "has_secret = false\n  secret_wo = \"x\"", "Signing secret rejected"},
		"a version of no value": {false, "has_secret = true\n  secret_wo_version = 1", "Version without a value"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, cli := madeInUI(t, emulator.HeaderValuesReturn)
			edit(cloud, func(w *emulator.Webhook) { w.Secret = "" })
			if !tc.imported {
				cloud.ForgetWebhook("w-1")
				cli.Write("import.tf", "")
			}
			cli.Write("main.tf", heldConfig("incidents", someURL+tc.attributes, ""))
			out, status := cli.Run("apply", "-no-color", "-auto-approve")
			if status != 1 || !strings.Contains(out, "Error: "+tc.reason) || writes(cloud) != 0 {
				t.Errorf("got status %d and %d writes, want %q:\n%s", status, writes(cloud), tc.reason, out)
			}
		})
	}
}

// has_secret = true also holds a secret that Terraform wrote, once it has left the configuration or ignore_changes hides it.
func TestAccKept_afterWrite(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ then, ignored string }{
		"removed": {"has_secret = true", ""},
		"ignored": {"has_secret = true\n  secret_wo = \"two\"", "secret_wo"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			cli := acctest.NewCLI(t, map[string]string{"main.tf": heldConfig("incidents", someURL+"secret_wo = \"one\"", tc.ignored)}, cloud.Env()...)
			cli.MustRun("apply", "-no-color", "-auto-approve")
			cli.Write("main.tf", heldConfig("incidents", someURL+tc.then, tc.ignored))
			cli.ExpectEmptyPlan()
			cli.Write("main.tf", heldConfig("incidents", someURL, ""))
			cli.MustRun("apply", "-no-color", "-auto-approve")
			cli.ExpectEmptyPlan()
			if got := cloud.Webhooks()[0].Secret; got != "" {
				t.Errorf("the cloud holds %q, want no secret once nothing asks for one", got)
			}
		})
	}
}
