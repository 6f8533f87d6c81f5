package soda

import (
	"net/http"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

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
		if err := cloud.Seed(emulator.Organization{Rules: append(cloud.Rules(), twin)}); err != nil {
			t.Fatal(err)
		}
		before := cloud.Calls("listNotificationRules")
		twins := mine.RuleTwins(t.Context())
		if len(twins) != 1 || len(twins[0].IDs) != 2 || len(mine.RuleTwins(t.Context())) != 0 {
			t.Errorf("got %v, want %s and its twin, once", twins, created.ID)
		}
		if got := cloud.Calls("listNotificationRules") - before; got != 1 {
			t.Errorf("got %d looks, want 1", got)
		}
	})
}
