package soda

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

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
