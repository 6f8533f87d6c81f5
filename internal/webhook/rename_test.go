package webhook_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A name that is taken since the plan is reported with its owner; renaming onto a taken name too.
func TestAccWebhookIntegration_renameTaken(t *testing.T) {
	t.Parallel()
	cloud, cli := newMixed(t)
	o := emulator.Organization{Webhooks: append(cloud.Webhooks(), emulator.Webhook{ID: "w-2", Name: "taken", URL: "https://example.com"})}
	if err := cloud.Seed(o); err != nil {
		t.Fatal(err)
	}
	cli.Write("main.tf", strings.Replace(mixed, `"pager"
  url`, `"taken"
  url`, 1))
	out, status := cli.Run("apply", "-no-color", "-auto-approve")
	if want := `The name "taken" is already used by another webhook integration (id w-2)`; status != 1 || !strings.Contains(acctest.Unwrapped(out), want) {
		t.Errorf("got status %d, want %q in:\n%s", status, want, out)
	}
}
