package soda

import (
	"strings"
	"testing"
)

// Long words of a server are cut before they are searched.
func TestScrubber_long(t *testing.T) {
	t.Parallel()
	c := New(Config{APIKeyID: "canary-key-id", APIKeySecret: "canary-secret-0123456789"})
	if got := c.Quote(strings.Repeat("words ", 1<<20)); len(got) == 0 || len(got) > 4*maxQuote {
		t.Errorf("got %d bytes", len(got))
	}
}

// Only what looks like a token in a URL is a secret, so that a server's words remain that have a word of it.
func TestScrubber_wordsOfURL(t *testing.T) {
	t.Parallel()
	for address, secrets := range map[string][]string{
		"https://events.example.com/hooks/soda-notification-receiver?env=production": nil,
		"https://events.example.com/soda-webhook-2024":                               nil,
		"https://events.example.com/hook-9f8a7b6c5d4e":                               {"9f8a7b6c5d4e"},
		"https://events.example.com/x?sig=correcthorse":                              {"correcthorse"},
		"https://events.example.com/x?v=a1b2c3d4":                                    {"a1b2c3d4"},
		"https://events.example.com/1b4e28ba-2fa1-11d2-883f-0016d3cca427":            {"1b4e28ba"},
		"https://hooks.example.com/services/T0/B0/aB3dE5fG7hI9jK1lM3nO5pQ7":          {"aB3dE5fG7hI9jK1lM3nO5pQ7"},
		"https://user:pass-word@events.example.com/":                                 {"pass-word"},
	} {
		c := New(Config{APIKeyID: "key-id", APIKeySecret: "key-secret"})
		c.LearnURL(address)
		for _, words := range []string{"This notification rule cannot be saved: recipients is empty", "the webhook of a product was refused"} {
			if got := c.Quote(words); got != words {
				t.Errorf("%s: got %q for %q", address, got, words)
			}
		}
		for _, secret := range secrets {
			if !c.Leaks("refused: " + secret) {
				t.Errorf("%s: %s is shown", address, secret)
			}
		}
	}
}
