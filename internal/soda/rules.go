package soda

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

const manageRules = "MANAGE_NOTIFICATION_RULES"

var (
	listRules  = operation{method: http.MethodGet, path: "/api/v1/notificationRules", requests: 60}
	createRule = operation{method: http.MethodPost, path: "/api/v1/notificationRules", requests: 10, permission: manageRules, create: true}
	updateRule = operation{method: http.MethodPost, path: "/api/v1/notificationRules/{notificationRuleId}", requests: 10, permission: manageRules}
	deleteRule = operation{method: http.MethodDelete, path: "/api/v1/notificationRules/{notificationRuleId}", requests: 10, permission: manageRules}
)

// The values that Soda's REST reference lists for the fields of a rule.
var (
	RuleTypes          = []string{"check", "monitor"}
	RuleStatuses       = []string{"active", "paused"}
	Levels             = []string{"info", "warning", "critical", "not_evaluated"}
	ScanStates         = []string{"failed", "timedOut", "canceled", "completedWithErrors"}
	ResourceRoles      = []string{"datasetOwner", "monitorOwner"}
	CustomizationTypes = []string{"rich", "minimal"}
)

// RuleInput is what a rule is made of.
type RuleInput struct {
	Name          string         `json:"name"`
	RuleType      string         `json:"ruleType"`
	Status        string         `json:"status,omitempty"`
	Filter        *filter.Expr   `json:"filter,omitempty"`
	Recipients    []Recipient    `json:"recipients"`
	Customization *Customization `json:"customization,omitempty"`
}

// Rule is a stored rule. Soda promises none of its fields.
type Rule struct {
	RuleInput
	kept

	ID              string     `json:"id"`
	OwnerID         string     `json:"ownerId"`
	IsDefault       bool       `json:"isDefault"`
	CreatedAt       *time.Time `json:"createdAt"`
	UpdatedAt       *time.Time `json:"updatedAt"`
	LastTriggeredAt *time.Time `json:"lastTriggeredAt"`
}

// Customization shapes the message.
type Customization struct {
	Type    string `json:"type"`
	Message string `json:"message,omitempty"`
}

// Rules returns all rules, ordered by name and id.
//
// Contract: GET /api/v1/notificationRules.
func (c *Client) Rules(ctx context.Context) ([]Rule, error) { return c.rules.all(ctx) }

// Rule returns one rule, or an error for which IsNotFound holds. Soda has no call for this, so it costs a share of a list.
func (c *Client) Rule(ctx context.Context, id string) (*Rule, error) { return c.rules.find(ctx, id) }

// AwaitRule is Rule for one that this provider created at the given moment: while the list may lack it only because it lags behind,
// it is waited for.
func (c *Client) AwaitRule(ctx context.Context, id string, created time.Time) (*Rule, error) {
	return c.rules.await(ctx, id, created)
}

// RulesNamed returns the rules with the name, ordered by id. Soda does not guarantee that names are unique.
func (c *Client) RulesNamed(ctx context.Context, name string) ([]Rule, error) {
	return c.rules.named(ctx, name)
}

// CreateRule makes a rule. See create for what happens when the name is taken or the answer is lost.
//
// Contract: POST /api/v1/notificationRules.
func (c *Client) CreateRule(ctx context.Context, in RuleInput) (*Rule, error) {
	return create(ctx, c, c.rules, createRule, in)
}

// RuleTwins looks once after each batch of creates for rules that have a name in common, which two runs at once can create. It
// returns their names and ids; nothing while other creates are under way, and nothing that it returned before.
func (c *Client) RuleTwins(ctx context.Context) []Twins { return c.rules.twins(ctx) }

// UpdateRule replaces the rule with the given id as a whole. unchanged sees the rule as it is right before that, by a list that is
// younger than a minute; its error stops the update. It is called once or more. Where it is
// nil, the rule is replaced whatever it is.
//
// Contract: POST /api/v1/notificationRules/{notificationRuleId}.
func (c *Client) UpdateRule(ctx context.Context, id string, in RuleInput, unchanged func(Rule) error) (*Rule, error) {
	return replace(ctx, c, c.rules, updateRule, id, in, unchanged)
}

// DeleteRule deletes a rule and waits until it is not listed any more, which Soda does later; ctx bounds the wait.
//
// Contract: DELETE /api/v1/notificationRules/{notificationRuleId}.
func (c *Client) DeleteRule(ctx context.Context, id string) error {
	return remove(ctx, c, c.rules, deleteRule, id)
}

// UnmarshalJSON reads a rule and keeps its JSON. A filter without content is none.
func (r *Rule) UnmarshalJSON(text []byte) error {
	type plain Rule
	err := json.Unmarshal(text, (*plain)(r))
	r.raw = slices.Clone(text)
	if f := r.Filter; f != nil && f.Op == filter.Raw && slices.Contains([]string{`{}`, `[]`, `""`}, f.Raw) {
		r.Filter = nil
	}
	return err
}

func (r Rule) objectID() string   { return r.ID }
func (r Rule) objectName() string { return r.Name }

func (in RuleInput) inputName() string { return in.Name }
func (in RuleInput) secrets() []string { return nil }

// Differences names the fields in which the stored rule differs from what was sent. The order of recipients, triggers and
// operands means nothing, nor does null against absent.
func (in RuleInput) Differences(stored Rule) []string {
	var fields []string
	add := func(name string, equal bool) {
		if !equal {
			fields = append(fields, name)
		}
	}
	add("name", text.Same(in.Name, stored.Name))
	add("ruleType", in.RuleType == stored.RuleType)
	add("status", in.Status == "" || in.Status == stored.Status)
	add("filter", filter.Equal(in.Filter, stored.Filter))
	add("recipients", SameRecipients(in.Recipients, stored.Recipients))
	add("customization", equalCustomization(in.Customization, stored.Customization))
	return fields
}

// equalCustomization takes an empty customization for none.
func equalCustomization(a, b *Customization) bool {
	var none Customization
	a, b = cmp.Or(a, &none), cmp.Or(b, &none)
	return a.Type == b.Type && text.Same(a.Message, b.Message)
}
