package soda

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"
)

// each writes every character of a text in the form.
func each(form string) func(string) string {
	return func(text string) string {
		var b strings.Builder
		for _, unit := range utf16.Encode([]rune(text)) {
			fmt.Fprintf(&b, form, unit)
		}
		return b.String()
	}
}

// encodings are the forms in which servers repeat what they were sent.
var encodings = map[string]func(string) string{
	"as it is":                    func(s string) string { return s },
	"upper case":                  strings.ToUpper,
	"lower case":                  strings.ToLower,
	"cut short":                   func(s string) string { return s[:len(s)/2] + "..." },
	"its end":                     func(s string) string { return "..." + s[len(s)/2:] },
	"wrapped":                     func(s string) string { return s[:5] + "\n  " + s[5:10] + "\r\n" + s[10:] },
	"JSON":                        inJSON,
	"JSON in JSON":                func(s string) string { return inJSON(inJSON(s)) },
	`JSON, all as \u`:             each(`\u%04x`),
	`JavaScript, \u{}`:            each(`\u{%04X}`),
	`Python, \x`:                  each(`\x%02x`),
	"HTML":                        html.EscapeString,
	"HTML, decimal":               each("&#%d;"),
	"HTML, hexadecimal":           each("&#x%x;"),
	"a query":                     url.QueryEscape,
	"a path":                      url.PathEscape,
	"a URL, all of it":            each("%%%02X"),
	"a URL, twice":                func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"base64":                      func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64, unpadded":            func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte(s)) },
	"base64, for URLs":            func(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) },
	"base64 of more":              func(s string) string { return base64.StdEncoding.EncodeToString([]byte("got: " + s + " x")) },
	"base64, in lines":            func(s string) string { e := base64.StdEncoding.EncodeToString([]byte(s)); return e[:8] + "\n" + e[8:] },
	"hexadecimal":                 func(s string) string { return hex.EncodeToString([]byte(s)) },
	"base64 of JSON, as a header": func(s string) string { return base64.StdEncoding.EncodeToString([]byte(`{"v":"` + inJSON(s) + `"}`)) },
}

// Whatever is secret and however a server repeats it, its words are left out; without it, they are there.
func TestScrubber_encodings(t *testing.T) {
	for name, secret := range map[string]string{
		"a token":             "tok_4f1c9A-77aZ.q8",
		"with its scheme":     "Bearer tok_4f1c9A-77aZ.q8",
		"with quotes":         `pa"ss\word<1>&'x'`,
		"with other letters":  "pässwörd-1234-ß",
		"with white space":    "two words of 1 secret",
		"with plus and slash": "ab+cd/ef==gh+ij",
	} {
		s := &scrubber{}
		s.learn(secret, "e", "")
		_, shown, scheme := strings.Cut(secret, "Bearer ")
		if !scheme {
			shown = secret
		}
		for form, encode := range encodings {
			text := "the value " + encode(shown) + " is not allowed"
			if got := s.quote(text); got != "" {
				t.Errorf("%s, %s: got %q", name, form, got)
			}
		}
		const harmless = "Bearer tokens are not allowed here; see the rule of teams"
		if got := s.quote(harmless); got != harmless {
			t.Errorf("%s: got %q of harmless words", name, got)
		}
	}
}

