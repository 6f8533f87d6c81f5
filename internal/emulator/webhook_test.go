package emulator_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

const withSecrets = `{"name":"w","url":"https://x.example","scopes":["contracts"],"secret":"s1gn",
	"headers":[{"name":"Authorization","value":"t0ken"},{"name":"X-Team","value":"a"}]}`

func TestWebhook_answers(t *testing.T) {
	for name, tc := range map[string]struct {
		values emulator.HeaderValues
		want   string
	}{
		"returned": {emulator.HeaderValuesReturn, `[{"name":"Authorization","value":"t0ken"},{"name":"X-Team","value":"a"}]`},
		"masked":   {emulator.HeaderValuesMask, `[{"name":"Authorization","value":"********"},{"name":"X-Team","value":"********"}]`},
		"omitted":  {emulator.HeaderValuesOmit, `[{"name":"Authorization"},{"name":"X-Team"}]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, emulator.Options{HeaderValues: tc.values})
			id := c.must("POST", webhooksPath, withSecrets).id()
			for _, r := range []reply{c.must("GET", webhooksPath, ""), c.must("POST", webhooksPath+"/"+id, withSecrets)} {
				if !strings.Contains(r.raw, `"headers":`+tc.want) || !strings.Contains(r.raw, `"hasSecret":true`) || strings.Contains(r.raw, "s1gn") {
					t.Errorf("got %s, want headers %s and no secret", r.raw, tc.want)
				}
			}
			if w := c.Webhooks()[0]; w.Headers[0].Value != "t0ken" || w.Secret != "s1gn" {
				t.Errorf("got %+v in memory, want what was sent", w)
			}
			if r := c.must("POST", webhooksPath+"/"+id, strings.Replace(withSecrets, `"s1gn"`, "null", 1)); r.json["hasSecret"] != false {
				t.Errorf("got %s, want the secret removed by null", r.raw)
			}
		})
	}
}

func TestWebhook_conflicts(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	pager, other := c.webhook("pager", "https://x.example"), c.webhook("other", "https://x.example")
	body := `{"name":"pager","url":"https://y.example","scopes":["alert_notification"]}`
	c.refused("POST", webhooksPath, body, 409, `"pager"`)
	c.refused("POST", webhooksPath+"/"+other, body, 409, `"pager"`)
	c.must("POST", webhooksPath+"/"+pager, body) // its own name is not taken

	first, second := c.rule("first", pager), c.rule("second", pager)
	c.refused("DELETE", webhooksPath+"/"+pager, "", 409, "first, second")
	c.must("DELETE", rulesPath+"/"+first, "")
	c.must("DELETE", rulesPath+"/"+second, "")
	c.must("DELETE", webhooksPath+"/"+pager, "")
}

func TestWebhook_refused(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Limits: emulator.LimitsOff})
	for name, tc := range map[string]struct{ url, headers, want string }{
		"http":               {"http://x.example", "", "https"},
		"no host":            {"https:///x", "", "URL"},
		"not a URL":          {"::", "", "URL"},
		"header without one": {"https://x.example", `{"name":"A"}`, "/headers/0"},
		"no token":           {"https://x.example", `{"name":"A B","value":""}`, "/headers/0/name"},
		"empty name":         {"https://x.example", `{"name":"","value":""}`, "/headers/0/name"},
		"twice, other case":  {"https://x.example", `{"name":"A","value":""},{"name":"a","value":""}`, "/headers/1/name"},
		"line break":         {"https://x.example", `{"name":"A","value":"b\r\nC: d"}`, "/headers/0/value"},
	} {
		t.Run(name, func(t *testing.T) {
			c.refused("POST", webhooksPath, `{"name":"w","url":"`+tc.url+`","scopes":[],"headers":[`+tc.headers+`]}`, 400, tc.want)
		})
	}
	c.webhook("loopback", "http://localhost:1/x")
}
