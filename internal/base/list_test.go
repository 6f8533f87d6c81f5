package base

import (
	"testing"
)

// A CLI prints a display name as a line of its own, so it has to be one.
func TestListed_displayName(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"plain":                 {"finance, gold", "finance, gold"},
		"a line break":          {"finance\ngold", "finance gold"},
		"a Windows line break":  {"finance\r\n\r\ngold\n", "finance gold"},
		"an escape sequence":    {"\x1b[31mfinance", "[31mfinance"},
		"no name":               {"", "r-1"},
		"nothing but a newline": {"\n", "r-1"},
		"spaces stay":           {" a  b ", " a  b "},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (Listed{ID: "r-1", Name: tc.in}).displayName(); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
