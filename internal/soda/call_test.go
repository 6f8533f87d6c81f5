package soda

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func TestClient_errors(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)

	_, err := c.Rule(t.Context(), "nobody")
	if !IsNotFound(err) {
		t.Errorf("a missing rule: got %v, want not found", err)
	}
	_, err = c.UpdateRule(t.Context(), "nobody", aRule, nil)
	if e, ok := errors.AsType[*Error](err); !ok || !IsNotFound(err) || e.TraceID == "" || e.Message == "" || e.Call != updateRule.String() {
		t.Errorf("an update of a missing rule: got %#v", err)
	}
	_, err = impatient(cloud.URL, "wrong", "key").Rules(t.Context())
	if e, ok := errors.AsType[*Error](err); !ok || e.Status != http.StatusUnauthorized || e.Source != "the test" || IsNotFound(err) {
		t.Errorf("a wrong key: got %#v", err)
	}
	if _, err = New(Config{}).Rules(t.Context()); !errors.Is(err, ErrNoCredentials) {
		t.Errorf("no key: got %v", err)
	}
}

// A Soda Cloud without the contract's calls answers with a page; that is not "not found".
func TestClient_notOffered(t *testing.T) {
	t.Parallel()
	_, c := newCloud(t, func(o *emulator.Options) { o.NoIntegrations = true })
	for name, err := range map[string]error{
		"list":   second(c.Webhooks(t.Context())),
		"create": second(c.CreateWebhook(t.Context(), aWebhook)),
		"update": second(c.UpdateWebhook(t.Context(), "id", aWebhook, nil)),
		"delete": c.DeleteWebhook(t.Context(), "id"),
		"test":   second(c.TestWebhook(t.Context(), "id", "validate")),
	} {
		if !IsNotOffered(err) || IsNotFound(err) {
			t.Errorf("%s: got %v, want not offered", name, err)
		}
	}
	if _, err := c.Rules(t.Context()); err != nil {
		t.Errorf("rules must work: %v", err)
	}
}

func TestClient_integrationsPath(t *testing.T) {
	t.Parallel()
	var called atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		called.Store(r.Method + " " + r.URL.EscapedPath())
		http.Error(w, `{}`, http.StatusForbidden)
	}))
	defer server.Close()
	u, _ := url.Parse(server.URL)
	c := New(Config{BaseURL: u, APIKeyID: "id", APIKeySecret: "secret", IntegrationsPath: "/api/v2/hooks/"})
	if _, err := c.UpdateWebhook(t.Context(), "a/b", aWebhook, nil); err == nil {
		t.Error("got no error")
	}
	if got, want := called.Load(), "POST /api/v2/hooks/a%2Fb"; got != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// What a failure leads to: how often the call is made, and whether it succeeds in the end.
func TestClient_retries(t *testing.T) {
	t.Parallel()
	read := func(ctx context.Context, c *Client) error { return second(c.Rules(ctx)) }
	test := func(ctx context.Context, c *Client) error {
		all, err := c.Webhooks(ctx)
		if err != nil {
			return err
		}
		return second(c.TestWebhook(ctx, all[0].ID, "validate"))
	}
	for name, tc := range map[string]struct {
		operation string
		fault     emulator.Fault
		call      func(context.Context, *Client) error
		calls     int
		succeeds  bool
	}{
		"a read, 503":             {"listNotificationRules", emulator.Fault{Status: 503}, read, 2, true},
		"a read, 502 page":        {"listNotificationRules", emulator.Fault{Status: 502, HTML: true}, read, 2, true},
		"a read, cut off":         {"listNotificationRules", emulator.Fault{Kind: emulator.Truncate}, read, 2, true},
		"a read, 429":             {"listNotificationRules", emulator.Fault{Status: 429, RetryAfter: "0"}, read, 2, true},
		"a read, 429 for long":    {"listNotificationRules", emulator.Fault{Status: 429, RetryAfter: "0", Next: 10}, read, 11, true},
		"a read, 429 for ever":    {"listNotificationRules", emulator.Fault{Status: 429, RetryAfter: "0", Next: 100}, read, 11, false},
		"a read, 503 for ever":    {"listNotificationRules", emulator.Fault{Status: 503, Next: 100}, read, 1 + DefaultMaxRetries, false},
		"a read, 500":             {"listNotificationRules", emulator.Fault{Status: 500}, read, 1, false},
		"a read, 403":             {"listNotificationRules", emulator.Fault{Status: 403}, read, 1, false},
		"a read, not JSON":        {"listNotificationRules", emulator.Fault{Kind: emulator.NotJSON}, read, 1, false},
		"a test, 429":             {"testWebhookIntegration", emulator.Fault{Status: 429, RetryAfter: "0"}, test, 2, true},
		"a test, 429 for an hour": {"testWebhookIntegration", emulator.Fault{Status: 429, RetryAfter: "0", Next: 60}, test, 61, true},
		"a test, 429 for ever":    {"testWebhookIntegration", emulator.Fault{Status: 429, RetryAfter: "0", Next: 100}, test, 61, false},
		"a test, 503":             {"testWebhookIntegration", emulator.Fault{Status: 503}, test, 1, false},
		"a test, reset after":     {"testWebhookIntegration", emulator.Fault{Kind: emulator.ResetAfter}, test, 1, false},
		"a test, answer cut off":  {"testWebhookIntegration", emulator.Fault{Kind: emulator.Truncate}, test, 1, false},
		"a test, answer not JSON": {"testWebhookIntegration", emulator.Fault{Kind: emulator.NotJSON}, test, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, c := newCloud(t)
			if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{ID: "w", Name: "w", URL: "http://127.0.0.1:9"}}}); err != nil {
				t.Fatal(err)
			}
			cloud.FailNext(tc.operation, tc.fault)
			err := tc.call(t.Context(), c)
			if (err == nil) != tc.succeeds || cloud.Calls(tc.operation) != tc.calls {
				t.Errorf("got %d calls and %v, want %d and success %t", cloud.Calls(tc.operation), err, tc.calls, tc.succeeds)
			}
		})
	}
}