// A secret of a few characters is looked for as a word, so that it does not blank out what merely holds them.
func TestScrubber_shortSecrets(t *testing.T) {
	s := &scrubber{}
	s.learn("e", "pin7", "")
	for text, want := range map[string]string{
		"every rule needs a recipient": "every rule needs a recipient",
		"spin77 is fine":               "spin77 is fine",
		`the value "pin7" is wrong`:    "",
	} {
		if got := s.quote(text); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What is quoted is one short line that nobody takes for a command.
func TestScrubber_plain(t *testing.T) {
	s := &scrubber{}
	for text, want := range map[string]string{
		"two\nlines\tof it":            "two lines of it",
		"\x1b[31mred\x07":              "[31mred",
		"a\n::error::b":                "a : :error: :b",
		"##vso[task.setvariable]x":     "# #vso[task.setvariable]x",
		"right\u202eto left\u200b":     "rightto left",
		strings.Repeat("é", 301):       strings.Repeat("é", 300) + "…",
		"status must be one of active": "status must be one of active",
	} {
		if got := s.quote(text); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSecretsOf(t *testing.T) {
	for address, want := range map[string][]string{
		"https://events.example.com/soda/hook":                    nil,
		"https://me:hunter22@events.example.com/":                 {"me", "hunter22"},
		"https://events.example.com/x?token=abcdef123":            {"abcdef123"},
		"https://hooks.example.com/services/T00/B00/XXXXyyy1234z": {"XXXXyyy1234z"},
	} {
		if got := secretsOf(address); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
}

// A refusal that repeats the key, in any part of it, shows nothing of it; status, call and what else is harmless remain.
func TestClient_hidesKey(t *testing.T) {
	t.Parallel()
	const id, secret = "key-id-4711", "k3y-s3cr3t-0815"
	for form, encode := range encodings {
		for name, answer := range map[string]func(w http.ResponseWriter, r *http.Request) map[string]string{
			"message": func(_ http.ResponseWriter, r *http.Request) map[string]string {
				return map[string]string{"code": "bad_key", "message": "no key " + encode(strings.TrimPrefix(r.Header.Get("Authorization"), "Basic "))}
			},
			"decoded": func(http.ResponseWriter, *http.Request) map[string]string {
				return map[string]string{"code": "bad_key", "message": "no key " + encode(id) + " with " + encode(secret)}
			},
			"code": func(http.ResponseWriter, *http.Request) map[string]string {
				return map[string]string{"code": encode(secret), "message": "m"}
			},
			"trace id": func(w http.ResponseWriter, _ *http.Request) map[string]string {
				w.Header().Set("X-Soda-Trace-Id", strings.NewReplacer("\n", "", "\r", "").Replace(encode(secret)))
				return map[string]string{"message": "m"}
			},
		} {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				said, _ := json.Marshal(answer(w, r))
				w.WriteHeader(http.StatusUnauthorized)
				_, _ = w.Write(said)
			}))
			_, err := impatient(server.URL, id, secret).Rules(t.Context())
			server.Close()
			known := &scrubber{}
			known.learn(id, secret)
			if err == nil || known.leaks(err.Error()) || !strings.Contains(err.Error(), "401") {
				t.Errorf("%s, %s: got %v", form, name, err)
			}
		}
	}
}

// A response that repeats a secret of the request does not bring it into the error; one that repeats what is open does.
func TestError_withoutSecrets(t *testing.T) {
	t.Parallel()
	var message string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_, _ = w.Write([]byte(`{"content":[],"number":0,"totalElements":0,"totalPages":0}`))
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"code":"bad","message":%q}`, message)
	}))
	defer server.Close()
	in := WebhookInput{Name: "w", URL: "https://me:CANARY-PASS@example.com/", Secret: new("CANARY-SIGN"), Headers: []Header{
		{Name: "A", Value: new("Bearer CANARY"), Secret: true}, {Name: "B", Value: new("open")},
	}}
	c := impatient(server.URL, "id", "secret")
	for said, want := range map[string]string{
		"'Bearer CANARY' is not allowed": "",
		"CANARY-SIGN is too short":       "",
		"CANARY-PASS has no host":        "",
		"open is not allowed":            "open is not allowed",
	} {
		message = said
		_, err := c.CreateWebhook(t.Context(), in)
		if err == nil || strings.Contains(err.Error(), "CANARY") || !strings.Contains(err.Error(), "bad "+want) && want != "" {
			t.Errorf("got %v, want %q of Soda's words", err, want)
		}
	}
}

func inJSON(text string) string {
	quoted, _ := json.Marshal(text) // a string always can
	return string(quoted[1 : len(quoted)-1])
}
