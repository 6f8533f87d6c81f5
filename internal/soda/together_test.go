package soda

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// An update that rests on a list which fails is not sent, and the list is not read over and over.
func TestClient_listFailsBeforeUpdate(t *testing.T) {
	t.Parallel()
	for status, most := range map[int]int{503: 5, 500: 1, 429: 11} {
		synctest.Test(t, func(t *testing.T) {
			cloud, mine, _ := inBubble()
			stored, err := mine.CreateWebhook(t.Context(), aWebhook)
			if err != nil {
				t.Fatal(err)
			}
			later(2 * maxAge)
			before := cloud.Calls("listWebhookIntegrations")
			cloud.FailNext("listWebhookIntegrations", emulator.Fault{Status: status, Next: 1000})
			in := aWebhook
			in.URL = "https://other.example/soda"
			_, err = mine.UpdateWebhook(t.Context(), stored.ID, in, func(Webhook) error { return nil })
			lists := cloud.Calls("listWebhookIntegrations") - before
			if err == nil || Unanswered(err) || !errors.Is(err, ErrNotSent) || lists > most || cloud.Calls("updateWebhookIntegration") != 0 {
				t.Errorf("%d: got %v after %d lists, want at most %d and nothing sent", status, err, lists, most)
			}
		})
	}
}

// A name that several writes of one client want goes to one of them, renames among them.
func TestClient_renamesTakeTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cloud, mine, _ := inBubble()
		var ids []string
		for _, name := range []string{"one", "two"} {
			in := aRule
			in.Name = name
			created, err := mine.CreateRule(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, created.ID)
		}
		inner := mine.wire
		mine.wire = roundTripper(func(r *http.Request) (*http.Response, error) {
			later(200 * time.Millisecond)
			return inner.RoundTrip(r)
		})
		in := aRule
		in.Name = "same"
		errs := make([]error, 3)
		var writes sync.WaitGroup
		for i, id := range ids {
			writes.Go(func() { _, errs[i] = mine.UpdateRule(t.Context(), id, in, func(Rule) error { return nil }) })
		}
		writes.Go(func() { _, errs[2] = mine.CreateRule(t.Context(), in) })
		writes.Wait()
		refused := 0
		for _, err := range errs {
			if _, ok := errors.AsType[*ExistsError](err); ok {
				refused++
			}
		}
		named := 0
		for _, r := range cloud.Rules() {
			if r.Name == "same" {
				named++
			}
		}
		if refused != 2 || named != 1 {
			t.Errorf("got %d rules of the name after %v", named, errs)
		}
	})
}

// What looks for a lost create ends with its context, and says that it is not clear what happened.
func TestClient_lostCreateEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cloud, mine, _ := inBubble()
		cloud.FailNext("createNotificationRule", emulator.Fault{Status: 502})
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		start := time.Now()
		_, err := mine.CreateRule(ctx, aRule)
		if _, unclear := errors.AsType[*UnclearError](err); !unclear || time.Since(start) > 5*time.Second {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
	})
}

// Calls that share one refusal write nothing into it.
func TestClient_sharedRefusal(t *testing.T) {
	t.Parallel()
	cloud, _ := newCloud(t)
	c := impatient(cloud.URL, "wrong", "wrong-secret")
	var calls sync.WaitGroup
	for range 20 {
		calls.Go(func() {
			if _, err := c.Dataset(t.Context(), "x"); err == nil {
				t.Error("got no error")
			}
		})
		calls.Go(func() {
			if _, err := c.TestWebhook(t.Context(), "x", "validate"); err == nil || Unanswered(err) {
				t.Errorf("got %v", err)
			}
		})
	}
	calls.Wait()
}

// An outage that is over before those who wait have noticed leaves them waiting, without a turn of the processor.
func TestWindow_outageOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newOutage()
		w := &window{published: 1, limit: 1, span: time.Minute, floor: time.Second, turn: make(chan struct{}, 1), free: make(chan struct{}, 1)}
		first, err := w.wait(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		first.done(nil, true)
		ended := make(chan error, 1)
		go func() {
			_, err := w.wait(t.Context(), o)
			ended <- err
		}()
		synctest.Wait()
		_ = o.note(&Error{Status: http.StatusUnauthorized})
		_ = o.note(nil) // another call succeeds
		synctest.Wait() // hangs if anybody is busy
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
