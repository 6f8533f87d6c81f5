package soda

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A 404 to a call that Soda does not publish is about the call as long as the webhook is listed.
func TestClient_missingCallIsNotMissingObject(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t)
	made, err := c.CreateWebhook(t.Context(), aWebhook)
	if err != nil {
		t.Fatal(err)
	}
	for operation, call := range map[string]func() error{
		"updateWebhookIntegration": func() error { return second(c.UpdateWebhook(t.Context(), made.ID, aWebhook, nil)) },
		"testWebhookIntegration":   func() error { return second(c.TestWebhook(t.Context(), made.ID, "validate")) },
	} {
		cloud.FailNext(operation, emulator.Fault{Status: 404})
		if err := call(); IsNotFound(err) || !IsNotOffered(err) {
			t.Errorf("%s: got %v, want that the call is not offered", operation, err)
		}
	}
	cloud.FailNext("deleteWebhookIntegration", emulator.Fault{Status: 404})
	if err := c.DeleteWebhook(t.Context(), made.ID); IsNotFound(err) || !IsNotOffered(err) || errors.Is(err, ErrStillListed) {
		t.Errorf("delete: got %v, want that the call is not offered", err)
	}
}

// A deletion is done when the rule is not listed any more, and a rule that is gone already is deleted.
func TestClient_delete(t *testing.T) {
	t.Parallel()
	cloud, c := newCloud(t, func(o *emulator.Options) { o.DeleteDelay = 100 * time.Millisecond })
	rule, err := c.CreateRule(t.Context(), aRule)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.DeleteRule(t.Context(), rule.ID); err != nil || len(cloud.Rules()) != 0 {
		t.Errorf("got %v, and %d rules are left", err, len(cloud.Rules()))
	}
	if err := c.DeleteRule(t.Context(), rule.ID); err != nil {
		t.Errorf("the second time: %v", err)
	}
	if _, err := c.Rule(t.Context(), rule.ID); !IsNotFound(err) {
		t.Errorf("got %v, want not found", err)
	}
}

// A deletion that is never carried out ends with the context.
func TestClient_deleteNever(t *testing.T) {
	t.Parallel()
	_, c := newCloud(t, func(o *emulator.Options) { o.DeleteDelay = time.Hour })
	rule, err := c.CreateRule(t.Context(), aRule)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := c.DeleteRule(ctx, rule.ID); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the deadline", err)
	}
}
