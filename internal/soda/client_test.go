package soda

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// newCloud starts an emulator without limits and a client of it that waits little between attempts.
func newCloud(t *testing.T, set ...func(*emulator.Options)) (*emulator.Server, *Client) {
	t.Helper()
	o := emulator.Options{Limits: emulator.LimitsOff}
	for _, f := range set {
		f(&o)
	}
	cloud, err := emulator.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cloud.Close() })
	return cloud, impatient(cloud.URL, emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret)
}

func impatient(address, id, secret string) *Client {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	c := New(Config{BaseURL: u, APIKeyID: id, APIKeySecret: secret, RequestTimeout: 2 * time.Second, CredentialSource: "the test"})
	c.http.RetryWaitMin, c.http.RetryWaitMax = time.Millisecond, time.Millisecond
	return c
}

func TestClient_errors(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)

	_, err := c.Rule(t.Context(), "nobody")
	if !IsNotFound(err) {
		t.Errorf("a missing rule: got %v, want not found", err)
	}
	_, err = c.UpdateRule(t.Context(), "nobody", aRule)
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
		"update": second(c.UpdateWebhook(t.Context(), "id", aWebhook)),
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
	if _, err := c.UpdateWebhook(t.Context(), "a/b", aWebhook); err == nil {
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

// Whatever happens to the answer of a create, one rule is made or an error is given, and never two.
func TestClient_createOnce(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault    emulator.Fault
		rules    int
		succeeds bool
	}{
		"429":                    {emulator.Fault{Status: 429, RetryAfter: "0"}, 1, true},
		"reset before":           {emulator.Fault{Kind: emulator.ResetBefore}, 1, true},
		"reset after":            {emulator.Fault{Kind: emulator.ResetAfter}, 1, true},
		"no answer, not made":    {emulator.Fault{Kind: emulator.HangBefore}, 0, false}, // it might be made yet
		"no answer, but made":    {emulator.Fault{Kind: emulator.HangAfter}, 1, true},
		"answer cut off":         {emulator.Fault{Kind: emulator.Truncate}, 1, true},
		"answer not JSON":        {emulator.Fault{Kind: emulator.NotJSON}, 1, true},
		"answer without id":      {emulator.Fault{Kind: emulator.OmitID}, 1, true},
		"500":                    {emulator.Fault{Status: 500}, 1, true},
		"502, as a page":         {emulator.Fault{Status: 502, HTML: true}, 1, true},
		"503":                    {emulator.Fault{Status: 503}, 1, true},
		"504":                    {emulator.Fault{Status: 504}, 0, false}, // as no answer
		"400":                    {emulator.Fault{Status: 400}, 0, false},
		"403":                    {emulator.Fault{Status: 403}, 0, false},
		"reset before, for ever": {emulator.Fault{Kind: emulator.ResetBefore, Next: 100}, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, c := newCloud(t)
			cloud.FailNext("createNotificationRule", tc.fault)
			made, err := c.CreateRule(t.Context(), aRule)
			stored := cloud.Rules()
			if (err == nil) != tc.succeeds || len(stored) != tc.rules {
				t.Fatalf("got %d rules and %v, want %d and success %t", len(stored), err, tc.rules, tc.succeeds)
			}
			if err == nil && made.ID != stored[0].ID {
				t.Errorf("got id %s, the cloud has %s", made.ID, stored[0].ID)
			}
		})
	}
}

