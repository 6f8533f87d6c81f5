package soda

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

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
