package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// What was sent comes back in each encoding, from refusals before and after the body is looked at, and from results.
func TestQuirk_echo(t *testing.T) {
	for _, encoding := range emulator.Encodings() {
		t.Run(encoding.Name, func(t *testing.T) {
			t.Parallel()
			c := start(t, with(t, "echo="+encoding.Name))
			const secret = `päss/w"rd+<&> 17`
			body := `{"name":"w","url":"http://127.0.0.1:1/","scopes":[],"headers":[{"name":"A","value":"` + strings.ReplaceAll(secret, `"`, `\"`) + `"}]}`
			hook := c.must("POST", webhooksPath, body)
			if strings.Contains(hook.raw, "[") && strings.Contains(hook.raw, "["+encoding.Name) {
				t.Errorf("got %s, want no echo where nothing is refused", hook.raw)
			}
			want, key := encoding.Encode(secret), encoding.Encode(emulator.DefaultAPIKeySecret)
			taken := c.call("POST", webhooksPath, body)
			tested := c.must("POST", webhooksPath+"/"+hook.id()+"/test", `{"event":"validate"}`)
			c.FailNext("createWebhookIntegration", emulator.Fault{Status: 500})
			failed := c.call("POST", webhooksPath, body)
			for _, text := range []any{taken.json["message"], taken.json["code"], tested.json["error"], failed.json["message"]} {
				if text, _ := text.(string); !strings.Contains(text, want) || !strings.Contains(text, key) {
					t.Errorf("got %q, want %q and %q in it", text, want, key)
				}
			}
			if deleted := c.must("DELETE", webhooksPath+"/"+hook.id(), ""); !strings.Contains(deleted.message(), key) {
				t.Errorf("got %s, want %q in it", deleted.raw, key)
			}
			if trace := taken.header.Get("X-Soda-Trace-Id"); !strings.Contains(trace, strings.Join(strings.Fields(key), " ")) {
				t.Errorf("got trace id %q, want %q in it", trace, key)
			}
		})
	}
}

func TestQuirk_oddObjects(t *testing.T) {
	t.Parallel()
	c := start(t, with(t, "odd-objects"))
	for range 10 {
		c.rule("r", "")
	}
	first, second := c.must("GET", rulesPath, ""), c.must("GET", rulesPath+"?page=1", "")
	if strings.Contains(first.raw, "odd") || first.json["totalElements"] != 11.0 || !strings.Contains(second.raw, `"name":42`) || second.json["last"] != true {
		t.Errorf("got %s %s, want the odd one alone on the last page", first.raw, second.raw)
	}
	for _, path := range []string{"/api/v1/notificationIntegrations", webhooksPath, "/api/v1/users", "/api/v1/userGroups", "/api/v1/datasets", "/api/v1/datasources", "/api/v1/attributes", "/api/v1/checks"} {
		if r := c.must("GET", path, ""); !strings.Contains(r.raw, "odd") {
			t.Errorf("%s: got %s, want an odd one", path, r.raw)
		}
	}
}

func TestReadOnlyKey(t *testing.T) {
	for quirks, want := range map[string]string{"": "MANAGE_ORGANISATION_SETTINGS", "organization-spelling": "MANAGE_ORGANIZATION_SETTINGS"} {
		t.Run(quirks, func(t *testing.T) {
			t.Parallel()
			c := start(t, with(t, quirks))
			for _, tc := range []struct {
				method, path, body string
				status             int
				message            string
			}{
				{"GET", rulesPath, "", 200, ""},
				{"GET", webhooksPath, "", 200, ""},
				{"POST", rulesPath, ruleBody("r", ""), 403, "MANAGE_NOTIFICATION_RULES"},
				{"DELETE", rulesPath + "/x", "", 403, "MANAGE_NOTIFICATION_RULES"},
				{"POST", webhooksPath, withSecrets, 403, want},
			} {
				req, err := http.NewRequest(tc.method, c.URL+tc.path, strings.NewReader(tc.body))
				if err != nil {
					t.Fatal(err)
				}
				req.SetBasicAuth(emulator.ReadOnlyAPIKeyID, emulator.ReadOnlyAPIKeySecret)
				req.Header.Set("Content-Type", "application/json")
				r, err := c.do(req)
				if err != nil || r.status != tc.status || !strings.Contains(r.message(), tc.message) {
					t.Errorf("%s %s: got %d %s (%v), want %d and %q", tc.method, tc.path, r.status, r.raw, err, tc.status, tc.message)
				}
			}
			if len(c.Rules())+len(c.Webhooks()) != 0 {
				t.Error("want nothing written")
			}
		})
	}
}
