package acctest_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// A refused key is reported in full once. Every other object has one line that refers to it, wherever Terraform prints
// it, and costs no call.
func TestOneCause_wrongKey(t *testing.T) {
	t.Parallel()
	const rules = `
resource "soda_notification_rule" "r" {
  count      = 40
  name       = "r ${count.index}"
  rule_type  = "check"
  recipients = [{ email = "a@example.com", levels = ["critical"] }]
}
`
	cloud := acctest.NewCloud(t)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": rules}, cloud.Env()...)
	cli.MustRun("apply", "-auto-approve", "-no-color", "-parallelism=40")
	before := len(cloud.Requests())
	cli.Setenv("SODA_API_KEY_SECRET", "another-key-9913")
	out, status := cli.Run("plan", "-no-color")
	text := strings.Join(strings.Fields(out), " ")
	full, short := strings.Count(text, "rejected the API key"), strings.Count(text, "One of the other errors explains the cause: status 401 to GET /api/v1/notificationRules.")
	want := 39
	if cli.ShowsEqualOnce() {
		want = 1
	}
	if status != 1 || full != 1 || short != want || strings.Contains(out, "another-key") {
		t.Errorf("got exit %d, %d errors in full and %d short ones, want 1, 1 and %d\n%s", status, full, short, want, out)
	}
	if got := len(cloud.Requests()) - before; got != 1 {
		t.Errorf("got %d requests, want 1", got)
	}
}
