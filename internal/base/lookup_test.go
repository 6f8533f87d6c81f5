package base

import (
	"slices"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	names := []string{"Finance", "finance gold", "finance gold eu", "Sales", "ana@example.com", "bob@example.com", "f1", "f2", "f3", "f4", "f5", "f6"}
	labels := make([]Label, len(names))
	for i, name := range names {
		labels[i] = Label{Name: name, ID: name}
	}
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"another case, shortest first":        {"finance", []string{"Finance", "finance gold", "finance gold eu"}},
		"most words only, in another order":   {"gold-finance", []string{"finance gold", "finance gold eu"}},
		"too many words":                      {"team sales emea", []string{"Sales"}},
		"an address of another domain":        {"ana@exmple.com", []string{"ana@example.com"}},
		"a part of words":                     {"exam", []string{"ana@example.com", "bob@example.com"}},
		"no more than five":                   {"f", []string{"f1", "f2", "f3", "f4", "f5"}},
		"nothing in common":                   {"warehouse", nil},
		"neither letters nor digits":          {"--", nil},
		"letters beyond ASCII are letters":    {"ventes-été", nil},
		"an empty text has nothing in common": {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, label := range nearest(tc.text, labels) {
				got = append(got, label.Name)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %s, want %s", strings.Join(got, ", "), strings.Join(tc.want, ", "))
			}
		})
	}
}

func TestLabel(t *testing.T) {
	for want, label := range map[string]Label{
		`"finance" (id g-1)`:       {Name: "finance", ID: "g-1"},
		`slack "alerts" (id i-1)`:  {Sort: "slack", Name: "alerts", ID: "i-1"},
		`msTeams "" (id i-2)`:      {Sort: "msTeams", ID: "i-2"},
		`"  spaced" (id g-spaced)`: {Name: "  spaced", ID: "g-spaced"},
	} {
		if got := label.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