// A create whose first try was lost, and whose second one has not had its turn when the context ends, may have been carried
// out all the same.
func TestClient_createLostThenCancelled(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t, func(o *emulator.Options) { o.Limits = emulator.LimitsPublished })
	c.pacer.window(createRule).limit = 1
	cloud.FailNext("createNotificationRule", emulator.Fault{Kind: emulator.ResetBefore})
	over := errors.New("over")
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, over)
	defer cancel()
	_, err := c.CreateRule(ctx, aRule)
	if _, ok := errors.AsType[*UnclearError](err); !ok || !errors.Is(err, over) || cloud.Calls("createNotificationRule") != 1 {
		t.Errorf("got %v after %d creates, want it to be unclear, and 1", err, cloud.Calls("createNotificationRule"))
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
		wire := c.http.HTTPClient.Transport.(*transport)
		var end context.CancelCauseFunc // ends the caller's context, once the call is on its way
		caller := func() (ctx context.Context) {
			ctx, end = context.WithCancelCause(t.Context())
			return ctx
		}
		wire.next = roundTripper(func(req *http.Request) (*http.Response, error) {
			end(over)
			<-req.Context().Done()
			return nil, hang(req.Context())
		})
		if _, err := c.Dataset(caller(), "d"); !errors.Is(err, over) || errors.Is(err, errNoAnswer) {
			t.Errorf("%s: a read: got %v, want what ended the context", name, err)
		}
		wire.timeout = 10 * time.Millisecond
		if err := c.DeleteRule(caller(), "r"); !errors.Is(err, errNoAnswer) || errors.Is(err, over) || !Unanswered(err) {
			t.Errorf("%s: a write: got %v, want no answer", name, err)
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// A server that carries a create out after everybody has given up on it makes one rule, not two.
func TestClient_createLate(t *testing.T) {
	t.Parallel()
	cloud := emulator.New(emulator.Options{Limits: emulator.LimitsOff})
	finished := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			defer close(finished)
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			r = r.Clone(context.WithoutCancel(r.Context()))
			r.Body = io.NopCloser(bytes.NewReader(body))
			<-time.After(300 * time.Millisecond)
		}
		cloud.ServeHTTP(w, r)
	}))
	defer server.Close()
	c := impatient(server.URL, emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret)
	c.http.HTTPClient.Transport.(*transport).timeout = 100 * time.Millisecond
	_, err := c.CreateRule(t.Context(), aRule)
	<-finished
	if _, ok := errors.AsType[*UnclearError](err); !ok || len(cloud.Rules()) != 1 {
		t.Errorf("got %v, and the cloud has %d rules, want it to be unclear, and 1", err, len(cloud.Rules()))
	}
}

// A create that is sent again because the first one seemed lost meets the object of the first one: that is its own.
func TestClient_createMeetsItself(t *testing.T) {
	t.Parallel()
	cloud := emulator.New(emulator.Options{Limits: emulator.LimitsOff})
	var creates atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && creates.Add(1) == 1 {
			http.Error(w, "lost", http.StatusBadGateway)
			return
		}
		if r.Method == http.MethodPost { // the first one lands now, the second one finds the name taken
			cloud.ServeHTTP(httptest.NewRecorder(), r)
			w.WriteHeader(http.StatusConflict)
			_, _ = w.Write([]byte(`{"message":"taken"}`))
			return
		}
		cloud.ServeHTTP(w, r)
	}))
	defer server.Close()
	made, err := impatient(server.URL, emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret).CreateWebhook(t.Context(), aWebhook)
	if err != nil || len(cloud.Webhooks()) != 1 || made.ID != cloud.Webhooks()[0].ID {
		t.Errorf("got %v, %v, want the one that is there", made, err)
	}
}

// A page in answer to a create of the contract means that there is no such call, unless the webhook was made all the same.
func TestClient_createAnsweredByPage(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault    emulator.Fault
		webhooks int
	}{
		"made":     {emulator.Fault{Kind: emulator.NotJSON}, 1},
		"not made": {emulator.Fault{Status: 200, HTML: true}, 0},
	} {
		cloud, c := newCloud(t)
		cloud.FailNext("createWebhookIntegration", tc.fault)
		made, err := c.CreateWebhook(t.Context(), aWebhook)
		if (made == nil) != IsNotOffered(err) || len(cloud.Webhooks()) != tc.webhooks || cloud.Calls("createWebhookIntegration") != 1 {
			t.Errorf("%s: got %v, %v and %d webhooks after %d creates", name, made, err, len(cloud.Webhooks()), cloud.Calls("createWebhookIntegration"))
		}
	}
}

// A create that keeps failing tells why, in Soda's words.
func TestClient_createKeepsCause(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	cloud.FailNext("createNotificationRule", emulator.Fault{Status: 500, Next: 100})
	_, err := c.CreateRule(t.Context(), aRule)
	if e, ok := errors.AsType[*Error](err); !ok || e.Status != http.StatusInternalServerError || e.TraceID == "" || !strings.Contains(err.Error(), e.Message) {
		t.Errorf("got %v, want Soda's words and the trace id", err)
	}
}

