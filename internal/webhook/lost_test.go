package webhook_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// An update whose response is lost may have been carried out, whatever the response to a second attempt. Where Soda Cloud hides what it holds, the state does not claim to
// know it: putting the old value back is a plan that writes, and so is leaving the new one.
func TestAccLost_update(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		values emulator.HeaderValues
		form   string // of the header and of the signing secret; %[1]s is the value, %[2]s the version
	}{
		"secrets in the state":   {emulator.HeaderValuesMask, `{ secret = "%[1]s" }` + "\n  }\n  secret = \"%[1]s\"\n"},
		"values":                 {emulator.HeaderValuesOmit, `{ value = "%[1]s" }` + "\n  }\n"},
		"write-only, counted":    {emulator.HeaderValuesMask, `{ secret_wo = "%[1]s" }` + "\n  }\n  secret_wo = \"%[1]s\"\n"},
		"write-only, by version": {emulator.HeaderValuesMask, `{ secret_wo = "%[1]s", secret_wo_version = %[2]s }` + "\n  }\n  secret_wo = \"%[1]s\"\n  secret_wo_version = %[2]s\n"},
		"write-only, shown":      {emulator.HeaderValuesReturn, `{ secret_wo = "%[1]s" }` + "\n  }\n  secret_wo = \"%[1]s\"\n"},
		"secrets, shown":         {emulator.HeaderValuesReturn, `{ secret = "%[1]s" }` + "\n  }\n  secret = \"%[1]s\"\n"},
	} {
		for _, end := range []struct {
			back    bool
			retries int
			faults  []emulator.Fault
		}{
			{true, 0, []emulator.Fault{{Kind: emulator.ResetAfter}}},
			{false, 0, []emulator.Fault{{Kind: emulator.ResetAfter}}},
			{true, 1, []emulator.Fault{{Kind: emulator.ResetAfter}, {Status: 403}}}, // sent again, and refused
		} {
			t.Run(fmt.Sprintf("%s/%t/%d", name, end.back, end.retries), func(t *testing.T) {
				t.Parallel()
				config := func(value, version string) string {
					return fmt.Sprintf("provider \"soda\" {\n  max_retries = %d\n}\n\n", end.retries) + "resource \"soda_webhook_integration\" \"pager\" {\n  name = \"pager\"\n  url = \"https://events.example.com/soda\"\n" +
						"  scopes = [\"incidents\"]\n  headers = {\n    \"X-Key\" = " + strings.NewReplacer("%[1]s", value, "%[2]s", version).Replace(tc.form) + "}\n"
				}
				cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues = tc.values })
				cli := acctest.NewCLI(t, map[string]string{"main.tf": config("value-one", "1")}, cloud.Env()...)
				cli.MustRun("apply", "-no-color", "-auto-approve")

				for _, f := range end.faults {
					cloud.FailNext("updateWebhookIntegration", f)
				}
				cli.Write("main.tf", config("value-two", "2"))
				if out, status := cli.Run("apply", "-no-color", "-auto-approve"); status != 1 || headerOf(cloud, "X-Key") != "value-two" {
					t.Fatalf("got status %d, and the cloud holds %q:\n%s", status, headerOf(cloud, "X-Key"), out)
				}
				want := "value-two"
				if end.back {
					cli.Write("main.tf", config("value-one", "1"))
					want = "value-one"
				}
				cloud.ResetCalls()
				if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 2 || strings.Contains(out, "value-") && name != "values" {
					t.Errorf("got status %d, want a plan that writes, without secrets:\n%s", status, out)
				}
				cli.MustRun("apply", "-no-color", "-auto-approve")
				cli.ExpectEmptyPlan()
				w := cloud.Webhooks()[0]
				if headerOf(cloud, "X-Key") != want || w.Secret != want && w.Secret != "" || writes(cloud) != 1 {
					t.Errorf("got %d writes, and the cloud holds %+v, want %s", writes(cloud), w, want)
				}
			})
		}
	}
}

// An update that did not reach Soda Cloud leaves the state as it is.
func TestAccLost_refused(t *testing.T) {
	t.Parallel()
	cloud, cli := newMixed(t)
	cloud.FailNext("updateWebhookIntegration", emulator.Fault{Kind: emulator.Refuse, Status: 403})
	cli.Write("main.tf", strings.Replace(mixed, `"tenant"`, `"other"`, 1))
	if out, status := cli.Run("apply", "-no-color", "-auto-approve"); status != 1 {
		t.Fatalf("got status %d:\n%s", status, out)
	}
	cli.Write("main.tf", mixed)
	cli.ExpectEmptyPlan()
}
