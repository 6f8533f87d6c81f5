package notification_test

import (
	"encoding/json"
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
	expectText(t, cli.MustRun("apply", "-no-color", "-auto-approve"), "0 added, 1 changed, 0 destroyed", "parts that this version does not recognize", `"pager"`)
	cli.ExpectEmptyPlan()
	want := strings.Replace(newest, `"newest"`, `"renamed"`, 1)
	want = strings.Replace(want, `{"number":"1","triggers":[],"type":"pager"},`, "", 1) // twice says no more than once
	if got := cloud.held(0); got != want {
		t.Errorf("the cloud holds\n%s\nwant\n%s", got, want)
	}
	cli.Write("generated.tf", strings.Replace(cli.Read("generated.tf"), `"snoozed"`, `"dreaming"`, 1))
	if out, status := cli.Run("plan", "-no-color"); status != 1 || !strings.Contains(acctest.Unwrapped(out), `status is "dreaming". This version of the provider supports "active", "paused". The rule does not have this value`) {
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
