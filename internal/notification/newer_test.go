package notification_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// newer is a Soda Cloud that knows more than this version: it holds rules as JSON of any shape, which the emulator's contract
// does not let it do.
type newer struct {
	mu      sync.Mutex
	rules   []map[string]any
	refuses string // a field that it shows, and takes from nobody
}

func newNewer(t *testing.T, rules ...string) (*newer, []string) {
	t.Helper()
	n := &newer{}
	for _, text := range rules {
		var rule map[string]any
		if err := json.Unmarshal([]byte(text), &rule); err != nil {
			t.Fatal(err)
		}
		n.rules = append(n.rules, rule)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/notificationRules", n.list)
	mux.HandleFunc("POST /api/v1/notificationRules/{id}", n.update)
	mux.HandleFunc("DELETE /api/v1/notificationRules/{id}", n.remove)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return n, []string{"SODA_CLOUD_HOST=" + server.URL, "SODA_API_KEY_ID=id", "SODA_API_KEY_SECRET=secret"}
}

func (n *newer) list(w http.ResponseWriter, _ *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	respond(w, map[string]any{"content": n.rules, "number": 0, "size": 1000, "totalElements": len(n.rules), "totalPages": 1})
}

func (n *newer) update(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var now map[string]any
	_ = json.NewDecoder(r.Body).Decode(&now)
	if _, ok := now[n.refuses]; ok {
		w.WriteHeader(http.StatusBadRequest)
		respond(w, map[string]any{"message": n.refuses + " is read only"})
		return
	}
	for i, rule := range n.rules {
		if rule["id"] == r.PathValue("id") {
			now["id"], now["ownerId"], now["isDefault"] = rule["id"], rule["ownerId"], rule["isDefault"]
			n.rules[i] = now
			respond(w, now)
		}
	}
}

func (n *newer) remove(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.rules = slices.DeleteFunc(n.rules, func(rule map[string]any) bool { return rule["id"] == r.PathValue("id") })
	respond(w, map[string]any{"message": "scheduled"})
}

func respond(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

// held is the rule's JSON, with members in order.
func (n *newer) held(i int) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	text, _ := json.Marshal(n.rules[i])
	return string(text)
}

const newest = `{"customization":{"logo":"x","type":"rich"},"id":"rule-1","isDefault":false,"name":"newest","ownerId":"user-1","priority":7,` +
	`"recipients":[{"email":"dq@example.com","muted":true,"triggers":[{"level":"critical","threshold":3,"type":"testResultLevel"},` +
	`{"level":"fatal","type":"testResultLevel"},{"type":"anomaly"}],"type":"email"},{"number":"1","triggers":[],"type":"pager"},` +
	`{"number":"1","triggers":[],"type":"pager"},{"role":"columnOwner","triggers":[{"level":"critical","type":"testResultLevel"}],"type":"resourceRole"},` +
	`{"triggers":[{"type":"anomaly"}],"type":"user","userId":"user-9"}],"ruleType":"all","status":"snoozed"}`

// A rule that somebody made in a newer UI is imported without a change. A warning names what cannot be managed, at the import and
// before an update. The update keeps all of it.
func TestAccNotificationRule_newer(t *testing.T) {
	t.Parallel()
	cloud, env := newNewer(t, newest)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": "import {\n  to = soda_notification_rule.newest\n  id = \"name:newest\"\n}\n"}, env...)
	out := cli.MustRun("plan", "-no-color", "-generate-config-out=generated.tf")
	expectText(t, out, "1 to import, 0 to add, 0 to change", `a recipient of type "pager"`, `a recipient of type "resourceRole columnOwner"`,
		`a trigger of type "testResultLevel fatal"`, `a trigger of type "anomaly"`, `the rule type "all"`, `the status "snoozed"`)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 || strings.Contains(out, "pager") {
		t.Errorf("got status %d, want an empty plan without a warning:\n%s", status, out)
	}
	cli.Write("generated.tf", strings.Replace(cli.Read("generated.tf"), `"newest"`+"\n", `"renamed"`+"\n", 1))
	expectText(t, cli.MustRun("apply", "-no-color", "-auto-approve"), "0 added, 1 changed, 0 destroyed", "more than this version knows", `"pager"`)
	cli.ExpectEmptyPlan()
	want := strings.Replace(newest, `"newest"`, `"renamed"`, 1)
	want = strings.Replace(want, `{"number":"1","triggers":[],"type":"pager"},`, "", 1) // twice says no more than once
	if got := cloud.held(0); got != want {
		t.Errorf("the cloud holds\n%s\nwant\n%s", got, want)
	}
	cli.Write("generated.tf", strings.Replace(cli.Read("generated.tf"), `"snoozed"`, `"dreaming"`, 1))
	if out, status := cli.Run("plan", "-no-color"); status != 1 || !strings.Contains(acctest.Unwrapped(out), `status is "dreaming". This version of the provider knows "active", "paused". The rule does not have this one`) {
		t.Errorf("a status of nobody's: got status %d:\n%s", status, out)
	}
	cli.Write("generated.tf", strings.Replace(cli.Read("generated.tf"), `"dreaming"`, `"active"`, 1))
	expectText(t, cli.MustRun("apply", "-no-color", "-auto-approve"), "0 added, 1 changed, 0 destroyed")
	cli.MustRun("destroy", "-no-color", "-auto-approve")
}

