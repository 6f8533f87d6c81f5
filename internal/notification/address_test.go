package notification

import (
	"strings"
	"testing"
)

// An address that is none is explained and never quoted.
func TestWrongAddress(t *testing.T) {
	for text, want := range map[string]string{
		"dq@example.com":                  "",
		"":                                "is empty",
		"dq@example.com\n":                "trimspace()",
		" dq@example.com":                 "trimspace()",
		"dq@example.com,ops@example.com":  "several",
		"dq@example.com; ops@example.com": "several",
		"Data <dq@example.com>":           "display name",
		"<dq@example.com>":                "angle brackets",
		"sk-secret-token":                 `no "@"`,
		"dq@":                             "a part is missing",
		"d q@example.com":                 "white space",
	} {
		got := wrongAddress(text)
		if (got == "") != (want == "") || !strings.Contains(got, want) || len(text) > 4 && want != "" && strings.Contains(got, text) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
