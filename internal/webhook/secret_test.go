package webhook_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

const variables = `
variable "token" {
  type      = string
  ephemeral = true
}

variable "signing" {
  type      = string
  ephemeral = true
}

variable "kept" {
  type      = string
  sensitive = true
  default   = "kept"
}
`

// secretConfig is a webhook with a header and a signing secret that are write-only, under the version, if there is one.
func secretConfig(version string) string {
	if version != "" {
		version = "secret_wo_version = " + version
	}
	return variables + fmt.Sprintf(`
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification"]
  headers = {
    "Content-Type" = { value = "application/json" }
    "X-Team"       = { secret = var.kept }
    "Authorization" = {
      secret_wo = var.token
      %[1]s
    }
  }
  secret_wo = var.signing
  %[1]s
}
`, version)
}

func setSecrets(cli *acctest.CLI, value string) {
	cli.Setenv("TF_VAR_token", "token-"+value)
	cli.Setenv("TF_VAR_signing", "signing-"+value)
}

// writes counts what was sent to change webhooks.
func writes(cloud *acctest.Cloud) int {
	return cloud.Calls("createWebhookIntegration") + cloud.Calls("updateWebhookIntegration")
}

func expectHeld(t *testing.T, cloud *acctest.Cloud, step string, wantWrites int, value string) {
	t.Helper()
	w := cloud.Webhooks()[0]
	token := ""
	for _, h := range w.Headers {
		if h.Name == "Authorization" {
			token = h.Value
		}
	}
	if got := writes(cloud); got != wantWrites || token != "token-"+value || w.Secret != "signing-"+value {
		t.Errorf("%s: got %d writes, header %q, secret %q; want %d writes and %q", step, got, token, w.Secret, wantWrites, value)
	}
	cloud.ResetCalls()
}

// TestAccSecrets_rotation: however Soda answers, a bumped version or a changed value is sent once, an unchanged value never,
// and an import once, since nothing is known of what Soda has.
func TestAccSecrets_rotation(t *testing.T) {
	t.Parallel()
	for _, answers := range []emulator.HeaderValues{emulator.HeaderValuesReturn, emulator.HeaderValuesMask, emulator.HeaderValuesOmit} {
		for change, tc := range map[string]struct {
			versions [3]string // at create, after the change, after another change once imported
			value    string    // what Soda has after the change
			writes   int       // of each change
		}{
			"version bumped":                {[3]string{"1", "2", "3"}, "new", 1},
			"value changed without version": {[3]string{"", "", ""}, "new", 1},
			"value changed, version kept":   {[3]string{"1", "1", "1"}, "old", 0},
			"neither":                       {[3]string{"", "", ""}, "old", 0},
		} {
			t.Run(fmt.Sprintf("answers %q/%s", answers, change), func(t *testing.T) {
				t.Parallel()
				cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues = answers })
				cli := acctest.NewCLI(t, map[string]string{"main.tf": secretConfig(tc.versions[0])}, cloud.Env()...)
				setSecrets(cli, "old")
				cli.MustRun("apply", "-no-color", "-auto-approve")
				expectHeld(t, cloud, "create", 1, "old")
				cli.ExpectEmptyPlan()

				cli.Write("main.tf", secretConfig(tc.versions[1]))
				if change != "neither" {
					setSecrets(cli, "new")
				}
				cli.MustRun("apply", "-no-color", "-auto-approve")
				expectHeld(t, cloud, "update", tc.writes, tc.value)
				cli.ExpectEmptyPlan()

				cli.MustRun("state", "rm", address)
				cli.MustRun("import", "-no-color", address, "name:pager")
				setSecrets(cli, "imported")
				cli.MustRun("apply", "-no-color", "-auto-approve")
				expectHeld(t, cloud, "import", 1, "imported")
				cli.ExpectEmptyPlan()

				cli.Write("main.tf", secretConfig(tc.versions[2]))
				value := "imported"
				if change != "neither" {
					setSecrets(cli, "newer")
				}
				if tc.writes > 0 {
					value = "newer"
				}
				cli.MustRun("apply", "-no-color", "-auto-approve")
				expectHeld(t, cloud, "update after import", tc.writes, value)
			})
		}
	}
}

