package soda

import (
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	document "github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
)

// calls makes each call of the client once. What it must send is what the method's comment says after "Contract:".
var calls = map[string]func(context.Context, *Client) error{
	"Rules":         func(ctx context.Context, c *Client) error { return second(c.Rules(ctx)) },
	"CreateRule":    func(ctx context.Context, c *Client) error { return second(c.CreateRule(ctx, aRule)) },
	"UpdateRule":    func(ctx context.Context, c *Client) error { return second(c.UpdateRule(ctx, "id", aRule, nil)) },
	"DeleteRule":    func(ctx context.Context, c *Client) error { return c.DeleteRule(ctx, "id") },
	"Webhooks":      func(ctx context.Context, c *Client) error { return second(c.Webhooks(ctx)) },
	"CreateWebhook": func(ctx context.Context, c *Client) error { return second(c.CreateWebhook(ctx, aWebhook)) },
	"UpdateWebhook": func(ctx context.Context, c *Client) error { return second(c.UpdateWebhook(ctx, "id", aWebhook, nil)) },
	"DeleteWebhook": func(ctx context.Context, c *Client) error { return c.DeleteWebhook(ctx, "id") },
	"TestWebhook":   func(ctx context.Context, c *Client) error { return second(c.TestWebhook(ctx, "id", "validate")) },
	"Integrations":  func(ctx context.Context, c *Client) error { return second(c.Integrations(ctx)) },
	"Users":         func(ctx context.Context, c *Client) error { return second(c.Users(ctx, "a")) },
	"UserGroups":    func(ctx context.Context, c *Client) error { return second(c.UserGroups(ctx, "a")) },
	"Datasets":      func(ctx context.Context, c *Client) error { return second(c.Datasets(ctx, "a")) },
	"Dataset":       func(ctx context.Context, c *Client) error { return second(c.Dataset(ctx, "id")) },
	"Datasources":   func(ctx context.Context, c *Client) error { return second(c.Datasources(ctx, "a")) },
	"Attributes":    func(ctx context.Context, c *Client) error { return second(c.Attributes(ctx)) },
	"Checks":        func(ctx context.Context, c *Client) error { return second(c.Checks(ctx)) },
}

var (
	secret = "s"
	aRule  = RuleInput{Name: "r", RuleType: "check", Recipients: []Recipient{
		{Type: RecipientEmail, Email: "a@example.com", Triggers: []Trigger{{Type: TriggerLevel, Level: "critical"}}},
	}}
	aWebhook = WebhookInput{Name: "w", URL: "https://example.com", Scopes: []string{"incidents"}, Secret: &secret,
		Headers: []Header{{Name: "A", Value: &secret}}}
)

func second[T any](_ T, err error) error { return err }

