package soda

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// The tests of this file run on a clock of their own: what happens in an apply that takes hours.

// inBubble returns an emulator and two clients of it, one of them a colleague's, without a network: it is for synctest.
func inBubble(set ...func(*emulator.Options)) (cloud *emulator.Emulator, mine, colleague *Client) {
	o := emulator.Options{Limits: emulator.LimitsOff}
	for _, f := range set {
		f(&o)
	}
	cloud = emulator.New(o)
	client := func() *Client {
		c := New(Config{BaseURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, APIKeyID: emulator.DefaultAPIKeyID, APIKeySecret: emulator.DefaultAPIKeySecret})
		c.wire = served(cloud)
		return c
	}
	return cloud, client(), client()
}

// served answers requests by a handler.
func served(handler http.Handler) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		httptrace.ContextClientTrace(req.Context()).WroteHeaders()
		if req.Body == nil {
			req.Body = http.NoBody
		}
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, req)
		return recorder.Result(), nil
	})
}

// bubble runs a test on its own clock.
func bubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, test)
}

func later(d time.Duration) {
	time.Sleep(d) //nolint:forbidigo // the clock is synctest's
}

// A name that a colleague takes after the list was read stops the create a minute later; the list is read again at most once a
// minute.
func TestClient_createSeesLateTwin(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, colleague := inBubble()
		if _, err := mine.Rules(t.Context()); err != nil {
			t.Fatal(err)
		}
		later(61 * time.Second)
		if _, err := colleague.CreateRule(t.Context(), aRule); err != nil {
			t.Fatal(err)
		}
		_, err := mine.CreateRule(t.Context(), aRule)
		if e, ok := errors.AsType[*ExistsError](err); !ok || e.Own || len(cloud.Rules()) != 1 {
			t.Errorf("got %v and %d rules, want that the name is taken", err, len(cloud.Rules()))
		}
	})
}

// An edit that a colleague makes after the list was read stops the update a minute later.
func TestClient_updateSeesLateEdit(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, colleague := inBubble()
		rule, err := mine.CreateRule(t.Context(), aRule)
		if err != nil {
			t.Fatal(err)
		}
		later(61 * time.Second)
		theirs, ours := aRule, aRule
		theirs.Status, ours.RuleType = "paused", "monitor"
		if _, err := colleague.UpdateRule(t.Context(), rule.ID, theirs, nil); err != nil {
			t.Fatal(err)
		}
		changed := errors.New("changed")
		_, err = mine.UpdateRule(t.Context(), rule.ID, ours, func(now Rule) error {
			if now.Status != rule.Status {
				return changed
			}
			return nil
		})
		if !errors.Is(err, changed) || cloud.Rules()[0].RuleType != aRule.RuleType {
			t.Errorf("got %v, want that the edit stops it", err)
		}
	})
}

// Fifty creates, ten a minute, read the list at most once a minute, and once more for each 429.
func TestClient_listsOnceAMinute(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, _ := inBubble(func(o *emulator.Options) { o.Limits = emulator.LimitsPublished })
		start := time.Now()
		done := make(chan error)
		for i := range 50 {
			go func() {
				in := aRule
				in.Name = string(rune('A' + i))
				_, err := mine.CreateRule(t.Context(), in)
				done <- err
			}()
		}
		for range 50 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if got, most := cloud.Calls("listNotificationRules"), int(time.Since(start)/time.Minute)+2; got > most {
			t.Errorf("got %d lists in %s, want at most %d", got, time.Since(start), most)
		}
		if got := cloud.Calls("createNotificationRule"); got != 50 {
			t.Errorf("got %d creates, want 50", got)
		}
	})
}

// After a 429 the name is looked up again before the create is sent again, however short the pause.
func TestClient_createLooksAfter429(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, colleague := inBubble()
		refused := false
		handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && !refused {
				refused = true
				if _, err := colleague.CreateRule(r.Context(), aRule); err != nil {
					t.Error(err)
				}
				w.Header().Set("Retry-After", "1")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			cloud.ServeHTTP(w, r)
		})
		mine.wire = served(handler)
		_, err := mine.CreateRule(t.Context(), aRule)
		if _, ok := errors.AsType[*ExistsError](err); !ok || len(cloud.Rules()) != 1 {
			t.Errorf("got %v and %d rules, want that the name is taken", err, len(cloud.Rules()))
		}
	})
}

// One page of the web application among the answers of the list ends nothing: deletions go on, and later ones succeed.
func TestClient_pageDoesNotStick(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, _ := inBubble(func(o *emulator.Options) { o.DeleteDelay = 3 * time.Second })
		for _, name := range []string{"a", "b"} {
			in := aRule
			in.Name = name
			if _, err := mine.CreateRule(t.Context(), in); err != nil {
				t.Fatal(err)
			}
		}
		cloud.FailNext("listNotificationRules", emulator.Fault{Kind: emulator.NotJSON})
		for _, rule := range cloud.Rules() {
			if err := mine.DeleteRule(t.Context(), rule.ID); err != nil {
				t.Errorf("%s: %v", rule.Name, err)
			}
		}
		if got := len(cloud.Rules()); got != 0 {
			t.Errorf("got %d rules left", got)
		}
	})
}

