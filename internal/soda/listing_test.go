package soda

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// Deletions that are asked for one after the other share the looks at the list: at most one in a second.
func TestListing_sharesPolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, fetches := time.Now(), 0
		l := newListing(DefaultLag, listRules, func(context.Context) (listed []Rule, pages int, err error) {
			fetches++
			for i := range 50 {
				if gone := start.Add(time.Duration(i)*100*time.Millisecond + time.Second); time.Now().Before(gone) {
					listed = append(listed, Rule{ID: fmt.Sprint(i)})
				}
			}
			return listed, 1, nil
		})
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
		l := newListing(DefaultLag, listRules, func(context.Context) ([]Rule, int, error) {
			fetches++
			return []Rule{{ID: "r"}}, 1, nil
		})
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
	if _, err := c.UpdateRule(t.Context(), rule.ID, changed, nil); err != nil {
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
		l := newListing(DefaultLag, listRules, func(context.Context) ([]Rule, int, error) {
			fetches++
			return nil, 1, down
		})
		expect := func(want int, number version, wantErr error) {
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
