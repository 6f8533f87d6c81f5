package emulator_test

import (
	"bytes"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

var tabs = []string{"activity", "rules", "integrations", "people", "data", "limits", "environment"}

var tags = regexp.MustCompile(`<[^>]*>`)

// look returns the page as a reader sees it: without tags, and with single spaces.
func (c cloud) look(query string) string {
	c.t.Helper()
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(c.page(query), " "))), " ")
}

// page returns the page as HTML.
func (c cloud) page(query string) string {
	c.t.Helper()
	r := c.visit(http.MethodGet, "/"+query, "")
	if r.status != http.StatusOK {
		c.t.Fatalf("the page: got %d %s", r.status, r.raw)
	}
	return r.raw
}

// visit calls as a browser does: without a key. host is the name that it believes to talk to, "" for the right one.
func (c cloud) visit(method, target, host string) reply {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.URL+target, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Host = host
	r, err := c.do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// shows wants each of the texts on the page.
func (c cloud) shows(query string, texts ...string) {
	c.t.Helper()
	seen := c.look(query)
	for _, text := range texts {
		if !strings.Contains(seen, text) {
			c.t.Errorf("the page %s does not show %q:\n%s", query, text, seen)
		}
	}
}

func TestDashboard_shows(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, emulator.Options{Clock: clock.Now, DeleteDelay: time.Minute})
	if err := c.SeedFile("../../cmd/soda-emulator/seed.example.json"); err != nil {
		t.Fatal(err)
	}
	c.shows("", "Example 2 rules, 1 webhook, 0 waiting for deletion, 0 requests, 0 errors", "Activity 0", "Rules 2", "None yet.")
	c.shows("?tab=environment",
		"export SODA_CLOUD_HOST="+c.URL+" export SODA_API_KEY_ID=emulated-key-id export SODA_API_KEY_SECRET=emulated-key-secret")
	c.shows("?tab=people", "Dana Owner 3b0f5f0e-6a0d-4d3a-9d0e-0f5f6a1c0001 user dana@example.com", "Finance data 5c9a1d70-18f4-4f43-8c0a-52d7a3b20001 user group Ravi Analyst")
	c.shows("?tab=data", "datasource postgres warehouse", "dataset warehouse/sales/public/orders finance, gold", "attribute check singleSelect low, high, critical")
	c.shows("?tab=integrations",
		"Example workspace 2d8e5c94-0f61-4c2b-a3b7-8e45f1d60001 slack #data, #on-call enabled",
		"from-the-ui 7f3a9b20-5d18-4e6c-b94f-a1c2d3e40001 webhook https://events.example.com/soda alert_notification incidents X-Team enabled",
	)
	c.shows("?tab=rules",
		"resourceRole datasetOwner critical, warning active default",
		`and datasetTags contains "finance" checkResourceAttribute["severity"] equals "critical" webhook from-the-ui critical minimal: See the runbook active`,
	)
	if strings.Contains(c.look("?tab=rules"), "created") {
		t.Error("want the seed not to be marked as new")
	}
	endpoint := receiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) })
	id := c.webhook("pager", endpoint.URL)
	c.must("POST", webhooksPath+"/"+id+"/test", `{"event":"incidentCreated"}`)
	c.must("POST", webhooksPath+"/7f3a9b20-5d18-4e6c-b94f-a1c2d3e40001/test", `{"event":"validate"}`)
	r := c.call("DELETE", rulesPath+"/4e7d1a65-c3f2-4980-8b5a-f60e9d7c0001", "")
	c.call("GET", "/nothing", "")
	c.shows("",
		`08:00:00.000 webhook pager incidentCreated 202 Accepted Payload { "event": "incidentCreated"`,
		"webhook from-the-ui validate connect: not tried: the emulator delivers only to loopback addresses",
		"2 rules, 2 webhooks, 1 waiting for deletion, 5 requests, 1 error",
		"Requests 5", "GET /nothing unknown path 200 OK",
		"DELETE "+rulesPath+"/4e7d1a65-c3f2-4980-8b5a-f60e9d7c0001 deleteNotificationRule 200 OK", r.header.Get("X-Soda-Trace-Id"),
	)
	c.shows("?tab=rules", "active default deletion pending")
	c.shows("?tab=limits", "testWebhookIntegration 2 0 2 of 10 in 60 s now")
	c.shows("?tab=integrations", "pager "+id, "enabled created")
	clock.advance(24 * time.Hour)
	c.EditWebhook(id, func(w *emulator.Webhook) { w.Disabled = true })
	c.shows("", "2026-09-01 08:00:00.000")
	c.shows("?tab=integrations", "alert_notification disabled changed")
	c.shows("?tab=limits", "testWebhookIntegration 2 0 0 of 10 in 60 s now")
	clock.advance(time.Minute)
	if seen := c.look("?tab=integrations"); strings.Contains(seen, "changed") {
		t.Errorf("what changed a minute ago is still marked: %s", seen)
	}
	if seen := c.look("?tab=rules"); strings.Contains(seen, "deletion pending") || strings.Contains(seen, "datasetOwner") {
		t.Errorf("the deleted rule is still on the page: %s", seen)
	}
}

