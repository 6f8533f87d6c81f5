package soda

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A long apply under Soda's published limits: 14 creates and 14 updates, while a colleague takes two of the names and edits two of the
// rules. Nothing is doubled, no edit is overwritten, and the list is read at most once a minute and
// once more for each 429.
func TestClient_longApply(t *testing.T) {
	bubble(t, func(t *testing.T) {
		cloud, mine, _ := inBubble(func(o *emulator.Options) { o.Limits = emulator.LimitsPublished })
		named := func(name string) RuleInput {
			in := aRule
			in.Name = name
			return in
		}
		var old []emulator.Rule
		for i := range 14 {
			old = append(old, emulator.Rule{ID: fmt.Sprint("old-", i), Name: fmt.Sprint("old ", i), RuleType: "check", Status: "active"})
		}
		if err := cloud.Seed(emulator.Organization{Rules: old}); err != nil {
			t.Fatal(err)
		}
		if _, err := mine.Rules(t.Context()); err != nil {
			t.Fatal(err)
		}
		start, edited := time.Now(), errors.New("edited")
		var created, updated, taken, stopped atomic.Int32
		var all sync.WaitGroup
		for i := range 14 {
			all.Go(func() {
				_, err := mine.CreateRule(t.Context(), named(fmt.Sprint("new ", i)))
				if _, exists := errors.AsType[*ExistsError](err); exists {
					taken.Add(1)
				} else if err == nil {
					created.Add(1)
				}
			})
			all.Go(func() {
				in := named(fmt.Sprint("old ", i))
				in.RuleType = "monitor"
				_, err := mine.UpdateRule(t.Context(), fmt.Sprint("old-", i), in, func(now Rule) error {
					if now.Status != "active" {
						return edited
					}
					return nil
				})
				if errors.Is(err, edited) {
					stopped.Add(1)
				} else if err == nil {
					updated.Add(1)
				}
			})
		}
		later(30 * time.Second) // ten of each are through; the others wait
		waiting := func(name string) bool {
			return !slices.ContainsFunc(cloud.Rules(), func(r emulator.Rule) bool {
				return r.Name == name && (r.RuleType == "monitor" || strings.HasPrefix(name, "new"))
			})
		}
		names, edits := 0, 0
		for i := range 14 {
			if name := fmt.Sprint("new ", i); names < 2 && waiting(name) {
				names++
				if err := cloud.Seed(emulator.Organization{Rules: append(cloud.Rules(), emulator.Rule{ID: "theirs-" + name, Name: name, RuleType: "check"})}); err != nil {
					t.Error(err)
				}
			}
			if name := fmt.Sprint("old ", i); edits < 2 && waiting(name) {
				edits++
				if !cloud.EditRule(fmt.Sprint("old-", i), func(r *emulator.Rule) { r.Status = "paused" }) {
					t.Error("no such rule")
				}
			}
		}
		all.Wait()
		seen := map[string]int{}
		for _, r := range cloud.Rules() {
			if seen[r.Name]++; seen[r.Name] > 1 {
				t.Errorf("%q is doubled", r.Name)
			}
			if r.Status == "paused" && r.RuleType == "monitor" {
				t.Errorf("the edit of %q is overwritten", r.Name)
			}
		}
		throttled := 0
		for _, r := range cloud.Requests() {
			if r.Status == http.StatusTooManyRequests {
				throttled++
			}
		}
		lists, most := cloud.Calls("listNotificationRules"), 2+int(time.Since(start)/time.Minute)+throttled
		t.Logf("%s: %d created, %d updated, %d names taken, %d edits kept, %d lists, %d answers 429", time.Since(start), created.Load(), updated.Load(), taken.Load(), stopped.Load(), lists, throttled)
		if stopped.Load() != 2 || updated.Load() != 12 || created.Load() != 12 || taken.Load() != 2 || lists > most {
			t.Errorf("got %d updated, %d stopped, %d created, %d taken, %d lists; want 12, 2, 12, 2, at most %d", updated.Load(), stopped.Load(), created.Load(), taken.Load(), lists, most)
		}
	})
}
