package emulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func TestQuirk_texts(t *testing.T) {
	for quirks, want := range map[string]string{
		"":                        `" Ops Alerts " "A@Example.COM" " My Hook "`,
		"trim":                    `"Ops Alerts" "A@Example.COM" "My Hook"`,
		"lower-names":             `" ops alerts " "A@Example.COM" " my hook "`,
		"lower-emails":            `" Ops Alerts " "a@example.com" " My Hook "`,
		"trim,lower-names":        `"ops alerts" "A@Example.COM" "my hook"`,
		"trim,lower-emails":       `"Ops Alerts" "a@example.com" "My Hook"`,
		"lower-names,clock-skew":  `" ops alerts " "A@Example.COM" " my hook "`,
		"lower-emails,duplicates": `" Ops Alerts " "a@example.com" " My Hook "`,
	} {
		t.Run(quirks, func(t *testing.T) {
			t.Parallel()
			c := start(t, with(t, quirks))
			rule := strings.Replace(ruleBody(" Ops Alerts ", ""), "a@example.com", "A@Example.COM", 1)
			hook := `{"name":" My Hook ","url":"https://x.example","scopes":[],"headers":[{"name":"A","value":" B "}]}`
			created, made := c.must("POST", rulesPath, rule), c.must("POST", webhooksPath, hook)
			for range 2 {
				got := fmt.Sprintf("%q %q %q", c.Rules()[0].Name, c.Rules()[0].Recipients[0].Email, c.Webhooks()[0].Name)
				if got != want || c.Webhooks()[0].Headers[0].Value != " B " {
					t.Errorf("got %s in memory and header %q, want %s", got, c.Webhooks()[0].Headers[0].Value, want)
				}
				if created.json["name"] != c.Rules()[0].Name || made.json["name"] != c.Webhooks()[0].Name {
					t.Errorf("got %s %s, want what is stored", created.raw, made.raw)
				}
				c.must("POST", rulesPath+"/"+created.id(), rule)
				c.must("POST", webhooksPath+"/"+made.id(), hook)
			}
		})
	}
}

func TestQuirk_conflict400(t *testing.T) {
	t.Parallel()
	c := start(t, with(t, "conflict-400"))
	hook := c.webhook("w", "https://x.example")
	c.rule("r", hook)
	for code, r := range map[string]reply{
		"webhook_integration_already_exists": c.call("POST", webhooksPath, `{"name":"w","url":"https://x.example","scopes":[]}`),
		"webhook_integration_in_use":         c.call("DELETE", webhooksPath+"/"+hook, ""),
	} {
		if r.status != 400 || r.json["code"] != code {
			t.Errorf("got %d %s, want 400 and the code %s", r.status, r.raw, code)
		}
	}
}

func TestQuirk_emptySuccess(t *testing.T) {
	for value, want := range map[string]string{"": "201 202 204 201", "=201": "201 201 201 201", "=204": "204 204 204 204"} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			c := start(t, with(t, "empty-success"+value))
			created := c.call("POST", webhooksPath, withSecrets)
			path := created.header.Get("Location")
			if want := webhooksPath + "/" + c.Webhooks()[0].ID; path != want {
				t.Errorf("got Location %q, want %q", path, want)
			}
			rule := c.call("POST", rulesPath, ruleBody("r", ""))
			got := []reply{created, rule, c.call("POST", path, withSecrets), c.call("DELETE", path, "")}
			var statuses []string
			for _, r := range got {
				statuses = append(statuses, fmt.Sprint(r.status))
				if r.raw != "" || r.header.Get("Location") == "" || r.header.Get("X-Soda-Trace-Id") == "" || r.header.Get("RateLimit-Policy") == "" {
					t.Errorf("got %q and headers %v, want no body, a Location, a trace id and the rate limit", r.raw, r.header)
				}
			}
			if got := strings.Join(statuses, " "); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			c.refused("POST", rulesPath+"/nix", ruleBody("r", ""), 404, "nix")
			c.must("GET", rulesPath, "")
		})
	}
}