func TestDashboard_failures(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	endpoint := receiver(t, http.NotFound)
	c.must("POST", webhooksPath+"/"+c.webhook("w", endpoint.URL)+"/test", `{"event":"validate"}`)
	c.shows("", "validate 404 Not Found Payload")
	endpoint.Close()
	c.must("POST", webhooksPath+"/"+c.webhook("gone", endpoint.URL)+"/test", `{"event":"validate"}`)
	c.shows("", "webhook gone validate connect: ")
	c.FailNext("createNotificationRule", emulator.Fault{Kind: emulator.ResetBefore})
	if _, err := c.try("POST", rulesPath, ruleBody("r", "")); err == nil {
		t.Fatal("got an answer, want none")
	}
	c.shows("", "createNotificationRule no response")
}

func TestDashboard_escapes(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	const name = `<script>alert(1)</script> \" onclick='x`
	c.rule(strings.ReplaceAll(name, `\"`, `\\\"`), "")
	c.call("GET", "/x%22%3E%3Cscript%3E", "")
	page := c.page("?q=%22%3E%3Cscript%3Ealert(2)&tab=rules")
	page += c.page("?tab=rules") + c.page("")
	if strings.Contains(page, "<script>") || strings.Contains(page, `" onclick`) || strings.Count(page, "<script ") != 3 {
		t.Errorf("got %s, want no script but the page's own", page)
	}
	c.shows("?tab=rules", name)
	c.shows("?tab=rules&q=onclick", "Rules 1", name)
}

// The page is no call of the API: neither log nor limits know of it, and only the exact paths are the page.
func TestDashboard_isNoCall(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	c := start(t, emulator.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	for path, want := range map[string]string{
		"/": "text/html", "/page.css": "text/css", "/page.js": "text/javascript", "/page.svg": "image/svg+xml",
	} {
		r := c.visit(http.MethodGet, path, "")
		if r.status != http.StatusOK || !strings.HasPrefix(r.header.Get("Content-Type"), want) || r.raw == "" {
			t.Errorf("%s: got %d %s, want 200 and %s", path, r.status, r.header.Get("Content-Type"), want)
		}
		if csp := r.header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; ") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: got the policy %q, want one that allows nothing by default", path, csp)
		}
		if r := c.visit(http.MethodHead, path, ""); r.status != http.StatusOK || r.raw != "" {
			t.Errorf("HEAD %s: got %d %q, want 200 without a body", path, r.status, r.raw)
		}
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
			if r := c.visit(method, path, ""); r.status != http.StatusMethodNotAllowed || r.header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: got %d, Allow %q, want 405 and GET, HEAD", method, path, r.status, r.header.Get("Allow"))
			}
		}
	}
	if len(c.Requests()) != 0 || len(c.AllCalls()) != 0 || log.Len() != 0 {
		t.Errorf("got requests %v, calls %v, log %s, want none", c.Requests(), c.AllCalls(), log.String())
	}
	for _, path := range []string{"//", "/index.html", "/dashboard/page.html", "/page.html", "/page.css/", "/favicon.ico"} {
		if r := c.visit(http.MethodGet, path, ""); !strings.Contains(r.raw, "<title>Soda Cloud</title>") {
			t.Errorf("%s: got %.80s, want the web page of an unknown path", path, r.raw)
		}
	}
}

