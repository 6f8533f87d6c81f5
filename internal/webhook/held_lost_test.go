package webhook_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// What an update without a response leaves in the state of a value that ignore_changes holds is never sent: neither where the update sent
// the value as it was, nor where ignore_changes came afterwards.
func TestAccHeld_afterLostUpdate(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ attributes, ignored string }{
		"a signing secret":   {`secret = "applied-1"`, "secret"},
		"a secret header":    {`headers = { "X-Team" = { secret = "applied-1" } }`, "headers"},
		"a header's value":   {`headers = { "X-Team" = { value = "applied-1" } }`, "headers"},
		"header and signing": {"secret = \"applied-1\"\n" + `headers = { "X-Team" = { secret = "applied-1" } }`, "secret, headers"},
	} {
		for _, values := range []emulator.HeaderValues{emulator.HeaderValuesMask, emulator.HeaderValuesOmit, emulator.HeaderValuesReturn} {
			for _, late := range []bool{false, true} {
				t.Run(strings.Join([]string{name, string(values), map[bool]string{true: "ignored later"}[late]}, "/"), func(t *testing.T) {
					t.Parallel()
					config := func(scope, value string, ignored bool) string {
						held := ""
						if ignored {
							held = tc.ignored
						}
						return "provider \"soda\" {\n  max_retries = 0\n}\n" + heldConfig(scope, someURL+strings.ReplaceAll(tc.attributes, "applied-1", value), held)
					}
					cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues = values })
					cli := acctest.NewCLI(t, map[string]string{"main.tf": config("incidents", "applied-1", !late)}, cloud.Env()...)
					cli.MustRun("apply", "-no-color", "-auto-approve")
					cloud.FailNext("updateWebhookIntegration", emulator.Fault{Kind: emulator.ResetAfter})
					want := "applied-1"
					if late { // the value itself is what was sent
						want = "applied-2"
						cli.Write("main.tf", config("incidents", want, false))
					} else {
						cli.Write("main.tf", config("contracts", want, true))
					}
					if out, status := cli.Run("apply", "-no-color", "-auto-approve"); status == 0 {
						t.Fatalf("want an update without a response:\n%s", out)
					}
					scope := map[bool]string{true: "contracts", false: "incidents"}[late] // another than before
					cli.Write("main.tf", config(scope, want, true))
					out, status := cli.Run("apply", "-no-color", "-auto-approve")
					w := cloud.Webhooks()[0]
					if status != 0 || w.Scopes[0] != scope {
						t.Errorf("got status %d, and the cloud holds %+v, want the scope %s:\n%s", status, w, scope, out)
					}
					if strings.Contains(tc.ignored, "secret") && w.Secret != want || strings.Contains(tc.ignored, "headers") && headerOf(cloud, "X-Team") != want {
						t.Errorf("the cloud holds %+v, want %s:\n%s", w, want, out)
					}
				})
			}
		}
	}
}

// A change of a held value that no refresh has seen before an update of something else is kept by it, and planned back once ignore_changes
// is gone.
func TestAccDrift_writeOnlyIgnoredUnseen(t *testing.T) {
	t.Parallel()
	for _, saved := range []bool{false, true} {
		t.Run(map[bool]string{true: "saved plan", false: "no refresh"}[saved], func(t *testing.T) {
			t.Parallel()
			cloud, cli := newHidden(t, emulator.HeaderValuesReturn, hidden("", "", "headers"))
			cli.Write("main.tf", rescoped(hidden("", "", "headers")))
			apply := []string{"apply", "-no-color", "-auto-approve", "-refresh=false"}
			if saved {
				cli.MustRun("plan", "-no-color", "-out=plan.tfplan")
				apply = []string{"apply", "-no-color", "plan.tfplan"}
			}
			edit(cloud, byHand["X-Key"])
			cli.MustRun(apply...)
			if got := headerOf(cloud, "X-Key"); got != "changed-key" {
				t.Errorf("the cloud holds %q", got)
			}
			cli.Write("main.tf", rescoped(hidden("", "", "")))
			cli.MustRun("apply", "-no-color", "-auto-approve")
			if !restored(cloud) {
				t.Errorf("the cloud holds %+v", cloud.Webhooks()[0])
			}
			cli.ExpectEmptyPlan()
		})
	}
}
