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
	c.shows("",
		"export SODA_CLOUD_HOST="+c.URL+" export SODA_API_KEY_ID=emulated-key-id export SODA_API_KEY_SECRET=emulated-key-secret",
		"Example workspace 2d8e5c94-0f61-4c2b-a3b7-8e45f1d60001 slack #data, #on-call enabled",
		"made-in-the-ui 7f3a9b20-5d18-4e6c-b94f-a1c2d3e40001 webhook https://events.example.com/soda alert_notification incidents X-Team enabled",
		"resourceRole datasetOwner critical, warning active default",
		`datasetTags contains "finance" and checkResourceAttribute["severity"] equals "critical" webhook made-in-the-ui critical minimal: See the runbook active`,
		"Requests 0", "None yet.",
	)
	endpoint := receiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) })
	id := c.webhook("pager", endpoint.URL)
	c.must("POST", webhooksPath+"/"+id+"/test", `{"event":"incidentCreated"}`)
	c.must("POST", webhooksPath+"/7f3a9b20-5d18-4e6c-b94f-a1c2d3e40001/test", `{"event":"validate"}`)
	r := c.call("DELETE", rulesPath+"/4e7d1a65-c3f2-4980-8b5a-f60e9d7c0001", "")
	c.call("GET", "/nothing", "")
	c.shows("",
		`08:00:00.000 webhook pager incidentCreated 202 Accepted Payload { "event": "incidentCreated"`,
		"webhook made-in-the-ui validate connect: not tried, the emulator delivers to loopback only",
		"active default deletion pending",
		"Requests 5", "GET /nothing unknown path 200 OK",
		"DELETE "+rulesPath+"/4e7d1a65-c3f2-4980-8b5a-f60e9d7c0001 deleteNotificationRule 200 OK", r.header.Get("X-Soda-Trace-Id"),
		"testWebhookIntegration 2 0 2 of 10 in 60 s now",
	)
	clock.advance(24 * time.Hour)
	c.EditWebhook(id, func(w *emulator.Webhook) { w.Disabled = true })
	c.shows("", "2026-09-01 08:00:00.000", "alert_notification disabled", "testWebhookIntegration 2 0 0 of 10 in 60 s now")
	if seen := c.look(""); strings.Contains(seen, "deletion pending") || strings.Contains(seen, "datasetOwner") {
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
	c.shows("", "createNotificationRule no answer")
}

func TestDashboard_filters(t *testing.T) {
	t.Parallel()
	leaf := func(kind, field string, values ...string) emulator.Filter {
		f := emulator.Filter{Type: kind, Field: &emulator.FilterField{Field: field}}
		if kind == "in" {
			f.Values = values
		} else {
			f.Value = &values[0]
		}
		return f
	}
	of := func(kind string, operands ...emulator.Filter) emulator.Filter {
		if kind == "not" {
			return emulator.Filter{Type: kind, Expression: &operands[0]}
		}
		return emulator.Filter{Type: kind, Expressions: operands}
	}
	tags, name, label := leaf("contains", "datasetTags", "finance"), leaf("contains", "checkName", "x"), leaf("in", "datasourceLabel", "a", "b")
	severity := leaf("equals", "checkResourceAttribute", `say "no"`)
	severity.Field.AttributeName = "severity"
	for name, tc := range map[string]struct {
		filter emulator.Filter
		want   string
	}{
		"nested":          {of("and", tags, of("or", label, of("not", name))), `datasetTags contains "finance" and (datasourceLabel in ("a", "b") or not checkName contains "x")`},
		"not of several":  {of("not", of("and", tags, name)), `not (datasetTags contains "finance" and checkName contains "x")`},
		"not of not":      {of("not", of("not", tags)), `not not datasetTags contains "finance"`},
		"one operand":     {of("and", of("or", tags)), `datasetTags contains "finance"`},
		"the same nested": {of("or", of("or", tags, name), label), `(datasetTags contains "finance" or checkName contains "x") or datasourceLabel in ("a", "b")`},
		"attribute":       {severity, `checkResourceAttribute["severity"] equals "say \"no\""`},
		"empty text":      {leaf("equals", "datasetId", ""), `datasetId equals ""`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, emulator.Options{})
			if err := c.Seed(emulator.Organization{Rules: []emulator.Rule{{Name: "r", RuleType: "check", Filter: &tc.filter}}}); err != nil {
				t.Fatal(err)
			}
			c.shows("", "check "+tc.want+" active")
		})
	}
}