// A page from elsewhere, whose name its owner leads to this machine, may send requests here and read the answers.
func TestDashboard_hosts(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	c.rule("a rule of mine", "")
	for host, want := range map[string]int{
		"": 200, "localhost": 200, "LOCALHOST:8089": 200, "127.0.0.1:1": 200, "127.8.8.8": 200, "[::1]:8089": 200,
		"evil.example": 403, "evil.example:8089": 403, "localhost.evil.example": 403, "127.0.0.1.evil.example": 403, "192.0.2.1": 403, "[2001:db8::1]": 403,
	} {
		r := c.visit(http.MethodGet, "/?tab=rules", host)
		if r.status != want || strings.Contains(r.raw, "a rule of mine") != (want == http.StatusOK) {
			t.Errorf("Host %q: got %d %.100s, want %d", host, r.status, r.raw, want)
		}
	}
	c.must("GET", rulesPath, "")
}

func TestDashboard_query(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Limits: emulator.LimitsOff})
	teams := []string{"finance", "shipping", "growth"}
	rules := make([]emulator.Rule, 600)
	for i := range rules {
		rules[i] = emulator.Rule{Name: fmt.Sprintf("rule %d of %s", i, teams[i%3]), RuleType: "check"}
	}
	if err := c.Seed(emulator.Organization{Rules: rules}); err != nil {
		t.Fatal(err)
	}
	for range 203 {
		c.call("GET", "/api/v1/users", "")
	}
	for query, want := range map[string][]string{
		"":                     {"Rules 600", "Requests 203", "203, of which 200 are shown"},
		"?tab=rules":           {"600, of which 500 are shown", "rule 499 of"},
		"?tab=limits":          {"listUsers 203 0 no limit now"},
		"?tab=nix":             {"Requests 203"},
		"?q=RULE+growth":       {"Rules 200 of 600", "Requests 0 of 203", "None of the 203 has all words of the filter."},
		"?q=growth&tab=rules":  {"Rules 200 of 600", "rule 599 of growth"},
		"?q=listusers":         {"Rules 0 of 600", "203, of which 200 are shown"},
		"?q=growth&live=off":   {"Resume", "Paused"},
		"?live=on&q=&unknown=": {"Pause", "Live", "Rules 600"},
	} {
		c.shows(query, want...)
	}
	if seen := c.look("?tab=rules"); strings.Contains(seen, "rule 500 of") {
		t.Error("the page has more rules than it says")
	}
	if page := c.page("?q=a%26b&live=off"); !strings.Contains(page, `href="/?q=a%26b&amp;tab=activity"`) || !strings.Contains(page, `name="live" value="off"`) {
		t.Error("the filter and the pause do not survive each other")
	}
}

func TestDashboard_limits(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, emulator.Options{Clock: clock.Now, NoIntegrations: true})
	for range 10 {
		c.rule("r", "")
		clock.advance(time.Second)
	}
	c.refused("POST", rulesPath, ruleBody("r", ""), 429, "too many")
	c.shows("?tab=limits", "createNotificationRule 11 1 10 of 10 in 60 s in 50 s", "listNotificationRules 0 0 0 of 60 in 60 s now")
	clock.advance(49*time.Second + time.Millisecond)
	c.shows("?tab=limits", "createNotificationRule 11 1 10 of 10 in 60 s in 1 s")
	clock.advance(time.Second)
	c.shows("?tab=limits", "createNotificationRule 11 1 9 of 10 in 60 s now")
	if strings.Contains(c.look("?tab=limits"), "createWebhookIntegration") {
		t.Error("the page lists a call that this emulator does not offer")
	}
}
