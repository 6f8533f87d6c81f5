package soda

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// What happens in an apply that takes hours, on a clock of its own.

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
