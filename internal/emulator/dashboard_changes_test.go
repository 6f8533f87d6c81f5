package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A browser that says what it has gets what changed.
func TestDashboard_changes(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Clock: newClock().Now})
	rules := make([]emulator.Rule, 300)
	for i := range rules {
		rules[i] = emulator.Rule{ID: fmt.Sprint("r", i), Name: fmt.Sprint("rule ", i), RuleType: "check", CreatedAt: time.Unix(0, 0)}
	}
	if err := c.Seed(emulator.Organization{Rules: rules}); err != nil {
		t.Fatal(err)
	}
	get := func(tag string) reply {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.URL+"/?tab=rules", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("If-None-Match", tag)
		r, err := c.do(req)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := get("")
	c.shows("?tab=all", "Deliveries 0", "rule 299", "Header names", "createNotificationRule 0")
	tag := first.header.Get("ETag")
	if r := get(tag); r.status != http.StatusNotModified || r.raw != "" {
		t.Errorf("got %d and %d bytes, want 304 and none", r.status, len(r.raw))
	}
	c.EditRule("r7", func(r *emulator.Rule) { r.Name = "renamed" })
	c.ForgetRule("r8")
	second := get(tag)
	if n := strings.Count(second.raw, "data-same"); n != 298 || !strings.Contains(second.raw, "renamed") || strings.Contains(second.raw, `id="rule-r8"`) {
		t.Errorf("got %d rows that are the same, want 298 of 299: %.2000s", n, second.raw)
	}
	t.Logf("300 rules: %d bytes at first, %d after a change", len(first.raw), len(second.raw))
	if all := get(`"nix"`); strings.Contains(all.raw, "data-same") || len(all.raw) < 100_000 {
		t.Errorf("got %d bytes for a page that is not known, want all of it", len(all.raw))
	}
}
