package soda

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

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
	c.config.RequestTimeout = 100 * time.Millisecond
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