// A saved plan is applied although a secret has another value by then, or the old one again: what is sent is what the apply
// has, and the next plan is empty.
func TestAccSecrets_changedBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ name, atPlan, atApply string }{
		"another value at apply":              {"renamed", "old", "new"},
		"another value at plan, too":          {"renamed", "other", "new"},
		"the same value":                      {"renamed", "old", "old"},
		"a rotation, and another value again": {"pager", "other", "new"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			cli := acctest.NewCLI(t, map[string]string{"main.tf": secretConfig("")}, cloud.Env()...)
			setSecrets(cli, "old")
			cli.MustRun("apply", "-no-color", "-auto-approve")
			cloud.ResetCalls()
			cli.Write("main.tf", strings.Replace(secretConfig(""), `"pager"
  url`, fmt.Sprintf("%q\n  url", tc.name), 1))
			setSecrets(cli, tc.atPlan)
			cli.MustRun("plan", "-no-color", "-out=plan.tfplan")
			setSecrets(cli, tc.atApply)
			cli.MustRun("apply", "-no-color", "plan.tfplan")
			expectHeld(t, cloud, "apply", 1, tc.atApply)
			cli.ExpectEmptyPlan()
		})
	}
}

// Who takes over the counting with the number it had come to is told that a changed value would not be sent.
func TestAccSecrets_missedVersion(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": secretConfig("")}, cloud.Env()...)
	setSecrets(cli, "old")
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.Write("main.tf", secretConfig("1"))
	setSecrets(cli, "new")
	out := acctest.Unwrapped(cli.MustRun("plan", "-no-color"))
	for _, want := range []string{`Header "Authorization" has a new value that is not sent`, `The signing secret has a new value that is not sent`} {
		if !strings.Contains(out, want) {
			t.Errorf("want %q in:\n%s", want, out)
		}
	}
}

// A header goes from one form to another and back: one update each, and nothing of the form before is left in the state.
func TestAccSecrets_formChanges(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	form := func(header, signing string) string {
		return fmt.Sprintf(`
resource "soda_webhook_integration" "pager" {
  name    = "pager"
  url     = "https://events.example.com/soda"
  scopes  = []
  headers = { "X-Auth" = { %s } }
  %s
}
`, header, signing)
	}
	cli := acctest.NewCLI(t, map[string]string{"main.tf": form(`secret_wo = "in-wo"`, `secret_wo = "sign-wo"`)}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cloud.ResetCalls()
	for _, step := range []struct{ header, signing, sent, signed, inState string }{
		{`secret = "in-secret"`, `secret = "sign-secret"`, "in-secret", "sign-secret", "in-secret sign-secret"},
		{`value = "in-value"`, ``, "in-value", "", "in-value"},
		{`secret = "in-secret"`, `secret = "sign-secret"`, "in-secret", "sign-secret", "in-secret sign-secret"},
		{`secret_wo = "in-wo"`, `secret_wo = "sign-wo"`, "in-wo", "sign-wo", ""},
		{"secret_wo = \"in-wo\"\n secret_wo_version = 7", "secret_wo = \"sign-wo\"\n secret_wo_version = 7", "in-wo", "sign-wo", ""},
	} {
		cli.Write("main.tf", form(strings.ReplaceAll(step.header, "\n", ","), step.signing))
		cli.MustRun("apply", "-no-color", "-auto-approve")
		w := cloud.Webhooks()[0]
		if got := writes(cloud); got != 1 || w.Headers[0].Value != step.sent || w.Secret != step.signed {
			t.Errorf("%s: got %d writes, header %q, secret %q", step.header, got, w.Headers[0].Value, w.Secret)
		}
		cloud.ResetCalls()
		cli.ExpectEmptyPlan()
		state := cli.Read("terraform.tfstate")
		for _, value := range []string{"in-wo", "in-secret", "in-value", "sign-wo", "sign-secret"} {
			if got, want := strings.Contains(state, value), strings.Contains(step.inState, value); got != want {
				t.Errorf("%s: the state holds %q: %t, want %t", step.header, value, got, want)
			}
		}
		// Only values whose versions the provider counts leave a hash in the private state.
		counted := strings.Contains(step.header, "secret_wo") && !strings.Contains(step.header, "version")
		if got := strings.Contains(privateData(t, state), `"write_only"`); got != counted {
			t.Errorf("%s: the private state holds a hash: %t, want %t", step.header, got, counted)
		}
	}
}