// A field that the server shows and refuses is named, and the update is done.
func TestAccNotificationRule_newerRefuses(t *testing.T) {
	t.Parallel()
	cloud, env := newNewer(t, newest)
	cloud.refuses = "priority"
	cli := acctest.NewCLI(t, map[string]string{"main.tf": `
import {
  to = soda_notification_rule.newest
  id = "rule-1"
}

resource "soda_notification_rule" "newest" {
  name          = "renamed"
  rule_type     = "check"
  recipients    = [{ email = "DQ@example.com", levels = ["critical"] }]
  customization = { type = "rich" }
}
`}, env...)
	expectText(t, cli.MustRun("apply", "-no-color", "-auto-approve"), "1 imported, 0 added, 1 changed",
		"customization.logo, priority, recipients.muted, recipients.triggers.threshold")
	cli.ExpectEmptyPlan()
	if got := cloud.held(0); strings.Contains(got, "priority") || !strings.Contains(got, "pager") {
		t.Errorf("the cloud holds %s", got)
	}
}

// One rule with a number for a text does not keep others from being read, planned and changed; it fails those who ask for it.
func TestAccNotificationRule_oddNeighbor(t *testing.T) {
	t.Parallel()
	_, env := newNewer(t, newest, `{"id":"rule-2","name":"odd","ruleType":1,"recipients":[]}`)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": `
import {
  to = soda_notification_rule.newest
  id = "rule-1"
}

resource "soda_notification_rule" "newest" {
  name       = "newest"
  rule_type  = "check"
  status     = "paused"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}

data "soda_notification_rules" "all" {}

output "names" {
  value = data.soda_notification_rules.all.rules[*].name
}
`}, env...)
	expectText(t, cli.MustRun("apply", "-no-color", "-auto-approve"), "1 imported, 0 added, 1 changed",
		`The object with id "rule-2" and name "odd" is listed by Soda Cloud in a form`, "its field ruleType")
	for name, config := range map[string]string{
		"a data source": "data \"soda_notification_rule\" \"odd\" {\n  name = \"odd\"\n}\n",
		"an import":     "import {\n  to = soda_notification_rule.odd\n  id = \"rule-2\"\n}\n",
	} {
		asking := acctest.NewCLI(t, map[string]string{"main.tf": config}, env...)
		out, status := asking.Run("plan", "-no-color", "-generate-config-out=generated.tf")
		if status != 1 {
			t.Errorf("%s: got status %d:\n%s", name, status, out)
		}
		expectText(t, out, `id "rule-2"`, "its field ruleType")
	}
}

func expectText(t *testing.T, out string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(acctest.Unwrapped(out), text) {
			t.Errorf("want %q in:\n%s", text, out)
		}
	}
}

// All that a response says twice counts once, whoever reads it.
func TestAccNotificationRule_duplicates(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, acctest.WithQuirks("duplicates"))
	seed(t, cloud, organization)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": finance + `
data "soda_notification_rule" "finance" {
  id = soda_notification_rule.finance.id
}

data "soda_notification_rules" "all" {
  depends_on = [soda_notification_rule.finance]
}

output "read" {
  value = [length(data.soda_notification_rule.finance.recipients), length(data.soda_notification_rules.all.rules[0].recipients)]
}
`}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	if out := strings.Join(strings.Fields(cli.MustRun("output", "-json", "-no-color")), ""); !strings.Contains(out, `[3,3]`) {
		t.Errorf("got the outputs %s", out)
	}
	imported := acctest.NewCLI(t, map[string]string{"main.tf": "import {\n  to = soda_notification_rule.finance\n  id = \"name:finance gold\"\n}\n"}, cloud.Env()...)
	imported.MustRun("plan", "-no-color", "-generate-config-out=generated.tf")
	expectText(t, imported.MustRun("apply", "-no-color", "-auto-approve"), "1 imported, 0 added, 0 changed")
	cli.Write("main.tf", strings.Replace(finance, `["critical", "warning"]`, `["critical", "info"]`, 1))
	expectText(t, cli.MustRun("apply", "-no-color", "-auto-approve"), "0 added, 1 changed, 0 destroyed")
	cli.ExpectEmptyPlan()
	if got := fmt.Sprint(cloud.Rules()[0].Recipients); len(cloud.Rules()[0].Recipients) != 3 {
		t.Errorf("the cloud holds the recipients %s", got)
	}
	cli.MustRun("destroy", "-no-color", "-auto-approve")
	if left := len(cloud.Rules()); left != 0 {
		t.Errorf("%d rules are left", left)
	}
}

// A Soda Cloud that stores addresses in lower case makes no change of the user's spelling, not at an import either; beside a real
// change, only that one shows.
func TestAccNotificationRule_emailCase(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, acctest.WithQuirks("lower-emails"))
	const config = `
resource "soda_notification_rule" "finance" {
  name      = "finance"
  rule_type = "check"
  recipients = [
    { email = "DQ@Example.com", levels = ["critical"], scan_states = [] },
    { email = "Ops@Example.com", levels = ["info"] },
  ]
}
`
	cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	imported := acctest.NewCLI(t, map[string]string{"main.tf": config + "\nimport {\n  to = soda_notification_rule.finance\n  id = \"name:finance\"\n}\n"}, cloud.Env()...)
	expectText(t, imported.MustRun("plan", "-no-color"), "1 to import, 0 to add, 0 to change")
	imported.Write("main.tf", strings.Replace(imported.Read("main.tf"), `"info"`, `"warning"`, 1))
	out := imported.MustRun("apply", "-no-color", "-auto-approve")
	expectText(t, out, "1 imported, 0 added, 1 changed")
	if strings.Contains(out, "DQ@Example.com") || strings.Contains(out, `- email  = "dq@`) {
		t.Errorf("the plan shows a recipient that does not change:\n%s", out)
	}
	imported.ExpectEmptyPlan()
}
