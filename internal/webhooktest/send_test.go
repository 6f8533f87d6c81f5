package webhooktest

import (
	"strings"
	"testing"
)

// TestTestEvent_shown: what is shown of an answer is bounded, is text, and has no secret, not even where it is cut.
func TestTestEvent_shown(t *testing.T) {
	e := testEvent{Secrets: []string{`Bearer to"ken`}}
	padding := strings.Repeat("a", maxShown-3)
	for name, tc := range map[string]struct{ answer, want string }{
		"as it is":           {`got Bearer to"ken`, "got (hidden)"},
		"as JSON":            {`{"got":"Bearer to\"ken"}`, `{"got":"(hidden)"}`},
		"without its scheme": {`to"ken, to\"ken`, "(hidden), (hidden)"},
		"across the cut":     {padding + `Bearer to"ken`, padding + "(hi"},
		"not text":           {"a\xff\xfeb", "a\uFFFDb"},
		"a rune cut in half": {padding + "aa" + "é", padding + "aa\uFFFD"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := e.shown(tc.answer); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
