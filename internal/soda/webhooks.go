package soda

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

const manageOrganization = "MANAGE_ORGANISATION_SETTINGS"

// Soda publishes none of these calls.
var (
	listWebhooks  = operation{method: http.MethodGet, path: DefaultIntegrationsPath, requests: 60, permission: manageOrganization, publication: contract}
	createWebhook = operation{method: http.MethodPost, path: DefaultIntegrationsPath, requests: 10, permission: manageOrganization, publication: contract, create: true}
	updateWebhook = operation{method: http.MethodPost, path: DefaultIntegrationsPath + "/{integrationId}", requests: 10, permission: manageOrganization, publication: contract}
	deleteWebhook = operation{method: http.MethodDelete, path: DefaultIntegrationsPath + "/{integrationId}", requests: 10, permission: manageOrganization, publication: contract}
	testWebhook   = operation{method: http.MethodPost, path: DefaultIntegrationsPath + "/{integrationId}/test", requests: 10, permission: manageOrganization, publication: contract, create: true}
)

// ScopeAlertNotification lets notification rules name a webhook as a recipient.
const ScopeAlertNotification = "alert_notification"

// Scopes are the kinds of events a webhook can get. Soda's webhook reference names these.
var Scopes = []string{ScopeAlertNotification, "incidents", "contracts"}

// WebhookInput is what a webhook integration is made of.
type WebhookInput struct {
	Name    string   `json:"name"`
	URL     string   `json:"url"`
	Headers []Header `json:"headers"`
	Scopes  []string `json:"scopes"`
	Secret  *string  `json:"secret"` // signs the payload; nil removes it

	URLSecret bool `json:"-"` // whether the whole URL is a secret, and not only what looks like one in it
}

// Webhook is a stored webhook integration. Its secret is never returned.
type Webhook struct {
	kept

	ID        string     `json:"id"`
	Name      string     `json:"name"`
	URL       string     `json:"url"`
	Headers   []Header   `json:"headers"`
	Scopes    []string   `json:"scopes"`
	HasSecret bool       `json:"hasSecret"`
	Enabled   bool       `json:"enabled"`
	CreatedAt *time.Time `json:"createdAt"`
	UpdatedAt *time.Time `json:"updatedAt"`
}

// Header is one HTTP header that Soda sends along. Names are unique without regard to case.
type Header struct {
	Name   string  `json:"name"`
	Value  *string `json:"value,omitempty"` // nil in an answer that leaves it out
	Secret bool    `json:"-"`               // of a header that is sent: the value is in no error, and an answer may mask it
}

// Key is the header's name; case means nothing in it.
func (h Header) Key() (key string, known bool) { return strings.ToLower(h.Name), h.Name != "" }

var masked = regexp.MustCompile(`(?i)\*{3,}|•{2,}|^x{4,}$|redacted|masked`)

// Readable reports whether the value is there and not masked. Which masks Soda would use is not published: runs of asterisks
// or bullets count as one, also beside a part of the value, and words that say so.
func (h Header) Readable() bool { return h.Value != nil && !masked.MatchString(*h.Value) }

// WebhookTest is what came of a test event.
type WebhookTest struct {
	Delivered      bool            `json:"delivered"` // an answer came within 10 s with a status from 200 to 399
	Event          string          `json:"event"`
	StatusCode     int             `json:"statusCode"` // 0 when no answer came
	ResponseBody   string          `json:"responseBody"`
	DurationMillis int64           `json:"durationMillis"`
	Error          string          `json:"error"`
	Payload        json.RawMessage `json:"payload"`
	SentAt         time.Time       `json:"sentAt"`
}

// Webhooks returns all webhook integrations, ordered by name and id.
//
// Contract: GET /api/v1/integrations/webhooks.
func (c *Client) Webhooks(ctx context.Context) ([]Webhook, error) { return c.webhooks.all(ctx) }

// Webhook returns one webhook integration, or an error for which IsNotFound holds.
func (c *Client) Webhook(ctx context.Context, id string) (*Webhook, error) {
	return c.webhooks.find(ctx, id)
}

// AwaitWebhook is as AwaitRule, for a webhook integration.
func (c *Client) AwaitWebhook(ctx context.Context, id string, created time.Time) (*Webhook, error) {
	return c.webhooks.await(ctx, id, created)
}

// WebhooksNamed returns the webhook integrations with the name: one or none, as names are unique.
func (c *Client) WebhooksNamed(ctx context.Context, name string) ([]Webhook, error) {
	return c.webhooks.named(ctx, name)
}

// CreateWebhook makes a webhook integration. See create for what happens when the name is taken or the answer is lost.
//
// Contract: POST /api/v1/integrations/webhooks.
func (c *Client) CreateWebhook(ctx context.Context, in WebhookInput) (*Webhook, error) {
	created, err := create(ctx, c, c.webhooks, createWebhook, in)
	if err == nil {
		c.integrations.created(created.integration()) // webhooks are listed there too
	}
	return created, err
}

