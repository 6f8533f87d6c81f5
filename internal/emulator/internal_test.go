package emulator

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// get calls the emulator without a network and returns the status.
func get(tb testing.TB, e *Emulator, target string) int {
	tb.Helper()
	req := httptest.NewRequest(http.MethodGet, target, nil)
	req.SetBasicAuth(DefaultAPIKeyID, DefaultAPIKeySecret)
	w := httptest.NewRecorder()
	e.ServeHTTP(w, req)
	return w.Code
}

func TestFuzzy(t *testing.T) {
	for name, tc := range map[string]struct {
		search, text string
		want         bool
	}{
		"nothing asked":    {"", "x", true},
		"letters between":  {"fndt", "Finance data", true},
		"another order":    {"data fin", "Finance data", false},
		"longer than text": {"finance data x", "Finance data", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fuzzy(tc.search, tc.text); got != tc.want {
				t.Errorf("got %t, want %t", got, tc.want)
			}
		})
	}
}

func TestShelf_order(t *testing.T) {
	var s shelf[string]
	for _, id := range []string{"a", "b", "c", "d"} {
		s.put(id, id)
	}
	at := time.Unix(100, 0)
	s.remove("b", at)
	s.forget("a")
	s.put("d", "D")
	for _, tc := range []struct {
		now  time.Time
		want string
	}{{at.Add(-1), "bcD"}, {at, "cD"}} {
		got := ""
		for _, object := range s.listed(tc.now) {
			got += object
		}
		if got != tc.want {
			t.Errorf("at %s: got %q, want %q", tc.now, got, tc.want)
		}
	}
	if object, ok := s.get("d"); !ok || object != "D" {
		t.Errorf("got %q, %t after others went, want D", object, ok)
	}
}

// BenchmarkListRules is the page that every plan asks for: 1,000 rules with a filter and two recipients each.
func BenchmarkListRules(b *testing.B) {
	for name, skip := range map[string]bool{"validated": false, "skipped": true} {
		b.Run(name, func(b *testing.B) {
			e := New(Options{Limits: LimitsOff, SkipAnswerValidation: skip})
			if err := e.Seed(Organization{Rules: manyRules(10_000)}); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if status := get(b, e, "/api/v1/notificationRules?size=1000&page=5"); status != 200 {
					b.Fatal(status)
				}
			}
		})
	}
}

func manyRules(n int) []Rule {
	rule := Rule{
		Name: "many", RuleType: "check",
		Filter: &Filter{Type: "and", Expressions: []Filter{
			{Type: "contains", Field: &FilterField{Field: "datasetTags"}, Value: new("finance")},
			{Type: "in", Field: &FilterField{Field: "datasourceLabel"}, Values: []string{"a", "b", "c"}},
		}},
		Recipients: []Recipient{
			{Type: "email", Email: "a@example.com", Triggers: []Trigger{{Type: "testResultLevel", Level: "critical"}}},
			{Type: "resourceRole", Role: "datasetOwner", Triggers: []Trigger{{Type: "scanState", ScanState: "failed"}}},
		},
	}
	rules := make([]Rule, n)
	for i := range rules {
		rules[i] = rule
	}
	return rules
}