// A 404 to a call that Soda does not publish is about the call as long as the webhook is listed.
func TestClient_missingCallIsNotMissingObject(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	made, err := c.CreateWebhook(t.Context(), aWebhook)
	if err != nil {
		t.Fatal(err)
	}
	for operation, call := range map[string]func() error{
		"updateWebhookIntegration": func() error { return second(c.UpdateWebhook(t.Context(), made.ID, aWebhook)) },
		"testWebhookIntegration":   func() error { return second(c.TestWebhook(t.Context(), made.ID, "validate")) },
	} {
		cloud.FailNext(operation, emulator.Fault{Status: 404})
		if err := call(); IsNotFound(err) || !IsNotOffered(err) {
			t.Errorf("%s: got %v, want that the call is not offered", operation, err)
		}
	}
	cloud.FailNext("deleteWebhookIntegration", emulator.Fault{Status: 404})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := c.DeleteWebhook(ctx, made.ID); !errors.Is(err, ErrStillListed) {
		t.Errorf("delete: got %v, want that it is still listed", err)
	}
}

func TestWithoutSecrets(t *testing.T) {
	for text, want := range map[string]string{
		"tok-longer and tok":         "(hidden) and (hidden)",
		"it was Bearer s3cret":       "it was (hidden)",
		"only s3cret of it":          "only (hidden) of it",
		`{"got":"a \"quoted\" one"}`: `{"got":"(hidden)"}`,
		"nothing of it":              "nothing of it",
	} {
		if got := WithoutSecrets(text, []string{"tok", "tok-longer", "Bearer s3cret", `a "quoted" one`, ""}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Creates of one name at the same time make one object.
func TestClient_createSameName(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	var all sync.WaitGroup
	var made, refused atomic.Int32
	for range 10 {
		all.Go(func() {
			_, err := c.CreateRule(t.Context(), aRule)
			if _, exists := errors.AsType[*ExistsError](err); exists {
				refused.Add(1)
			} else if err == nil {
				made.Add(1)
			}
		})
	}
	all.Wait()
	if made.Load() != 1 || refused.Load() != 9 || len(cloud.Rules()) != 1 {
		t.Errorf("got %d made, %d refused, %d rules", made.Load(), refused.Load(), len(cloud.Rules()))
	}
}

// An answer of success that is no list, or of objects that have no ids, must not look like an empty one: every object would
// count as deleted.
func TestClient_listThatIsNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `{}`, `null`, `[]`, `{"message":"maintenance"}`, `{"content":[]}`,
		`{"content":[],"number":7,"totalElements":0,"totalPages":0}`, `{"content":[],"number":0,"totalElements":-1,"totalPages":0}`, `<html>`,
		`{"content":[{"ruleId":"r","name":"n"}],"number":0,"totalElements":1,"totalPages":1}`} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		}))
		defer server.Close()
		if _, err := impatient(server.URL, "id", "secret").Rule(t.Context(), "r"); err == nil || IsNotFound(err) {
			t.Errorf("%q: got %v, want an error that is not about the rule", body, err)
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

// An answer that repeats what it was sent does not bring secrets into errors.
func TestError_withoutSecrets(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_, _ = w.Write([]byte(`{"content":[],"number":0,"totalElements":0,"totalPages":0}`))
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"code":"bad","message":"'Bearer CANARY' and CANARY-SIGN are not allowed, but open is"}`))
	}))
	defer server.Close()
	in := WebhookInput{Name: "w", Secret: new("CANARY-SIGN"), Headers: []Header{
		{Name: "A", Value: new("Bearer CANARY"), Secret: true}, {Name: "B", Value: new("open")},
	}}
	_, err := impatient(server.URL, "id", "secret").CreateWebhook(t.Context(), in)
	if err == nil || strings.Contains(err.Error(), "CANARY") || !strings.Contains(err.Error(), "but open is") {
		t.Errorf("got %v, want Soda's words without the secrets", err)
	}
}

// A mask beside a part of a secret is no difference, nor is a value that only Soda knows.
func TestWebhookInput_Differences(t *testing.T) {
	in := WebhookInput{Name: "w", Headers: []Header{{Name: "Authorization", Value: new("token-1234"), Secret: true}, {Name: "X-Team", Value: new("data")}}}
	for name, tc := range map[string]struct {
		headers []Header
		want    int
	}{
		"as sent":              {[]Header{{Name: "x-team", Value: new("data")}, {Name: "authorization", Value: new("token-1234")}}, 0},
		"a partial mask":       {[]Header{{Name: "X-Team", Value: new("da****")}, {Name: "Authorization", Value: new("****1234")}}, 0},
		"another kind of mask": {[]Header{{Name: "X-Team", Value: new("data")}, {Name: "Authorization", Value: new("(hidden)")}}, 0},
		"another value":        {[]Header{{Name: "X-Team", Value: new("other")}, {Name: "Authorization"}}, 1},
		"a header is missing":  {[]Header{{Name: "X-Team", Value: new("data")}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := in.Differences(Webhook{Name: "w", Headers: tc.headers}); len(got) != tc.want {
				t.Errorf("got %v, want %d", got, tc.want)
			}
		})
	}
}

// What a server fills in beside a recipient's target, and an empty customization, are no difference; a recipient that is
// never told of anything is.
func TestRuleInput_Differences(t *testing.T) {
	levels := []Trigger{{Type: TriggerLevel, Level: "critical"}}
	in := RuleInput{Name: "r", RuleType: "check", Recipients: []Recipient{{Type: RecipientUser, UserID: "u", Triggers: levels}}}
	for name, tc := range map[string]struct {
		change func(*Rule)
		want   []string
	}{
		"nothing":                     {func(*Rule) {}, nil},
		"a field filled in":           {func(r *Rule) { r.Recipients[0].Email = "u@example.com" }, nil},
		"an empty customization":      {func(r *Rule) { r.Customization = new(Customization) }, nil},
		"a default status":            {func(r *Rule) { r.Status = "active" }, nil},
		"another user":                {func(r *Rule) { r.Recipients[0].UserID = "v" }, []string{"recipients"}},
		"a recipient without trigger": {func(r *Rule) { r.Recipients = append(r.Recipients, Recipient{Type: RecipientEmail, Email: "e"}) }, []string{"recipients"}},
		"another type and name":       {func(r *Rule) { r.RuleType, r.Name = "monitor", "s" }, []string{"name", "ruleType"}},
	} {
		t.Run(name, func(t *testing.T) {
			stored := Rule{RuleInput: in}
			stored.Recipients = slices.Clone(in.Recipients)
			tc.change(&stored)
			if got := in.Differences(stored); !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

// An object of that name that differs is not adopted.
func TestClient_createUnclear(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	if _, err := c.Rules(t.Context()); err != nil { // the snapshot of this phase: no rule yet
		t.Fatal(err)
	}
	other := aRule
	other.RuleType = "monitor"
	if _, err := impatient(cloud.URL, emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret).CreateRule(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	cloud.FailNext("createNotificationRule", emulator.Fault{Kind: emulator.ResetBefore})
	_, err := c.CreateRule(t.Context(), aRule)
	if e, ok := errors.AsType[*UnclearError](err); !ok || len(e.Found) != 1 || e.Found[0] != cloud.Rules()[0].ID {
		t.Errorf("got %#v, want an UnclearError with the other rule's id", err)
	}
}

func TestClient_createTaken(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	first, err := c.CreateWebhook(t.Context(), aWebhook)
	if err != nil {
		t.Fatal(err)
	}
	late := impatient(cloud.URL, emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret)
	if _, err := late.Webhooks(t.Context()); err != nil {
		t.Fatal(err)
	}
	other := aWebhook
	other.Name = "other"
	second, err := c.CreateWebhook(t.Context(), other)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		c    *Client
		in   WebhookInput
		want string
	}{
		"in the snapshot":    {c, aWebhook, first.ID},
		"since the snapshot": {late, other, second.ID},
	} {
		_, err := tc.c.CreateWebhook(t.Context(), tc.in)
		if e, ok := errors.AsType[*ExistsError](err); !ok || e.ID != tc.want {
			t.Errorf("%s: got %v, want an ExistsError with id %s", name, err, tc.want)
		}
	}
}

// A deletion is done when the rule is not listed any more, and a rule that is gone already is deleted.
func TestClient_delete(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t, func(o *emulator.Options) { o.DeleteDelay = 100 * time.Millisecond })
	rule, err := c.CreateRule(t.Context(), aRule)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.DeleteRule(t.Context(), rule.ID); err != nil || len(cloud.Rules()) != 0 {
		t.Errorf("got %v, and %d rules are left", err, len(cloud.Rules()))
	}
	if err := c.DeleteRule(t.Context(), rule.ID); err != nil {
		t.Errorf("the second time: %v", err)
	}
	if _, err := c.Rule(t.Context(), rule.ID); !IsNotFound(err) {
		t.Errorf("got %v, want not found", err)
	}
}

// A deletion that is never carried out ends with the context.
func TestClient_deleteNever(t *testing.T) {
	t.Parallel()
	_, c := newCloud(t, func(o *emulator.Options) { o.DeleteDelay = time.Hour })
	rule, err := c.CreateRule(t.Context(), aRule)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := c.DeleteRule(ctx, rule.ID); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the deadline", err)
	}
}

// Deletions that are asked for one after the other share the looks at the list: at most one in a second.
func TestListing_sharesPolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, fetches := time.Now(), 0
		l := &listing[Rule]{fetch: func(context.Context) (listed []Rule, err error) {
			fetches++
			for i := range 50 {
				if gone := start.Add(time.Duration(i)*100*time.Millisecond + time.Second); time.Now().Before(gone) {
					listed = append(listed, Rule{ID: fmt.Sprint(i)})
				}
			}
			return listed, nil
		}}
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				time.Sleep(time.Duration(i) * 100 * time.Millisecond) //nolint:forbidigo // the clock is synctest's
				if err := l.gone(t.Context(), fmt.Sprint(i)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if most := int(time.Since(start)/firstPoll) + 1; fetches > most {
			t.Errorf("got %d looks in %s, want at most %d", fetches, time.Since(start), most)
		}
	})
}

// Those who wait for what does not end look less and less often, and no more often for being many.
func TestListing_pollsLessAndLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fetches := 0
		l := &listing[Rule]{fetch: func(context.Context) ([]Rule, error) {
			fetches++
			return []Rule{{ID: "r"}}, nil
		}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if err := l.gone(ctx, "r"); !errors.Is(err, ErrStillListed) || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v", err)
				}
			})
		}
		all.Wait()
		if want := 9; fetches != want { // after 0, 1, 3, 7, 15, 25, 35, 45 and 55 seconds
			t.Errorf("got %d looks, want %d", fetches, want)
		}
	})
}

// A thousand reads, as many at once as you like, and the writes among them, cost one list call.
func TestClient_sharesOneList(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	rule, err := c.CreateRule(t.Context(), aRule)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 1000 {
		all.Go(func() {
			if _, err := c.Rule(t.Context(), rule.ID); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	changed := aRule
	changed.Status = "paused"
	if _, err := c.UpdateRule(t.Context(), rule.ID, changed); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Rule(t.Context(), rule.ID); err != nil || got.Status != "paused" {
		t.Errorf("got %+v, %v, want what was written", got, err)
	}
	if got := cloud.Calls("listNotificationRules"); got != 1 {
		t.Errorf("got %d list calls, want 1", got)
	}
}

// What is missing is confirmed once, for all that miss.
func TestClient_confirmsMissingOnce(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	for i := range 20 {
		if _, err := c.Rule(t.Context(), fmt.Sprint("gone-", i)); !IsNotFound(err) {
			t.Errorf("got %v, want not found", err)
		}
	}
	if got := cloud.Calls("listNotificationRules"); got != 2 {
		t.Errorf("got %d list calls, want 2", got)
	}
}

// A list call that is not there says nothing of the objects in the list.
func TestClient_missingListIsNotMissingObject(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	cloud.FailNext("listNotificationRules", emulator.Fault{Status: http.StatusNotFound, Next: 10})
	if _, err := c.Rule(t.Context(), "r"); err == nil || IsNotFound(err) {
		t.Errorf("got %v, want an error that is not about the rule", err)
	}
}

// A webhook that this client has made is among the integrations at once.
func TestClient_webhookIsIntegration(t *testing.T) {
	t.Parallel()
	_, c := newCloud(t)
	if all, err := c.Integrations(t.Context()); err != nil || len(all) != 0 {
		t.Fatal(all, err)
	}
	made, err := c.CreateWebhook(t.Context(), aWebhook)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := c.Integration(t.Context(), made.ID); err != nil || found.Name != made.Name {
		t.Errorf("got %+v, %v", found, err)
	}
}

// A list that failed is not asked for again by everybody else who needs it.
func TestClient_sharesFailure(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	cloud.FailNext("listNotificationRules", emulator.Fault{Status: 500, Next: 20})
	for range 20 {
		if _, err := c.Rule(t.Context(), "r"); err == nil || IsNotFound(err) {
			t.Errorf("got %v, want the failure", err)
		}
	}
	if got := cloud.Calls("listNotificationRules"); got != 1 {
		t.Errorf("got %d calls, want 1", got)
	}
}

// A failure is forgotten after a while, at once by those who need a fresh snapshot, and when one was fetched.
func TestListing_forgetsFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fetches, down := 0, errors.New("down")
		l := &listing[Rule]{fetch: func(context.Context) ([]Rule, error) {
			fetches++
			return nil, down
		}}
		expect := func(want int, number int, wantErr error) {
			t.Helper()
			if _, err := l.after(t.Context(), number); !errors.Is(err, wantErr) || fetches != want {
				t.Errorf("got %d fetches and %v, want %d and %v", fetches, err, want, wantErr)
			}
		}
		expect(1, 0, down)
		expect(1, 0, down)
		expect(2, 1, down)
		expect(2, 1, down)
		time.Sleep(failurePause) //nolint:forbidigo // the clock is synctest's
		expect(3, 0, down)
		down = nil
		expect(4, 3, nil)
		expect(4, 0, nil)
	})
}

// A refused key is refused once.
func TestClient_remembersRefusal(t *testing.T) {
	t.Parallel()
	cloud, _ := newCloud(t)
	c := impatient(cloud.URL, "wrong", "key")
	for range 20 {
		if _, err := c.Rules(t.Context()); err == nil {
			t.Error("got no error")
		}
	}
	if got := len(cloud.Requests()); got != 1 {
		t.Errorf("got %d requests, want 1", got)
	}
}

func TestClient_pages(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	var rules []emulator.Rule
	for i := range 2500 {
		rules = append(rules, emulator.Rule{ID: fmt.Sprintf("r-%04d", i), Name: fmt.Sprintf("rule %04d", i), RuleType: "check"})
	}
	if err := cloud.Seed(emulator.Organization{Rules: rules}); err != nil {
		t.Fatal(err)
	}
	all, err := c.Rules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, r := range all {
		ids[r.ID] = true
	}
	if len(all) != 2500 || len(ids) != 2500 || !slices.IsSortedFunc(all, func(a, b Rule) int { return strings.Compare(a.Name, b.Name) }) {
		t.Errorf("got %d rules, %d ids", len(all), len(ids))
	}
	if got := cloud.Calls("listNotificationRules"); got != 3 {
		t.Errorf("got %d calls, want 3", got)
	}
}

// A rule that somebody deletes between two pages shifts the others: one of them would be missing.
func TestClient_rereadsShiftedPages(t *testing.T) {
	t.Parallel()
	var list atomic.Int32
	page := func(number, total int, ids ...string) string {
		var items []string
		for _, id := range ids {
			items = append(items, fmt.Sprintf(`{"id":%q}`, id))
		}
		return fmt.Sprintf(`{"content":[%s],"number":%d,"totalElements":%d,"totalPages":2}`, strings.Join(items, ","), number, total)
	}
	answers := []string{
		page(0, 3, "a", "b"), page(1, 2), // b was deleted, c moved to the first page
		page(0, 3, "a", "b"), page(1, 3, "b"), // an insertion moved b to the second page
		page(0, 3, "a", "b"), page(1, 3, "c"),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(answers[list.Add(1)-1]))
	}))
	defer server.Close()
	all, err := impatient(server.URL, "id", "secret").Rules(t.Context())
	if err != nil || len(all) != 3 {
		t.Errorf("got %d rules, %v, want 3", len(all), err)
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
	if _, err := c.UpdateRule(ctx, made.ID, aRule); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a call after the end: got %v, want that nothing is sent", err)
	}
	if got := cloud.Calls("updateNotificationRule"); got != 0 {
		t.Errorf("got %d updates, want none", got)
	}
}

func TestHeader_Readable(t *testing.T) {
	for name, tc := range map[string]struct {
		value *string
		want  bool
	}{
		"absent":        {nil, false},
		"masked":        {new("********"), false},
		"in part":       {new("Bear****"), false},
		"redacted":      {new("[REDACTED]"), false},
		"bullets":       {new("•••"), false},
		"empty":         {new(""), true},
		"a value":       {new("application/json"), true},
		"stars and all": {new("**x"), true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (Header{Value: tc.value}).Readable(); got != tc.want {
				t.Errorf("got %t, want %t", got, tc.want)
			}
		})
	}
}

//go:fix inline
