package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// holdings is what Soda Cloud holds, as its API says it.
type holdings struct {
	webhooks []webhook
	rules    []rule
}

type webhook struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	URL     string   `json:"url"`
	Scopes  []string `json:"scopes"`
	Headers []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"headers"`
}

type rule struct {
	Name       string       `json:"name"`
	RuleType   string       `json:"ruleType"`
	Status     string       `json:"status"`
	Filter     *filter.Expr `json:"filter"`
	Recipients []recipient  `json:"recipients"`
}

type recipient struct {
	Email         string `json:"email"`
	IntegrationID string `json:"integrationId"`
	Role          string `json:"role"`
	Triggers      []struct {
		Level     string `json:"level"`
		ScanState string `json:"scanState"`
	} `json:"triggers"`
}

// holdings asks for all webhooks and rules.
func (c *cloud) holdings(ctx context.Context) (holdings, error) {
	var webhooks struct{ Content []webhook }
	var rules struct{ Content []rule }
	if err := c.call(ctx, http.MethodGet, "/api/v1/integrations/webhooks", nil, &webhooks); err != nil {
		return holdings{}, err
	}
	err := c.call(ctx, http.MethodGet, "/api/v1/notificationRules", nil, &rules)
	return holdings{webhooks.Content, rules.Content}, err
}

// delivery is how Soda Cloud's test of a webhook went.
type delivery struct {
	Delivered      bool   `json:"delivered"`
	StatusCode     int    `json:"statusCode"`
	DurationMillis int    `json:"durationMillis"`
	Error          string `json:"error"`
}

// test makes Soda Cloud send a sample event to the webhook.
func (c *cloud) test(ctx context.Context, id string) (delivery, error) {
	var result delivery
	path := "/api/v1/integrations/webhooks/" + id + "/test"
	err := c.call(ctx, http.MethodPost, path, map[string]string{"event": "checkEvaluation"}, &result)
	return result, err
}

func (d delivery) String() string {
	return strings.TrimSpace(fmt.Sprintf("delivered %t, status %d, %d ms %s", d.Delivered, d.StatusCode, d.DurationMillis, d.Error))
}

// String returns a text for people. The API gives the secrets away, and so does this.
func (h holdings) String() string {
	var b strings.Builder
	for _, w := range h.webhooks {
		fmt.Fprintf(&b, "webhook %q, id %s\n  url     %s\n  scopes  %s\n", w.Name, w.ID, w.URL, strings.Join(slices.Sorted(slices.Values(w.Scopes)), ", "))
		for _, header := range w.Headers {
			fmt.Fprintf(&b, "  header  %s: %s\n", header.Name, header.Value)
		}
	}
	for _, r := range h.rules {
		fmt.Fprintf(&b, "%s rule %q, %s\n  filter\n    %s\n", r.RuleType, r.Name, r.Status, strings.Join(outline(r.Filter), "\n    "))
		for _, to := range r.Recipients {
			fmt.Fprintf(&b, "  tells   %s\n", to)
		}
	}
	return b.String()
}

func (r recipient) String() string {
	var when []string
	for _, trigger := range r.Triggers {
		when = append(when, cmp.Or(trigger.Level, trigger.ScanState))
	}
	slices.Sort(when)
	return fmt.Sprintf("%s: %s", cmp.Or(r.Email, r.Role, r.IntegrationID), strings.Join(when, ", "))
}

// holds fails unless Soda Cloud holds what the configuration says. What change.diff leaves alone is the same in both.
func (d *demo) holds(held holdings, team, severity, scopes string) error {
	if len(held.webhooks) != 1 || len(held.rules) != 1 || len(held.rules[0].Recipients) != 3 {
		return fmt.Errorf("got this, want one webhook, and one rule with three recipients:\n%s", d.redacted(held))
	}
	return says(held.String(),
		"  url     "+d.receiver.url+"\n", "  scopes  "+scopes+"\n", "  header  X-Team: "+team+"\n", "  header  Authorization: Bearer "+d.token+"\n",
		fmt.Sprintf("\n        checkResourceAttribute severity equals %q\n", severity), "\n        checkName contains \"experimental\"\n",
		"  tells   "+held.webhooks[0].ID+": critical, warning\n", "  tells   dq@example.com: critical, failed, timedOut\n", "  tells   datasetOwner: critical\n")
}

// redacted returns a text for people without the secret.
func (d *demo) redacted(v fmt.Stringer) string {
	return strings.ReplaceAll(v.String(), d.token, "(the token)")
}

// outline returns a filter as lines, operands indented below what combines them.
func outline(e *filter.Expr) []string {
	if e == nil {
		return nil
	}
	switch e.Op {
	case filter.And, filter.Or, filter.Not:
		lines := []string{string(e.Op)}
		for _, operand := range e.Operands {
			for _, line := range outline(operand) {
				lines = append(lines, "  "+line)
			}
		}
		return lines
	case filter.In:
		return []string{e.Field + " in " + strings.Join(e.Values, ", ")}
	default:
		return []string{strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %q", e.Field, e.Attribute, e.Op, e.Value)), " ")}
	}
}
