package doctor

import (
	"context"
	"net/http"
)

// webhooks tries the calls of the contract, where the organization offers them.
func (t *trial) webhooks(ctx context.Context) {
	collection := t.webhooksPath()
	if _, offered := t.listed(ctx, collection); !offered {
		t.answer("webhooks", "Is there an API for webhook integrations?", "no")
		return
	}
	in := object{"name": t.tag + " webhook", "url": "https://example.com/soda-doctor", "scopes": []any{"alert_notification"}, "headers": []any{object{"name": "X-Soda-Doctor", "value": "x"}}}
	id, r := t.create(ctx, collection, in)
	t.answer("webhooks", "Is there an API for webhook integrations?", "yes; a webhook is "+outcome(r))
	if id == "" {
		return
	}
	t.stored(ctx, collection, id)
	_, r = t.create(ctx, collection, in)
	t.answer("webhook-twice", "What is the response to a second webhook with the same name?", outcome(r))
	t.noteConflict(r)
	recipient := object{"type": "integration", "integrationId": id, "triggers": []any{object{"type": "testResultLevel", "level": "critical"}}}
	if rule, _ := t.create(ctx, rulesPath, t.rule("to webhook", object{"recipients": []any{recipient}})); rule != "" {
		r = t.call(ctx, http.MethodDelete, collection+"/"+id, nil, nil)
		t.answer("webhook-in-use", "What is the response to a delete of a webhook that a rule uses?", outcome(r))
		t.noteConflict(r)
	}
}