// A rule that a test has edited unchecked must not take the page down.
func TestDashboard_brokenRule(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	c.EditRule(c.rule("r", ""), func(r *emulator.Rule) {
		r.Filter = &emulator.Filter{Type: "and", Expressions: []emulator.Filter{{Type: "not"}, {Type: "equals"}, {Type: "and"}}}
		r.Recipients = []emulator.Recipient{{Type: "integration", IntegrationID: "gone"}}
		r.Customization = &emulator.Customization{Type: "rich"}
	})
	c.shows("", `not nothing and nothing equals "" and`, "integration gone rich active")
}

func TestDashboard_escapes(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	const name = `<script>alert(1)</script> \" onclick='x`
	c.rule(strings.ReplaceAll(name, `\"`, `\\\"`), "")
	c.call("GET", "/x%22%3E%3Cscript%3E", "")
	page := c.page("?q=%22%3E%3Cscript%3Ealert(2)")
	page += c.page("")
	if strings.Contains(page, "<script>") || strings.Contains(page, `" onclick`) || strings.Count(page, "<script ") != 2 {
		t.Errorf("got %s, want no script but the page's own", page)
	}
	c.shows("", name)
	c.shows("?q=onclick", "Rules 1", name)
}

// The page needs no key: so what is secret is nowhere in it, and nobody finds out by asking the filter.
func TestDashboard_holdsNoSecret(t *testing.T) {
	t.Parallel()
	const canary = "canary-5a17"
	c := start(t, emulator.Options{APIKeySecret: canary})
	endpoint := receiver(t, func(w http.ResponseWriter, r *http.Request) { http.Error(w, canary, http.StatusInternalServerError) })
	webhook := emulator.Webhook{
		ID: "w", Name: "w", URL: strings.Replace(endpoint.URL, "://", "://user:"+canary+"@", 1) + "/hook?sig=" + canary + "#" + canary,
		Headers: []emulator.Header{{Name: "Authorization", Value: canary}}, Scopes: []string{}, Secret: canary,
	}
	if err := c.Seed(emulator.Organization{Webhooks: []emulator.Webhook{webhook}}); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.URL+webhooksPath+"/w/test", strings.NewReader(`{"event":"validate"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(emulator.DefaultAPIKeyID, canary)
	req.Header.Set("Content-Type", "application/json")
	if r, err := c.do(req); err != nil || r.status != http.StatusOK {
		t.Fatalf("the delivery: got %+v, %v", r, err)
	}
	if page := c.page(""); strings.Contains(page, canary) {
		t.Errorf("the page has a secret: %s", page)
	}
	c.shows("", "SODA_API_KEY_SECRET=... Replace", "://...@127.0.0.1", "/hook?sig=... Authorization", "500 Internal Server Error", "signed")
	c.shows("?q="+canary, "Integrations 0 of 1", "Deliveries 0 of 1", "Requests 0 of 1")
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
		r := c.visit(http.MethodGet, "/", host)
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
		"":                     {"Rules 600", "600, of which 500 are shown", "rule 499 of", "Requests 203", "203, of which 200 are shown", "listUsers 203 0 no limit now"},
		"?q=RULE+growth":       {"Rules 200 of 600", "rule 599 of growth", "Requests 0 of 203", "None of the 203 has all words of the filter."},
		"?q=listusers":         {"Rules 0 of 600", "203, of which 200 are shown"},
		"?q=growth&live=off":   {"Resume", "Paused"},
		"?live=on&q=&unknown=": {"Pause", "Live", "Rules 600"},
	} {
		c.shows(query, want...)
	}
	if seen := c.look(""); strings.Contains(seen, "rule 500 of") {
		t.Error("the page has more rules than it says")
	}
	if page := c.page("?q=a%26b&live=off"); !strings.Contains(page, `href="/?q=a%26b"`) || !strings.Contains(page, `name="live" value="off"`) {
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
	c.shows("", "createNotificationRule 11 1 10 of 10 in 60 s in 50 s", "listNotificationRules 0 0 0 of 60 in 60 s now")
	clock.advance(49*time.Second + time.Millisecond)
	c.shows("", "createNotificationRule 11 1 10 of 10 in 60 s in 1 s")
	clock.advance(time.Second)
	c.shows("", "createNotificationRule 11 1 9 of 10 in 60 s now")
	if strings.Contains(c.look(""), "createWebhookIntegration") {
		t.Error("the page lists a call that this emulator does not offer")
	}
}