// What ended the context is in the error, whatever the library below makes of it; an attempt that took too long is none of
// the caller's.
func TestClient_whatEndedIt(t *testing.T) {
	t.Parallel()
	over := errors.New("over")
	for name, hang := range map[string]func(ctx context.Context) error{
		"as net/http says it":    func(ctx context.Context) error { return context.Cause(ctx) },
		"as other libraries say": func(ctx context.Context) error { return ctx.Err() },
	} {
		_, c := newCloud(t)
		var end context.CancelCauseFunc // ends the caller's context, once the call is on its way
		caller := func() (ctx context.Context) {
			ctx, end = context.WithCancelCause(t.Context())
			return ctx
		}
		c.wire = roundTripper(func(req *http.Request) (*http.Response, error) {
			httptrace.ContextClientTrace(req.Context()).WroteHeaders()
			end(over)
			<-req.Context().Done()
			return nil, hang(req.Context())
		})
		if _, err := c.Dataset(caller(), "d"); !errors.Is(err, over) || errors.Is(err, errNoAnswer) {
			t.Errorf("%s: a read: got %v, want what ended the context", name, err)
		}
		c.config.RequestTimeout = 10 * time.Millisecond
		if err := c.DeleteRule(caller(), "r"); !errors.Is(err, errNoAnswer) || errors.Is(err, over) || !Unanswered(err) {
			t.Errorf("%s: a write: got %v, want no answer", name, err)
		}
	}
}

// Which answers mean that a Soda Cloud does not have the contract's calls.
func TestIsNotOffered(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status int
		page   bool
		want   bool
	}{
		"a page, 200": {200, true, true},
		"a page, 404": {404, true, true},
		"404":         {404, false, true},
		"405":         {405, false, true},
		"a page, 401": {401, true, false},
		"a page, 403": {403, true, false},
		"a page, 302": {302, true, false},
		"a page, 429": {429, true, false},
		"a page, 502": {502, true, false},
		"403":         {403, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, c := newCloud(t)
			cloud.FailNext("listWebhookIntegrations", emulator.Fault{Status: tc.status, HTML: tc.page, RetryAfter: "0", Next: 100})
			if _, err := c.Webhooks(t.Context()); IsNotOffered(err) != tc.want {
				t.Errorf("got %v, want not offered %t", err, tc.want)
			}
		})
	}
}

// A cancelled context ends a wait at once; a create under way is finished.
func TestClient_cancel(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t, func(o *emulator.Options) { o.Latency = 200 * time.Millisecond })
	if _, err := c.Rules(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	made, err := c.CreateRule(ctx, aRule)
	if err != nil || len(cloud.Rules()) != 1 || cloud.Rules()[0].ID != made.ID {
		t.Errorf("got %v, %v, and the cloud has %d rules", made, err, len(cloud.Rules()))
	}
	if _, err := c.UpdateRule(ctx, made.ID, aRule, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a call after the end: got %v, want that nothing is sent", err)
	}
	if got := cloud.Calls("updateNotificationRule"); got != 0 {
		t.Errorf("got %d updates, want none", got)
	}
}
