package emulator_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func TestLog_holdsNoSecret(t *testing.T) {
	t.Parallel()
	const canary = "canary-5a17"
	var log bytes.Buffer
	c := start(t, emulator.Options{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	endpoint := receiver(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, canary, http.StatusInternalServerError) })
	body := `{"name":"w","url":"` + endpoint.URL + `/` + canary + `","scopes":[],"secret":"` + canary + `","headers":[{"name":"A","value":"` + canary + `"}]}`
	id := c.must("POST", webhooksPath, body).id()
	c.must("POST", webhooksPath+"/"+id, body)
	c.must("POST", webhooksPath+"/"+id+"/test", `{"event":"validate"}`)
	c.must("GET", "/api/v1/users?search="+canary, "")
	c.call("POST", webhooksPath, strings.Replace(body, `"`+canary+`"`, `{"`+canary+`":1}`, 1))
	c.FailNext("listWebhookIntegrations", emulator.Fault{Kind: emulator.OmitID})
	c.call("GET", webhooksPath, "")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.URL+webhooksPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(canary, canary)
	req.Header.Set("X-Canary", canary)
	if _, err := c.do(req); err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	if got := log.String(); strings.Contains(got, canary) || strings.Count(got, "msg=request") != 7 {
		t.Errorf("got %s, want seven lines without %s", got, canary)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	r := c.call("DELETE", rulesPath+"/a%2Fb?q=1", "")
	c.call("GET", "/nothing", "")
	var got []string
	for _, q := range c.Requests() {
		got = append(got, fmt.Sprintf("%s %s %s %d", q.Method, q.Path, q.OperationID, q.Status))
	}
	want := "[DELETE /api/v1/notificationRules/a%2Fb deleteNotificationRule 404 GET /nothing  200]"
	if fmt.Sprint(got) != want || c.Requests()[0].TraceID != r.header.Get("X-Soda-Trace-Id") {
		t.Errorf("got %v, want %s and the trace id of the answer", got, want)
	}
	c.ResetCalls()
	if len(c.Requests()) != 0 || c.Calls("deleteNotificationRule") != 0 {
		t.Error("want nothing after ResetCalls")
	}
}

// With -race this shows that handlers, inspection and faults go together.
func TestConcurrent(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Limits: emulator.LimitsOff, Shuffle: 1})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			hook := c.webhook(fmt.Sprint("w", i), "https://x.example")
			rule := c.rule(fmt.Sprint("r", i), hook)
			c.EditRule(rule, func(r *emulator.Rule) { r.Recipients[0].Triggers[0].Level = "info" })
			c.call("GET", rulesPath+"?size=1000", "")
			c.Rules()
			c.call("DELETE", rulesPath+"/"+rule, "")
			c.call("DELETE", webhooksPath+"/"+hook, "")
			c.Webhooks()
		})
	}
	all.Wait()
	if rules, hooks := c.Rules(), c.Webhooks(); len(rules) != 0 || len(hooks) != 0 {
		t.Errorf("got %d rules and %d webhooks, want none", len(rules), len(hooks))
	}
}