// TestContract holds the client to the contract: each method sends the call its comment names, in the form the contract
// wants, and together they make every call of the contract and no other. With the emulator's own test of its routes this
// makes contract, emulator and client the same.
func TestContract(t *testing.T) {
	documented := contractLines(t)
	if got, want := slices.Sorted(maps.Keys(calls)), slices.Sorted(maps.Keys(documented)); !slices.Equal(got, want) {
		t.Fatalf("methods with a Contract line and calls of this test differ:\n got %v\nwant %v", got, want)
	}
	made := map[string]bool{}
	for name, makeCall := range calls {
		server := &contractServer{t: t}
		c := server.client()
		if err := makeCall(t.Context(), c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !slices.Contains(server.seen(), documented[name]) {
			t.Errorf("%s: its comment says %q, it called %q", name, documented[name], server.seen())
		}
		for _, call := range server.seen() {
			made[call] = true
		}
	}
	for _, op := range clientOperations() {
		if call := op.Method + " " + op.Path; !made[call] {
			t.Errorf("no method of the client makes %s", call)
		}
	}
}

// TestContract_operations compares what the client knows of each call with the contract.
func TestContract_operations(t *testing.T) {
	known := map[string]operation{}
	for _, op := range []operation{
		listRules, createRule, updateRule, deleteRule, listIntegrations,
		listWebhooks, createWebhook, updateWebhook, deleteWebhook, testWebhook,
		listUsers, listUserGroups, listDatasets, getDataset, listDatasources, listAttributes, listChecks,
	} {
		known[op.String()] = op
	}
	for _, want := range clientOperations() {
		got, ok := known[want.Method+" "+want.Path]
		switch {
		case !ok:
			t.Errorf("%s %s: the client does not have it", want.Method, want.Path)
		case got.requests != want.Requests || rateWindow != want.Window:
			t.Errorf("%s: got limit %d in %s, want %d in %s", got, got.requests, rateWindow, want.Requests, want.Window)
		case got.permission != want.Permission:
			t.Errorf("%s: got permission %q, want %q", got, got.permission, want.Permission)
		case string(got.publication) != strings.TrimPrefix(string(want.Status), string(document.Published)):
			t.Errorf("%s: got status %q, want %s", got, got.publication, want.Status)
		}
	}
}

// clientOperations are the calls of the contract but for the one that soda-doctor alone makes, which has a window of its own.
func clientOperations() []document.Operation {
	return slices.DeleteFunc(document.Operations(), func(op document.Operation) bool { return op.ID == "testLogin" })
}

// contractServer answers every call of the contract with as little as the contract allows, and notes the calls.
type contractServer struct {
	t  *testing.T
	mu sync.Mutex

	calls []string
}

func (s *contractServer) client() *Client {
	server := httptest.NewServer(s)
	s.t.Cleanup(server.Close)
	return newTestClient(s.t, server.URL)
}

func newTestClient(t testing.TB, address string) *Client {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return New(Config{BaseURL: u, APIKeyID: "id", APIKeySecret: "secret", UserAgent: "test"})
}

func (s *contractServer) seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

func (s *contractServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call, err := document.Route(r)
	if err != nil {
		s.t.Error(err)
		http.NotFound(w, r)
		return
	}
	if err := call.ValidateRequest(r.Context()); err != nil {
		s.t.Errorf("%s: %v", call.Operation.ID, err)
	}
	if user, password, _ := r.BasicAuth(); user != "id" || password != "secret" {
		s.t.Errorf("%s: got credentials %q %q", call.Operation.ID, user, password)
	}
	s.mu.Lock()
	s.calls = append(s.calls, call.Operation.Method+" "+call.Operation.Path)
	s.mu.Unlock()
	body := leastAnswer(call.Operation)
	header := http.Header{"Content-Type": {"application/json"}}
	if err := call.ValidateResponse(r.Context(), http.StatusOK, header, body); err != nil {
		s.t.Errorf("%s: this test's own answer: %v", call.Operation.ID, err)
	}
	maps.Copy(w.Header(), header)
	_, _ = w.Write(body)
}

func leastAnswer(op document.Operation) []byte {
	answer := map[string]any{"id": "id", "name": "n", "message": "m"}
	switch {
	case strings.HasPrefix(op.ID, "list"):
		answer = map[string]any{"content": []any{}, "first": true, "last": true, "number": 0, "size": 1000, "totalElements": 0, "totalPages": 0}
	case op.ID == "getDataset":
		answer = map[string]any{"id": "id", "name": "n", "checks": 0, "cloudUrl": "u", "healthStatus": 0, "incidents": 0}
	case op.ID == "testWebhookIntegration":
		answer = map[string]any{"delivered": true, "event": "validate", "durationMillis": 1}
	}
	raw, err := json.Marshal(answer)
	if err != nil {
		panic(err)
	}
	return raw
}

var contractLine = regexp.MustCompile(`(?m)^Contract: ([A-Z]+ \S+)\.$`)

// contractLines reads the Contract lines of the client's methods.
func contractLines(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			if match := contractLine.FindStringSubmatch(f.Doc.Text()); match != nil {
				found[f.Name.Name] = match[1]
			}
		}
	}
	return found
}