// WebhookTwins is as RuleTwins, for webhook integrations.
func (c *Client) WebhookTwins(ctx context.Context) []Twins { return c.webhooks.twins(ctx) }

// UpdateWebhook replaces the webhook integration with the given id as a whole, every header with its value. unchanged is as that of
// UpdateRule.
//
// Contract: POST /api/v1/integrations/webhooks/{integrationId}.
func (c *Client) UpdateWebhook(ctx context.Context, id string, in WebhookInput, unchanged func(Webhook) error) (*Webhook, error) {
	updated, err := replace(ctx, c, c.webhooks, updateWebhook, id, in, unchanged)
	if err != nil {
		c.integrations.list.drop()
		return nil, err
	}
	c.integrations.replaced(updated.integration(), false)
	return updated, nil
}

// DeleteWebhook deletes a webhook integration and waits until it is not listed any more; ctx bounds the wait. Soda refuses
// it with status 409 while a rule names the webhook.
//
// Contract: DELETE /api/v1/integrations/webhooks/{integrationId}.
func (c *Client) DeleteWebhook(ctx context.Context, id string) error {
	err := remove(ctx, c, c.webhooks, deleteWebhook, id)
	if err == nil {
		c.integrations.removed(id)
	}
	return err
}

// TestWebhook makes Soda Cloud send one sample event to the webhook. A delivery that fails is no error. It is never
// repeated after it may have been carried out.
//
// Contract: POST /api/v1/integrations/webhooks/{integrationId}/test.
func (c *Client) TestWebhook(ctx context.Context, id, event string) (*WebhookTest, error) {
	result, err := call(ctx, c, request[WebhookTest]{
		op:      testWebhook,
		args:    []string{id},
		prepare: func(context.Context, bool) (body, error) { return testEvent{Event: event}, nil },
		check: func(t *WebhookTest) error {
			if t.Event == "" {
				return errors.New("the response does not contain the outcome of a test")
			}
			return nil
		},
	})
	if err != nil {
		return nil, c.webhooks.recheck(ctx, testWebhook, id, err)
	}
	return result, nil
}

// UnmarshalJSON reads a webhook and keeps its JSON.
func (w *Webhook) UnmarshalJSON(text []byte) error {
	type plain Webhook
	err := json.Unmarshal(text, (*plain)(w))
	w.raw = slices.Clone(text)
	return err
}

// testEvent is the body of TestWebhook.
type testEvent struct {
	Event string `json:"event"`
}

func (testEvent) secrets() []string { return nil }

// integration is the webhook as the list of integrations shows it.
func (w Webhook) integration() Integration {
	notifies := slices.Contains(w.Scopes, ScopeAlertNotification)
	return Integration{ID: w.ID, Type: IntegrationWebhook, Name: w.Name, Enabled: &w.Enabled, NotificationsEnabled: &notifies}
}

// ScopeSet is the scopes in order, each once: a response may repeat them.
func (w Webhook) ScopeSet() []string { return sorted(w.Scopes) }

// LearnWebhook makes the secrets of a webhook known, as Learn does.
func (c *Client) LearnWebhook(in WebhookInput) { c.Learn(in.secrets()...) }

func (w Webhook) objectID() string   { return w.ID }
func (w Webhook) objectName() string { return w.Name }

func (in WebhookInput) inputName() string { return in.Name }

func (in WebhookInput) secrets() []string {
	values := secretsOf(in.URL)
	if in.URLSecret {
		values = append(values, in.URL)
	}
	if in.Secret != nil {
		values = append(values, *in.Secret)
	}
	for _, h := range in.Headers {
		if h.Secret {
			values = append(values, *h.Value)
		}
	}
	return values
}

// Differences names the fields in which the stored webhook differs from what was sent. Order means nothing; header values
// count only where they are no secrets and the answer shows them, a URL that is a secret unless it comes back masked.
func (in WebhookInput) Differences(stored Webhook) []string {
	var fields []string
	add := func(name string, equal bool) {
		if !equal {
			fields = append(fields, name)
		}
	}
	add("name", text.Same(in.Name, stored.Name))
	add("url", SameURL(in.URL, stored.URL) || in.URLSecret && !Header{Value: &stored.URL}.Readable())
	add("scopes", slices.Equal(sorted(in.Scopes), stored.ScopeSet()))
	add("headers", equalHeaders(in.Headers, stored.Headers))
	add("secret", (in.Secret != nil) == stored.HasSecret)
	return fields
}

// equalHeaders takes a header that is stored more than once for what was sent if one of its values is.
func equalHeaders(sent, stored []Header) bool {
	byName := map[string][]Header{}
	for _, h := range stored {
		folded := strings.ToLower(h.Name)
		byName[folded] = append(byName[folded], h)
	}
	for _, h := range sent {
		same := func(got Header) bool { return h.Secret || !got.Readable() || text.Same(*got.Value, *h.Value) }
		if !slices.ContainsFunc(byName[strings.ToLower(h.Name)], same) {
			return false
		}
	}
	return len(byName) == len(sent)
}

func sorted(values []string) []string { return slices.Compact(slices.Sorted(slices.Values(values))) }
