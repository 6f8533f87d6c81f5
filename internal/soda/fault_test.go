package soda

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// TestClient_faultMatrix: whatever happens once to whichever call, the call ends in success or in an error, Soda has exactly
// one object where there is to be one, and the same call made again by another run leads where it should.
func TestClient_faultMatrix(t *testing.T) {
	t.Parallel()
	faults := map[string]emulator.Fault{
		"429 in seconds":      {Status: 429, RetryAfter: "1"},
		"429 until a date":    {Status: 429, RetryAfter: time.Now().Add(time.Second).UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")},
		"429 without a word":  {Status: 429},
		"500":                 {Status: 500},
		"502 page":            {Status: 502, HTML: true},
		"503":                 {Status: 503},
		"reset before":        {Kind: emulator.ResetBefore},
		"reset after":         {Kind: emulator.ResetAfter},
		"no answer":           {Kind: emulator.HangBefore},
		"no answer, but done": {Kind: emulator.HangAfter},
		"cut off":             {Kind: emulator.Truncate},
		"401":                 {Status: 401},
		"403":                 {Status: 403},
	}
	type outcome struct {
		operation string
		call      func(ctx context.Context, c *Client, id string) error
		rules     int // that Soda has in the end
	}
	for name, o := range map[string]outcome{
		"list":   {"listNotificationRules", func(ctx context.Context, c *Client, id string) error { return second(c.Rule(ctx, id)) }, 1},
		"create": {"createNotificationRule", func(ctx context.Context, c *Client, _ string) error { return second(c.CreateRule(ctx, named("new"))) }, 2},
		"update": {"updateNotificationRule", func(ctx context.Context, c *Client, id string) error {
			return second(c.UpdateRule(ctx, id, named("changed")))
		}, 1},
		"delete": {"deleteNotificationRule", func(ctx context.Context, c *Client, id string) error { return c.DeleteRule(ctx, id) }, 0},
		"test": {"testWebhookIntegration", func(ctx context.Context, c *Client, _ string) error {
			return second(c.TestWebhook(ctx, "w", "validate"))
		}, 1},
	} {
		for faultName, fault := range faults {
			t.Run(name+"/"+faultName, func(t *testing.T) {
				t.Parallel()
				cloud, c := newCloud(t)
				err := cloud.Seed(emulator.Organization{
					Rules:    []emulator.Rule{{ID: "r", Name: "old", RuleType: "check", Status: "active"}},
					Webhooks: []emulator.Webhook{{ID: "w", Name: "w", URL: "http://127.0.0.1:9"}},
				})
				if err != nil {
					t.Fatal(err)
				}
				c.http.HTTPClient.Transport.(*transport).timeout = 300 * time.Millisecond
				cloud.FailNext(o.operation, fault)
				failed := o.call(t.Context(), c, "r")
				if sent := cloud.Calls("testWebhookIntegration"); name == "test" && failed != nil && sent != 1 {
					t.Errorf("got %d test events after %v, want 1", sent, failed)
				}
				if failed != nil {
					expectNothingDoubled(t, cloud, o.rules)
					again := impatient(cloud.URL, emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret)
					if err := o.call(t.Context(), again, "r"); err != nil {
						t.Errorf("again, after %v: %v", failed, err)
					}
				}
				if got := len(cloud.Rules()); got != o.rules {
					t.Errorf("got %d rules, want %d", got, o.rules)
				}
			})
		}
	}
}

func named(name string) RuleInput {
	rule := aRule
	rule.Name = name
	return rule
}

// expectNothingDoubled allows what was there before a failed call, and what it was to lead to.
func expectNothingDoubled(t *testing.T, cloud *emulator.Server, want int) {
	t.Helper()
	names := map[string]int{}
	for _, r := range cloud.Rules() {
		names[r.Name]++
	}
	if len(names) > max(want, 1) || names["new"] > 1 || names["old"]+names["changed"] > 1 {
		t.Error(fmt.Sprint("got rules ", names))
	}
}
