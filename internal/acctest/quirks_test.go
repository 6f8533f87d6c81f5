package acctest

import (
	"crypto/rand"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

const quirkConfig = `
variable "level" { default = "critical" }

variable "secret" {
  type      = string
  sensitive = true
}

resource "soda_webhook_integration" "pager" {
  name   = "Pager"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification", "incidents"]
  secret = var.secret
  headers = {
    "Authorization" = { secret = var.secret }
    "X-Level"       = { value = var.level }
  }
}

resource "soda_notification_rule" "pager" {
  name       = "Page the team"
  rule_type  = "check"
  recipients = [{ integration_id = soda_webhook_integration.pager.id, levels = [var.level] }]
}

resource "soda_notification_rule" "mail" {
  name       = "Mail the owners"
  rule_type  = "check"
  filter     = { or = [{ field = "datasetTags", contains = "finance" }, { field = "checkName", equals = "Rows" }] }
  recipients = [
    { email = "Data@Example.com", levels = [var.level] },
    { resource_role = "datasetOwner", scan_states = ["failed"] },
  ]
}
`

// oddEnds are the quirks with which nobody can work as usual: the command that ends otherwise, with which status and text. What
// list-lag does takes a provider that waits (TestAccOrigin_lateList).
var oddEnds = map[emulator.Quirk]struct {
	command string
	status  int
	text    string
}{
	emulator.Redirect:   {"apply", 1, "302 Found"},
	emulator.LowerNames: {"plan", 2, `~ name       = "page the team" -> "Page the team"`},
	emulator.Delete404:  {"destroy", 1, "Soda Cloud still lists the object"},
	emulator.ListLag:    {"apply", 1, "No such integration"},
}

// A Soda Cloud with a quirk is worked with as with any other: each object is created, found unchanged, updated, found unchanged
// and deleted, by one call each and with no secret in the output.
func TestQuirks(t *testing.T) {
	t.Parallel()
	names := []string{emulator.LenientQuirks} // all of them at once
	for _, quirk := range emulator.QuirkTable() {
		names = append(names, string(quirk.Name))
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := NewCloud(t, WithQuirks(name))
			secret := "canary-" + rand.Text()
			cli := NewCLI(t, map[string]string{"main.tf": quirkConfig}, append(cloud.Env(), "TF_VAR_secret="+secret)...)
			end, odd := oddEnds[emulator.Quirk(name)]
			for _, args := range [][]string{
				{"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"},
				{"apply", "-auto-approve", "-var=level=warning"}, {"plan", "-detailed-exitcode", "-var=level=warning"},
				{"destroy", "-auto-approve"},
			} {
				out, status := cli.Run(append(args, "-no-color")...)
				if strings.Contains(out, secret) {
					t.Errorf("%v shows a secret:\n%s", args, out)
				}
				if odd && args[0] == end.command {
					if status != end.status || !strings.Contains(out, end.text) {
						t.Errorf("%v: got status %d, want %d and %q:\n%s", args, status, end.status, end.text, out)
					}
					return
				}
				if status != 0 {
					t.Fatalf("%v: got status %d:\n%s", args, status, out)
				}
				if left := len(cloud.Webhooks()); args[0] == "plan" && (left != 1 || cloud.Webhooks()[0].Secret != secret) {
					t.Errorf("%v: the cloud holds %d webhooks, or another secret", args, left)
				}
			}
			for operation, want := range map[string]int{
				"createNotificationRule": 2, "updateNotificationRule": 2, "deleteNotificationRule": 2,
				"createWebhookIntegration": 1, "updateWebhookIntegration": 1, "deleteWebhookIntegration": 1,
			} {
				if got := cloud.Calls(operation); got != want {
					t.Errorf("got %d calls of %s, want %d", got, operation, want)
				}
			}
			for _, r := range cloud.Rules() {
				t.Errorf("the rule %q is left", r.Name)
			}
		})
	}
}
