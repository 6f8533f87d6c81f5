package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// The page needs no key: so what is secret is nowhere in it, and nobody finds out by asking the filter.
func TestDashboard_holdsNoSecret(t *testing.T) {
	t.Parallel()
	const canary = "canary-5a17"
	c := start(t, emulator.Options{APIKeySecret: canary})
	endpoint := receiver(t, func(w http.ResponseWriter, r *http.Request) { http.Error(w, canary, http.StatusInternalServerError) })
	webhook := emulator.Webhook{
		ID: "w", Name: "w", URL: strings.Replace(endpoint.URL, "://", "://user:"+canary+"@", 1) + "/hook?sig=" + canary + "#" + canary,
		Headers: []emulator.Header{{Name: "Authorization", Value: canary}}, Scopes: []string{}, Secret: canary,
	}
	if err := c.Seed(emulator.Organization{Webhooks: []emulator.Webhook{webhook}}); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.URL+webhooksPath+"/w/test", strings.NewReader(`{"event":"validate"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(emulator.DefaultAPIKeyID, canary)
	req.Header.Set("Content-Type", "application/json")
	if r, err := c.do(req); err != nil || r.status != http.StatusOK {
		t.Fatalf("the delivery: got %+v, %v", r, err)
	}
	for _, tab := range tabs {
		if page := c.page("?tab=" + tab); strings.Contains(page, canary) {
			t.Errorf("the page has a secret: %s", page)
		}
	}
	c.shows("?tab=environment", "SODA_API_KEY_SECRET=...", "Replace ... with the secret")
	c.shows("?tab=integrations", "://...@127.0.0.1", "/hook?sig=... Authorization", "signed")
	c.shows("", "500 Internal Server Error")
	c.shows("?q="+canary, "Integrations 0 of 1", "Deliveries 0 of 1", "Requests 0 of 1")
}

// Bodies are on the page, with what may be secret hidden, wherever it stands.
func TestDashboard_bodies(t *testing.T) {
	t.Parallel()
	const canary = "canary-5a17"
	c := start(t, emulator.Options{})
	for _, body := range []string{
		`{"name":"pager","url":"https://u:` + canary + `@x.example/?k=` + canary + `","scopes":[],"secret":"` + canary + `","headers":[{"name":"X-Key","value":"` + canary + `"}]}`,
		`{"name":"odd","url":"https://x.example","scopes":[],"headers":{"X-Key":"` + canary + `"}}`,
		`{"name":"odd","headers":["` + canary + `"],"token":{"name":"` + canary + `"}}`,
		`{"name":"odd","customization":{"note":"` + canary + `"},"auth":["` + canary + `"]}`,
		`{"secret":{"name":"` + canary + `"}`,
		`["` + canary,
		`["` + canary + `"]`,
	} {
		c.call("POST", webhooksPath, body)
	}
	if page := c.page(""); strings.Contains(page, canary) {
		t.Errorf("the page has a secret: %s", page)
	}
	c.shows("", `{ "headers": [ { "name": "X-Key", "value": "..." } ], "name": "pager", "scopes": [], "secret": "...", "url": "https://...@x.example/?k=..." }`,
		`"hasSecret": true`, `"code": "bad_request"`, "bytes that are not a JSON object")
	c.SetQuirks(emulator.Quirks{emulator.Echo: ""})
	c.call("POST", webhooksPath, `{"name":"pager","url":"https://x.example","scopes":[],"secret":"`+canary+`"}`)
	if page := c.page(""); strings.Contains(page, canary) {
		t.Errorf("the page has a secret that an answer repeats: %s", page)
	}
}
