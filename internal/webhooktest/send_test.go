package webhooktest

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

func newClient(t *testing.T) *soda.Client {
	t.Helper()
	return soda.New(soda.Config{APIKeyID: "id", APIKeySecret: "key-secret"})
}

// What is shown of a response is bounded and is text.
func TestShown(t *testing.T) {
	client, padding := newClient(t), strings.Repeat("a", maxShown-3)
	for name, tc := range map[string]struct{ body, want string }{
		"as it is":           {`{"ok":true}`, `{"ok":true}`},
		"not text":           {"a\xff\xfeb", "a\uFFFDb"},
		"a rune cut in half": {padding + "aa" + "é", padding + "aa\uFFFD"},
		"too long":           {padding + "aaabbb", padding + "aaa"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shown(client, tc.body); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// A response with a secret in it is not shown, whatever the secret looks like there, and wherever it is cut.
func TestShown_secrets(t *testing.T) {
	const secret = `Bearer to"ken-42é`
	client := newClient(t)
	client.Learn(secret)
	client.LearnURL("https://me:pass-word@events.example.com/hooks/T0123ABCDEFGH456789XYZ?code=query-value")
	quoted, _ := json.Marshal(secret)
	for name, body := range map[string]string{
		"as it is": "got " + secret, "without its scheme": `to"ken-42é`, "as JSON": string(quoted), "as JSON in JSON": strings.ReplaceAll(string(quoted), `\`, `\\`),
		"escaped": `\u0074\u006f\u0022\u006b\u0065\u006e-42`, "as HTML": html.EscapeString(secret), "in a URL": url.QueryEscape(secret), "in a path": url.PathEscape(secret),
		"as base64": base64.StdEncoding.EncodeToString([]byte(secret)), "as URL base64": base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"as hex": hex.EncodeToString([]byte(secret)), "in upper case": strings.ToUpper(secret), "a part": `"ken-42`, "wrapped": "to\"k\nen-42",
		"across the cut": strings.Repeat("a ", maxShown/2-4) + secret, "the API key": "key-secret",
		"the URL's user": "pass-word", "the URL's query": "code is query-value", "the URL's path": "/hooks/T0123ABCDEFGH456789XYZ",
	} {
		t.Run(name, func(t *testing.T) {
			if got := shown(client, body); got != hidden {
				t.Errorf("got %q, want that it is hidden", got)
			}
		})
	}
}

// Of what Soda Cloud says about a delivery that failed, the stage is taken and no more.
func TestFailure(t *testing.T) {
	for name, tc := range map[string]struct {
		result soda.WebhookTest
		want   string
	}{
		"delivered":            {soda.WebhookTest{Delivered: true, StatusCode: 200}, ""},
		"a status":             {soda.WebhookTest{StatusCode: 503, Error: "canary"}, "status: 503 Service Unavailable"},
		"a stage":              {soda.WebhookTest{Error: "Timeout: canary"}, "timeout: reported by Soda Cloud"},
		"another stage":        {soda.WebhookTest{Error: "TLS: canary"}, "TLS: reported by Soda Cloud"},
		"words":                {soda.WebhookTest{Error: "canary"}, "not delivered, and Soda Cloud does not name the stage"},
		"nothing":              {soda.WebhookTest{}, "not delivered, and Soda Cloud does not name the stage"},
		"a redirect, refused":  {soda.WebhookTest{StatusCode: 302, Error: "canary"}, "not delivered, and Soda Cloud does not name the stage"},
		"a stage without text": {soda.WebhookTest{Error: "DNS"}, "DNS: reported by Soda Cloud"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := failure(&tc.result); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
