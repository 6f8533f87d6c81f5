package emulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func TestRule_updateReplaces(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, emulator.Options{Clock: clock.Now})
	created := c.must("POST", rulesPath, `{"name":"r","ruleType":"check","status":"paused","recipients":[],
		"filter":{"type":"equals","field":{"field":"checkId"},"value":""},"customization":{"type":"rich"}}`)
	clock.advance(time.Minute)
	updated := c.must("POST", rulesPath+"/"+created.id(), ruleBody("renamed", ""))
	for field, want := range map[string]any{
		"id": created.id(), "name": "renamed", "status": "active", "filter": nil, "customization": nil, "isDefault": false,
		"ownerId": created.json["ownerId"], "createdAt": "2026-09-01T08:00:00Z", "updatedAt": "2026-09-01T08:01:00Z",
	} {
		if got := updated.json[field]; got != want {
			t.Errorf("%s: got %v, want %v", field, got, want)
		}
	}
	if rules := c.Rules(); len(rules) != 1 || rules[0].Name != "renamed" || rules[0].Recipients[0].Email != "a@example.com" {
		t.Errorf("got %+v in memory, want the renamed rule only", rules)
	}
}

func TestRule_refused(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Limits: emulator.LimitsOff})
	hook := c.must("POST", webhooksPath, `{"name":"deaf","url":"https://x.example","scopes":["incidents"]}`).id()
	level := `"triggers":[{"type":"testResultLevel","level":"critical"}]`
	field := `"field":{"field":"checkName"}`
	for name, tc := range map[string]struct{ filter, recipient, want string }{
		"unknown integration":       {"", `{"type":"integration","integrationId":"nix",` + level + `}`, `"nix"`},
		"webhook without the scope": {"", `{"type":"integration","integrationId":"` + hook + `",` + level + `}`, `"deaf"`},
		"no target":                 {"", `{"type":"email",` + level + `}`, "needs email"},
		"two targets":               {"", `{"type":"email","email":"a@b.c","userId":"u",` + level + `}`, "does not accept userId"},
		"channel without Slack":     {"", `{"type":"email","email":"a@b.c","integrationChannel":"#a",` + level + `}`, "integrationChannel"},
		"mixed trigger":             {"", `{"type":"email","email":"a@b.c","triggers":[{"type":"scanState","level":"info"}]}`, "/recipients/0/triggers/0"},
		"unknown level":             {"", `{"type":"email","email":"a@b.c","triggers":[{"type":"testResultLevel","level":"bad"}]}`, "/recipients/0/triggers/0/level"},
		"and of nothing":            {`{"type":"and","expressions":[]}`, "", "needs expressions"},
		"not of a list":             {`{"type":"not","expressions":[{"type":"equals",` + field + `,"value":"v"}]}`, "", "/filter: "},
		"deep":                      {`{"type":"or","expressions":[{"type":"not","expression":{"type":"in",` + field + `}}]}`, "", "/filter/expressions/0/expression: type in needs values"},
	} {
		t.Run(name, func(t *testing.T) {
			body := `{"name":"r","ruleType":"check","recipients":[` + tc.recipient + `]`
			if tc.filter != "" {
				body += `,"filter":` + tc.filter
			}
			c.refused("POST", rulesPath, body+"}", 400, tc.want)
		})
	}
	if rules := c.Rules(); len(rules) != 0 {
		t.Errorf("got %d rules in memory, want none", len(rules))
	}
}

func TestDelete_asynchronous(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, emulator.Options{Clock: clock.Now, DeleteDelay: 2 * time.Second})
	hook := c.webhook("w", "https://x.example")
	for _, tc := range []struct{ path, body string }{
		{rulesPath + "/" + c.rule("r", hook), ruleBody("r", "")},
		{webhooksPath + "/" + hook, `{"name":"w","url":"https://x.example","scopes":[]}`},
	} {
		list := tc.path[:strings.LastIndex(tc.path, "/")]
		if r := c.must("DELETE", tc.path, ""); r.message() == "" {
			t.Errorf("%s: got %s, want a message", tc.path, r.raw)
		}
		c.refused("DELETE", tc.path, "", 404, "no ")
		c.refused("POST", tc.path, tc.body, 404, "no ")
		clock.advance(2*time.Second - time.Millisecond)
		if names := c.must("GET", list, "").names(); names == "" {
			t.Errorf("%s: gone before its time", tc.path)
		}
		clock.advance(time.Millisecond)
		if names := c.must("GET", list, "").names(); names != "" {
			t.Errorf("%s: got %q, want nothing", list, names)
		}
	}
}

func TestOutside(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	hook := c.webhook("w", "https://x.example")
	first, second := c.rule("first", hook), c.rule("second", "")
	if !c.EditRule(first, func(r *emulator.Rule) { r.Recipients[0].Triggers[0].Level = "info" }) ||
		!c.EditWebhook(hook, func(w *emulator.Webhook) { w.Disabled = true }) || !c.ForgetRule(second) {
		t.Fatal("an object is missing")
	}
	if got := c.must("GET", rulesPath, "").raw; !strings.Contains(got, `"level":"info"`) || strings.Contains(got, second) {
		t.Errorf("got %s, want the first rule edited and the second gone", got)
	}
	if got := c.must("GET", webhooksPath, "").raw; !strings.Contains(got, `"enabled":false`) {
		t.Errorf("got %s, want a disabled webhook", got)
	}
	c.Rules()[0].Recipients[0].Triggers[0].Level = "changed in a copy"
	if got := c.Rules()[0].Recipients[0].Triggers[0].Level; got != "info" {
		t.Errorf("got %q in memory, want a copy to share nothing", got)
	}
	if c.ForgetWebhook("nix") || c.EditRule("nix", nil) || !c.ForgetWebhook(hook) {
		t.Error("want true for what is there, and false for what is not")
	}
}