func TestQuirk_listLag(t *testing.T) {
	t.Parallel()
	clock := newClock()
	o := with(t, "list-lag=10s")
	o.Clock = clock.Now
	c := start(t, o)
	hook := c.must("POST", webhooksPath, withSecrets).id()
	id := c.rule("first", "")
	lists := func(want string) {
		t.Helper()
		got := c.must("GET", rulesPath, "").names() + "|" + c.must("GET", webhooksPath, "").names() + "|" +
			c.must("GET", "/api/v1/notificationIntegrations", "").names()
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	lists("||")
	if len(c.Rules()) != 1 || len(c.Webhooks()) != 1 {
		t.Error("want the memory to hold what was sent")
	}
	c.refused("POST", webhooksPath, withSecrets, 409, "exists") // only lists lag
	clock.advance(5 * time.Second)
	if r := c.must("POST", rulesPath+"/"+id, ruleBody("second", "")); r.json["name"] != "second" {
		t.Errorf("got %s, want the new name", r.raw)
	}
	lists("||")
	clock.advance(5 * time.Second)
	lists("first|w|w")
	clock.advance(5 * time.Second)
	lists("second|w|w")
	c.must("POST", rulesPath+"/"+id, ruleBody("unseen", ""))
	c.EditRule(id, func(r *emulator.Rule) { r.Name = "third" })
	lists("third|w|w") // what a test does outside, it does at once
	c.must("DELETE", rulesPath+"/"+id, "")
	c.must("DELETE", webhooksPath+"/"+hook, "")
	c.refused("DELETE", rulesPath+"/"+id, "", 404, "no ")
	clock.advance(10*time.Second - time.Millisecond)
	lists("third|w|w")
	clock.advance(time.Millisecond)
	lists("||")
}

func TestQuirk_duplicates(t *testing.T) {
	t.Parallel()
	c := start(t, with(t, "duplicates"))
	created := c.must("POST", rulesPath, ruleBody("r", ""))
	hook := c.must("POST", webhooksPath, withSecrets)
	for _, raw := range []string{created.raw, c.must("GET", rulesPath, "").raw} {
		if strings.Count(raw, `"email":`) != 2 || strings.Count(raw, `"level":`) != 4 {
			t.Errorf("got %s, want the recipient twice, each with its trigger twice", raw)
		}
	}
	if strings.Count(hook.raw, `"Authorization"`) != 2 || strings.Count(hook.raw, `"X-Team"`) != 1 {
		t.Errorf("got %s, want the first header twice", hook.raw)
	}
	if len(c.Rules()[0].Recipients) != 1 || len(c.Webhooks()[0].Headers) != 2 {
		t.Error("want the memory to hold what was sent")
	}
}

func TestQuirk_clock(t *testing.T) {
	const now, hourAgo, nextDay = "Tue, 01 Sep 2026 08:00:00 GMT", "Tue, 01 Sep 2026 07:00:00 GMT", "Wed, 02 Sep 2026 08:01:01 GMT"
	for quirks, want := range map[string]string{
		"clock-skew=0s":                   now + "|",
		"clock-skew=-1h":                  hourAgo + "|",
		"clock-skew=0s,retry-after=0":     now + "|0",
		"clock-skew=0s,retry-after=past":  now + "|" + hourAgo,
		"clock-skew=0s,retry-after":       now + "|Tue, 01 Sep 2026 08:01:01 GMT", // the limit has room after 60 s
		"clock-skew=0s,retry-after=text":  now + "|soon",
		"clock-skew=24h,retry-after=date": "Wed, 02 Sep 2026 08:00:00 GMT|" + nextDay,
	} {
		t.Run(quirks, func(t *testing.T) {
			t.Parallel()
			o := with(t, quirks)
			o.Limits, o.Clock = emulator.LimitsPublished, newClock().Now
			c := start(t, o)
			for range 10 {
				c.rule("r", "")
			}
			r := c.call("POST", rulesPath, ruleBody("r", ""))
			if got := r.header.Get("Date") + "|" + r.header.Get("Retry-After"); got != want || r.status != 429 {
				t.Errorf("got %d %s, want 429 %s", r.status, got, want)
			}
			if r := c.must("GET", rulesPath, ""); r.header.Get("Retry-After") != "" {
				t.Errorf("got Retry-After %q with status 200", r.header.Get("Retry-After"))
			}
		})
	}
}

func TestQuirk_redirect(t *testing.T) {
	t.Parallel()
	c := start(t, with(t, "redirect=https://portal.example/login"))
	r := c.call("POST", rulesPath, ruleBody("r", ""))
	if r.status != 302 || r.header.Get("Location") != "https://portal.example/login" || len(c.Rules()) != 0 {
		t.Errorf("got %d to %q and %d rules, want a redirect and nothing done", r.status, r.header.Get("Location"), len(c.Rules()))
	}
}

func TestQuirk_integrationsPath(t *testing.T) {
	const usual, other, third = "/api/v1/notificationIntegrations", "/api/v1/notificationRules/integrations", "/api/v1/integrations"
	for quirks, works := range map[string]string{"": usual, "integrations-path": other, "integrations-path=" + third: third} {
		t.Run(quirks, func(t *testing.T) {
			t.Parallel()
			c := start(t, with(t, quirks))
			for _, path := range []string{usual, other, third} {
				if r := c.call("GET", path+"?size=10", ""); (r.json != nil) != (path == works) || r.status != 200 {
					t.Errorf("%s: got %d %.40q, want JSON %t", path, r.status, r.raw, path == works)
				}
			}
			c.rule("r", "")
			if got := c.Requests()[1].Path; got != other {
				t.Errorf("got %s in the log, want the path as it was asked for", got)
			}
		})
	}
}
