package settings

import (
	"strings"
	"testing"
)

func TestParseHost(t *testing.T) {
	for name, tc := range map[string]struct {
		in   string
		want string // empty: refused
	}{
		"a bare host":          {"cloud.us.soda.io", "https://cloud.us.soda.io"},
		"a host and port":      {"soda.internal:8443", "https://soda.internal:8443"},
		"a URL":                {"https://cloud.soda.io/", "https://cloud.soda.io"},
		"http on loopback":     {"http://127.0.0.1:8089", "http://127.0.0.1:8089"},
		"http on localhost":    {"http://localhost:8089", "http://localhost:8089"},
		"http on loopback, v6": {"http://[::1]:8089", "http://[::1]:8089"},
		"http elsewhere":       {"http://cloud.soda.io", ""},
		"http, looks like it":  {"http://localhost.example.com", ""},
		"a path":               {"cloud.soda.io/api/v1", ""},
		"a query":              {"https://cloud.soda.io?x=1", ""},
		"user information":     {"https://id:secret@cloud.soda.io", ""},
		"another scheme":       {"ftp://cloud.soda.io", ""},
		"nothing":              {"", ""},
		"spaces":               {"cloud soda io", ""},
	} {
		t.Run(name, func(t *testing.T) {
			u, err := ParseHost(tc.in)
			if tc.want == "" && err == nil || tc.want != "" && (err != nil || u.String() != tc.want) {
				t.Errorf("got %v, %v, want %q", u, err, tc.want)
			}
			if err != nil && strings.Contains(err.Error(), "id:secret") {
				t.Errorf("the message shows the key: %v", err)
			}
		})
	}
}