// With the server down, a hundred look-ups of different texts share one failure, and the next attempt is made after a while.
func TestClient_lookupsShareFailure(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, mine, _ := inBubble()
		requests := 0
		mine.wire = roundTripper(func(*http.Request) (*http.Response, error) {
			requests++
			return nil, errors.New("connection refused")
		})
		for i := range 100 {
			if _, err := mine.Users(t.Context(), string(rune('a'+i))); err == nil {
				t.Error("got no error")
			}
		}
		if requests != maxRefusals {
			t.Errorf("got %d attempts, want %d", requests, maxRefusals)
		}
		later(failurePause)
		if _, err := mine.Users(t.Context(), "z"); err == nil || requests != maxRefusals+1 {
			t.Errorf("after a while: got %v after %d attempts, want one more", err, requests)
		}
	})
}

// A create that nobody answered is not sent again while the list may still lack what it has created.
func TestClient_lostCreateShowsLate(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, _ := inBubble()
		start, lost := time.Now(), false
		handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet && time.Since(start) < DefaultLag-slowestPoll {
				_, _ = w.Write([]byte(`{"content":[],"number":0,"totalElements":0,"totalPages":0}`))
				return
			}
			if r.Method == http.MethodPost && !lost {
				lost = true
				cloud.ServeHTTP(httptest.NewRecorder(), r)
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			cloud.ServeHTTP(w, r)
		})
		mine.wire = served(handler)
		created, err := mine.CreateRule(t.Context(), aRule)
		if err != nil || len(cloud.Rules()) != 1 || created.ID != cloud.Rules()[0].ID {
			t.Errorf("got %v, %v and %d rules, want the one that was created", created, err, len(cloud.Rules()))
		}
	})
}

// An object that was created a moment ago is waited for where the list lacks it; one that is older is gone. Those who wait share
// the looks.
func TestClient_awaitsYoung(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, colleague := inBubble()
		rule, err := colleague.CreateRule(t.Context(), aRule)
		if err != nil {
			t.Fatal(err)
		}
		created, lists := time.Now(), 0
		mine.wire = served(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			lists++
			if time.Since(created) < 30*time.Second {
				_, _ = w.Write([]byte(`{"content":[],"number":0,"totalElements":0,"totalPages":0}`))
				return
			}
			cloud.ServeHTTP(w, r)
		}))
		if _, err := mine.AwaitRule(t.Context(), rule.ID, created.Add(-DefaultLag)); !IsNotFound(err) || time.Since(created) > 0 {
			t.Errorf("an old one: got %v after %s, want not found at once", err, time.Since(created))
		}
		done := make(chan error)
		for range 20 {
			go func() {
				_, err := mine.AwaitRule(t.Context(), rule.ID, created)
				done <- err
			}()
		}
		for range 20 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if lists > 9 {
			t.Errorf("got %d lists, want them shared", lists)
		}
		if _, err := mine.AwaitRule(t.Context(), "another", created); !IsNotFound(err) || time.Since(created) < DefaultLag {
			t.Errorf("one that never shows: got %v after %s, want not found when it is not young any more", err, time.Since(created))
		}
	})
}

// Two runs at once can create two rules of one name: after a batch of creates, one look tells.
func TestClient_twins(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, _ := inBubble()
		created, err := mine.CreateRule(t.Context(), aRule)
		if err != nil {
			t.Fatal(err)
		}
		twin := cloud.Rules()[0]
		twin.ID = "twin"
		if err := cloud.Seed(emulator.Organization{Rules: []emulator.Rule{twin}}); err != nil {
			t.Fatal(err)
		}
		before := cloud.Calls("listNotificationRules")
		twins := mine.RuleTwins(t.Context())
		if len(twins) != 1 || len(twins[0]) != 2 || len(mine.RuleTwins(t.Context())) != 0 {
			t.Errorf("got %v, want %s and its twin, once", twins, created.ID)
		}
		if got := cloud.Calls("listNotificationRules") - before; got != 1 {
			t.Errorf("got %d looks, want 1", got)
		}
	})
}

// A rename onto a name that is taken is stopped before it is sent.
func TestClient_renameOntoTaken(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, _ := inBubble()
		other := aRule
		other.Name = "cafe\u0301" // decomposed, as some tools store it
		first, err := mine.CreateRule(t.Context(), other)
		if err == nil {
			var second *Rule
			if second, err = mine.CreateRule(t.Context(), aRule); err == nil {
				renamed := aRule
				renamed.Name = "café "
				_, err = mine.UpdateRule(t.Context(), second.ID, renamed, func(Rule) error { return nil })
			}
		}
		if e, ok := errors.AsType[*ExistsError](err); !ok || e.ID != first.ID || cloud.Calls("updateNotificationRule") != 0 {
			t.Errorf("got %v, want that the name is taken", err)
		}
	})
}

