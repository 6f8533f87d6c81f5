package emulator

import (
	"cmp"
	"fmt"

	"github.com/google/uuid"
)

func (e *Emulator) listRules(c *call) (any, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return paged(c, e.rules.shown(e.now())), nil
}

func (e *Emulator) createRule(c *call) (any, error) {
	rule, err := decoded[Rule](c)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.checkRule(rule); err != nil {
		return nil, err
	}
	e.completeRule(rule)
	if _, on := e.quirk(UnknownFields); on {
		rule.decorate()
	}
	e.rules.putLagging(rule.ID, rule, e.shownFrom())
	return rule, nil
}

// updateRule replaces what a request can say; what it leaves out falls back to the default.
func (e *Emulator) updateRule(c *call) (any, error) {
	rule, err := decoded[Rule](c)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	id := c.Params["notificationRuleId"]
	old, ok := e.rules.get(id)
	if !ok {
		return nil, notFound("notification rule", id)
	}
	if err := e.checkRule(rule); err != nil {
		return nil, err
	}
	rule.Status = cmp.Or(rule.Status, "active")
	rule.ID, rule.OwnerID, rule.IsDefault = old.ID, old.OwnerID, old.IsDefault
	rule.CreatedAt, rule.UpdatedAt, rule.LastTriggeredAt = old.CreatedAt, e.now(), old.LastTriggeredAt
	if e.keepsExtra() {
		rule.decorate()
	}
	e.rules.putLagging(id, rule, e.shownFrom())
	return rule, nil
}

func (e *Emulator) deleteRule(c *call) (any, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	id := c.Params["notificationRuleId"]
	if _, ok := e.rules.get(id); !ok {
		return nil, notFound("notification rule", id)
	}
	e.rules.remove(id, e.shownFrom().Add(e.options.DeleteDelay))
	return messageBody{fmt.Sprintf("The deletion of the notification rule %s has been scheduled.", id)}, nil
}

// completeRule completes a new rule with what the server decides.
func (e *Emulator) completeRule(r *Rule) {
	r.ID = cmp.Or(r.ID, uuid.NewString())
	r.Status = cmp.Or(r.Status, "active")
	r.OwnerID = cmp.Or(r.OwnerID, e.owner)
	if r.Recipients == nil {
		r.Recipients = []Recipient{} // a list in answers, never null
	}
	if r.CreatedAt.IsZero() {
		r.CreatedAt = e.now()
	}
	if r.UpdatedAt.IsZero() {
		r.UpdatedAt = r.CreatedAt
	}
}
