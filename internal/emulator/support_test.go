package emulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator/dashboard"
)

const (
	rulesPath    = "/api/v1/notificationRules"
	webhooksPath = "/api/v1/integrations/webhooks"
)

// cloud is an emulator that listens, and how a test calls it.
type cloud struct {
	*emulator.Server
	t      *testing.T
	client *http.Client
}

// start gives each test an emulator of its own, without limits unless the options name some.
func start(t *testing.T, o emulator.Options) cloud {
	t.Helper()
	e := emulator.New(o)
	server, err := e.StartWith(dashboard.New(e))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	client := &http.Client{
		Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return cloud{Server: server, t: t, client: client}
}

// reply is an answer, decoded if it is a JSON object.
type reply struct {
	status int
	header http.Header
	raw    string
	json   map[string]any
}

func (r reply) id() string {
	id, _ := r.json["id"].(string)
	return id
}

func (r reply) message() string {
	message, _ := r.json["message"].(string)
	return message
}

// names lists the names of a page's content.
func (r reply) names() string {
	var names []string
	content, _ := r.json["content"].([]any)
	for _, item := range content {
		name, _ := item.(map[string]any)["name"].(string)
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func (c cloud) call(method, target, body string) reply {
	c.t.Helper()
	r, err := c.try(method, target, body)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// must is call for a call that has to succeed.
func (c cloud) must(method, target, body string) reply {
	c.t.Helper()
	r := c.call(method, target, body)
	if r.status != http.StatusOK || r.json == nil {
		c.t.Fatalf("%s %s: got %d %s, want 200 and JSON", method, target, r.status, r.raw)
	}
	return r
}

// refused demands a status, and a message with the given part.
func (c cloud) refused(method, target, body string, status int, part string) {
	c.t.Helper()
	if r := c.call(method, target, body); r.status != status || !strings.Contains(r.message(), part) {
		c.t.Errorf("%s %s: got %d %s, want %d and a message with %q", method, target, r.status, r.raw, status, part)
	}
}

func (c cloud) try(method, target, body string) (reply, error) {
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.URL+target, strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	req.SetBasicAuth(emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return c.do(req)
}

func (c cloud) do(req *http.Request) (reply, error) {
	resp, err := c.client.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	r := reply{status: resp.StatusCode, header: resp.Header, raw: string(raw)}
	_ = json.Unmarshal(raw, &r.json) // a body that is no object leaves it nil
	return r, err
}

// webhook creates a webhook and returns its id.
func (c cloud) webhook(name, url string) string {
	c.t.Helper()
	return c.must("POST", webhooksPath, `{"name":"`+name+`","url":"`+url+`","scopes":["alert_notification"]}`).id()
}

// rule creates a rule that tells the integration, or an address if it is empty, and returns its id.
func (c cloud) rule(name, integrationID string) string {
	c.t.Helper()
	return c.must("POST", rulesPath, ruleBody(name, integrationID)).id()
}

func ruleBody(name, integrationID string) string {
	target := `"type":"email","email":"a@example.com"`
	if integrationID != "" {
		target = `"type":"integration","integrationId":"` + integrationID + `"`
	}
	return `{"name":"` + name + `","ruleType":"check","recipients":[{` + target +
		`,"triggers":[{"type":"testResultLevel","level":"critical"}]}]}`
}

// clock stands still until a test moves it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// receiver is a webhook's endpoint.
func receiver(t *testing.T, handle http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server
}