// A write that is answered by nothing but success is looked up in the list.
func TestClient_emptySuccess(t *testing.T) {
	for _, status := range []int{http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent} {
		bubble(t, func(t *testing.T) {
			cloud, mine, _ := inBubble()
			mine.wire = served(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodPost {
					cloud.ServeHTTP(w, r)
					return
				}
				cloud.ServeHTTP(httptest.NewRecorder(), r)
				w.Header().Set("Location", "/api/v1/somewhere")
				w.WriteHeader(status)
			}))
			created, err := mine.CreateRule(t.Context(), aRule)
			if err != nil {
				t.Fatalf("%d: %v", status, err)
			}
			changed := aRule
			changed.Status = "paused"
			updated, err := mine.UpdateRule(t.Context(), created.ID, changed, nil)
			if err != nil || updated.Status != "paused" || len(cloud.Rules()) != 1 || cloud.Calls("createNotificationRule") != 1 {
				t.Errorf("%d: got %+v, %v and %d rules", status, updated, err, len(cloud.Rules()))
			}
		})
	}
}

// A key that is refused, or a host that refuses connections, is asked once or a few times, whatever is asked of it: everybody gets
// the same error, and one of them is the first to report it.
func TestClient_oneCause(t *testing.T) {
	for name, tc := range map[string]struct {
		wire  http.RoundTripper
		calls int
	}{
		"401": {served(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })), 1},
		"refused": {roundTripper(func(*http.Request) (*http.Response, error) {
			return nil, errors.New("connection refused")
		}), maxRefusals},
		"proxy": {roundTripper(func(*http.Request) (*http.Response, error) {
			return nil, &ProxyError{Proxy: "proxy:3128", Status: http.StatusProxyAuthRequired}
		}), 1},
	} {
		bubble(t, func(t *testing.T) {
			_, mine, _ := inBubble()
			requests, full := 0, 0
			mine.wire = roundTripper(func(req *http.Request) (*http.Response, error) {
				requests++
				return tc.wire.RoundTrip(req)
			})
			start := time.Now()
			for range 100 {
				_, readErr := mine.Rule(t.Context(), "r")
				_, writeErr := mine.CreateRule(t.Context(), aRule)
				for _, err := range []error{readErr, writeErr, mine.DeleteRule(t.Context(), "r")} {
					cause, ok := errors.AsType[*CommonError](err)
					if !ok {
						t.Errorf("%s: got %v, want the common error", name, err)
					} else if cause.First() {
						full++
					}
				}
			}
			if requests != tc.calls || full != 1 || time.Since(start) > 3*time.Second {
				t.Errorf("%s: got %d requests and %d errors in full in %s, want %d and 1", name, requests, full, time.Since(start), tc.calls)
			}
		})
	}
}

// Connections that fail take no slot: when the server is back, the burst is whole. Those who wait for a slot when the host turns
// out to refuse connections fail at once.
func TestClient_refusedTakesNoSlot(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, _ := inBubble()
		up := mine.wire
		if _, err := mine.Rules(t.Context()); err != nil {
			t.Fatal(err)
		}
		mine.wire = roundTripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("connection refused") })
		start := time.Now()
		done := make(chan error)
		for i := range 30 {
			go func() {
				in := aRule
				in.Name = string(rune('A' + i))
				_, err := mine.CreateRule(t.Context(), in)
				done <- err
			}()
		}
		for range 30 {
			if err := <-done; !errors.Is(err, ErrNotSent) {
				t.Errorf("got %v, want that nothing was sent", err)
			}
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("took %s", took)
		}
		later(failurePause)
		mine.wire = up
		start = time.Now()
		for i := range 10 {
			in := aRule
			in.Name = string(rune('A' + i))
			if _, err := mine.CreateRule(t.Context(), in); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took > 0 || len(cloud.Rules()) != 10 {
			t.Errorf("ten creates took %s, want the whole burst at once", took)
		}
	})
}

// The first write of a process goes alone; a 429 stops the others, and one of them finds out when it is over.
func TestClient_firstWriteAlone(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, colleague := inBubble(func(o *emulator.Options) { o.Limits = emulator.LimitsPublished })
		create := func(c *Client, name string) error {
			in := aRule
			in.Name = name
			_, err := c.CreateRule(t.Context(), in)
			return err
		}
		for i := range 10 { // another apply uses the limit up
			if err := create(colleague, "first "+string(rune('a'+i))); err != nil {
				t.Fatal(err)
			}
		}
		later(10 * time.Second)
		before := cloud.Calls("createNotificationRule")
		done := make(chan error)
		for i := range 10 {
			go func() { done <- create(mine, "second "+string(rune('a'+i))) }()
		}
		for range 10 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if got := len(cloud.Requests()); got == 0 {
			t.Fatal("no requests")
		}
		throttled := 0
		for _, r := range cloud.Requests() {
			if r.Status == http.StatusTooManyRequests {
				throttled++
			}
		}
		if throttled > 2 || len(cloud.Rules()) != 20 {
			t.Errorf("got %d answers 429 of %d calls and %d rules, want at most 2", throttled, cloud.Calls("createNotificationRule")-before, len(cloud.Rules()))
		}
	})
}
