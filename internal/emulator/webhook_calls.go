package emulator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
)

func (e *Emulator) listWebhooks(c *call) (any, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := []webhookAnswer{}
	for _, w := range e.webhooks.shown(e.now()) {
		all = append(all, e.options.HeaderValues.answer(w))
	}
	return paged(c, all), nil
}

func (e *Emulator) createWebhook(c *call) (any, error) {
	webhook, err := decoded[Webhook](c)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.checkWebhook(webhook); err != nil {
		return nil, err
	}
	e.completeWebhook(webhook)
	if _, on := e.quirk(UnknownFields); on {
		webhook.decorate()
	}
	e.webhooks.putLagging(webhook.ID, webhook, e.shownFrom())
	return e.options.HeaderValues.answer(webhook), nil
}

// updateWebhook replaces what a request can say; a secret that it leaves out is removed.
func (e *Emulator) updateWebhook(c *call) (any, error) {
	webhook, err := decoded[Webhook](c)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	id := c.Params["integrationId"]
	old, ok := e.webhooks.get(id)
	if !ok {
		return nil, notFound("webhook integration", id)
	}
	webhook.ID = id
	if err := e.checkWebhook(webhook); err != nil {
		return nil, err
	}
	webhook.Disabled, webhook.CreatedAt, webhook.UpdatedAt = old.Disabled, old.CreatedAt, e.now()
	if e.keepsExtra() {
		webhook.decorate()
	}
	e.webhooks.putLagging(id, webhook, e.shownFrom())
	return e.options.HeaderValues.answer(webhook), nil
}

func (e *Emulator) deleteWebhook(c *call) (any, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	id := c.Params["integrationId"]
	webhook, ok := e.webhooks.get(id)
	if !ok {
		return nil, notFound("webhook integration", id)
	}
	if users := e.rulesNaming(id); len(users) > 0 {
		return nil, conflict("webhook_integration_in_use", "the webhook integration %q is a recipient of notification rules: %s",
			webhook.Name, strings.Join(users, ", "))
	}
	e.webhooks.remove(id, e.shownFrom().Add(e.options.DeleteDelay))
	return messageBody{fmt.Sprintf("The deletion of the webhook integration %s has been accepted.", id)}, nil
}

// rulesNaming returns the names of the rules that would tell the integration.
func (e *Emulator) rulesNaming(id string) []string {
	var names []string
	for _, rule := range e.rules.live() {
		if slices.ContainsFunc(rule.Recipients, func(r Recipient) bool { return r.IntegrationID == id }) {
			names = append(names, rule.Name)
		}
	}
	return names
}

// completeWebhook completes a new webhook with what the server decides.
func (e *Emulator) completeWebhook(w *Webhook) {
	w.ID = cmp.Or(w.ID, uuid.NewString())
	if w.CreatedAt.IsZero() {
		w.CreatedAt = e.now()
	}
	if w.UpdatedAt.IsZero() {
		w.UpdatedAt = w.CreatedAt
	}
}
