package webhook_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// Headers of a webhook that was imported may go without a value: they stay as Soda Cloud has them, nothing is written, and an update sends
// what Soda Cloud shows or stops. So a generated configuration needs no edit.
func TestAccHeld_noValue(t *testing.T) {
	t.Parallel()
	const config = `
resource "soda_webhook_integration" "pager" {
  name    = "pager"
  url     = "https://events.example.com/soda"
  scopes  = ["incidents"]
  secret  = "real-signature"
  headers = { "Authorization" = {}, "X-Team" = { secret = null } }
}
`
	for name, tc := range map[string]struct {
		values emulator.HeaderValues
		shown  bool
	}{
		"masked":   {emulator.HeaderValuesMask, false},
		"left out": {emulator.HeaderValuesOmit, false},
		"shown":    {emulator.HeaderValuesReturn, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, cli := madeInUI(t, tc.values)
			cli.Write("main.tf", strings.Replace(config, "  secret  = \"real-signature\"\n", "", 1))
			edit(cloud, func(w *emulator.Webhook) { w.Secret = "" })
			out := acctest.Unwrapped(cli.MustRun("apply", "-no-color", "-auto-approve"))
			if warned := strings.Contains(out, `Header "Authorization" keeps the value that it has in Soda Cloud`); warned != tc.shown || writes(cloud) > 0 {
				t.Errorf("got %d writes, want none, and a warning: %t\n%s", writes(cloud), tc.shown, out)
			}
			cli.ExpectEmptyPlan()
			cloud.ResetCalls()
			cli.Write("main.tf", strings.Replace(config, "incidents", "contracts", 1))
			out, status := cli.Run("apply", "-no-color", "-auto-approve")
			if (status == 0) != tc.shown || strings.Contains(acctest.Unwrapped(out), `Header "X-Team" has no value`) == tc.shown || (writes(cloud) > 0) != tc.shown {
				t.Errorf("got status %d and %d writes:\n%s", status, writes(cloud), out)
			}
			if strings.Contains(out+cli.Read("terraform.tfstate"), "real-token") {
				t.Errorf("the state or the output holds a secret:\n%s", out)
			}
			if got := headerOf(cloud, "Authorization") + headerOf(cloud, "X-Team"); got != "Bearer real-tokendata" {
				t.Errorf("the cloud holds %q", got)
			}
		})
	}
}

// A header that Terraform gave its value, or that is new, cannot go without one.
func TestAccHeld_noValueRefused(t *testing.T) {
	t.Parallel()
	config := func(headers string) string { return heldConfig("incidents", someURL+"headers = {"+headers+"}", "") }
	for name, before := range map[string]string{
		"a new webhook":       "",
		"a new header":        `"X-Team" = { value = "data" }`,
		"one with a value":    `"Authorization" = { value = "one" }`,
		"one with a secret":   `"Authorization" = { secret = "one" }`,
		"in another spelling": `"authorization" = { secret = "one" }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			cli := acctest.NewCLI(t, nil, cloud.Env()...)
			if before != "" {
				cli.Write("main.tf", config(before))
				cli.MustRun("apply", "-no-color", "-auto-approve")
			}
			cloud.ResetCalls()
			for _, none := range []string{`"Authorization" = {}`, `"Authorization" = { secret = null, value = null }`, `"Authorization" = null`} {
				cli.Write("main.tf", config(none))
				out, status := cli.Run("plan", "-no-color")
				if status != 1 || !strings.Contains(acctest.Unwrapped(out), `Header "Authorization" needs exactly one of`) || writes(cloud) != 0 {
					t.Errorf("%s: got status %d:\n%s", none, status, out)
				}
			}
		})
	}
}
