package emulator

import (
	"maps"
	"slices"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
)

// What tests do beside HTTP: look into the emulator's memory, and change it as someone in Soda's UI would.

// maxKept is how many requests and deliveries are kept, the newest.
const maxKept = 10_000

// Bodies are kept of so many requests, the newest, if they are no longer than this.
const (
	maxBodies = 200
	maxBody   = 16 << 10
)

// Request is one answered request.
type Request struct {
	Time        time.Time
	Method      string
	Path        string // escaped, without the query
	OperationID string // "" for an unknown path
	Status      int    // 0 if a fault left it without an answer
	TraceID     string
	Duration    time.Duration

	// What was sent and answered, of the newest requests: nil if it was empty or long, or repeats secrets on purpose.
	Body, Answer []byte
}

// Rules returns a copy of the rules in order of creation, deleted ones too until they are gone. What a quirk has put among
// them is left out until someone writes it.
func (e *Emulator) Rules() []Rule {
	e.mu.Lock()
	defer e.mu.Unlock()
	var rules []Rule
	for _, r := range e.rules.own(e.now()) {
		rules = append(rules, *r.clone())
	}
	return rules
}

// Webhooks returns a copy of the webhooks in order of creation, with all secrets, deleted ones too until they are gone.
func (e *Emulator) Webhooks() []Webhook {
	e.mu.Lock()
	defer e.mu.Unlock()
	var webhooks []Webhook
	for _, w := range e.webhooks.listed(e.now()) {
		webhooks = append(webhooks, *w.clone())
	}
	return webhooks
}

// Organization returns all that the emulator holds, as Seed takes it: with all secrets, without what is deleted.
func (e *Emulator) Organization() Organization {
	e.mu.Lock()
	defer e.mu.Unlock()
	o := e.directory
	o.Webhooks, o.Rules = nil, nil
	for _, w := range e.webhooks.live() {
		o.Webhooks = append(o.Webhooks, *w.clone())
	}
	for _, r := range e.rules.own(e.now()) {
		if !e.rules.leaving(r.ID) {
			o.Rules = append(o.Rules, *r.clone())
		}
	}
	return o
}

// Leaving reports whether the rule or webhook is deleted and still listed.
func (e *Emulator) Leaving(id string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.rules.leaving(id) || e.webhooks.leaving(id)
}

// Untouched reports whether nobody has written the rule or webhook since it was seeded.
func (e *Emulator) Untouched(id string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.rules.untouched(id) || e.webhooks.untouched(id)
}

// Key returns the API key that may read and write.
func (e *Emulator) Key() (id, secret string) { return e.options.APIKeyID, e.options.APIKeySecret }

// Now is the time of the emulator's clock.
func (e *Emulator) Now() time.Time { return e.now() }

// Budget is how far the rate limit of an operation is used up.
type Budget struct {
	Operation      string
	Calls, Refused int           // since the last ResetCalls
	Used, Limit    int           // in the window; Limit is 0 if limits are off
	Window, Free   time.Duration // Free is how long it is until the next call may be made
}

// Budgets returns the budgets of the operations that the emulator offers.
func (e *Emulator) Budgets() []Budget {
	now := e.options.Clock()
	e.mu.Lock()
	defer e.mu.Unlock()
	var budgets []Budget
	for _, o := range contract.Operations() {
		if !e.offers(o) {
			continue
		}
		b := Budget{Operation: o.ID, Calls: e.calls[o.ID], Refused: e.limited[o.ID], Window: e.options.Limits.window(o.Window)}
		if e.options.Limits != LimitsOff {
			b.Used, b.Limit, b.Free = len(e.limiter.recent(o, now)), o.Requests, e.limiter.free(o, now)
		}
		budgets = append(budgets, b)
	}
	return budgets
}

// EditRule changes a rule as if outside Terraform, unchecked, and reports whether there is one. The id stays.
func (e *Emulator) EditRule(id string, edit func(*Rule)) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	rule, ok := e.rules.get(id)
	if !ok {
		return false
	}
	rule = rule.clone()
	rule.UpdatedAt = e.now()
	edit(rule)
	e.rules.put(id, rule)
	return true
}

// EditWebhook changes a webhook as if outside Terraform, unchecked, and reports whether there is one. The id stays.
func (e *Emulator) EditWebhook(id string, edit func(*Webhook)) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	webhook, ok := e.webhooks.get(id)
	if !ok {
		return false
	}
	webhook = webhook.clone()
	webhook.UpdatedAt = e.now()
	edit(webhook)
	e.webhooks.put(id, webhook)
	return true
}

// ForgetRule drops a rule at once, and reports whether there was one.
func (e *Emulator) ForgetRule(id string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.rules.forget(id)
}

// ForgetWebhook drops a webhook at once, even one that rules name, and reports whether there was one.
func (e *Emulator) ForgetWebhook(id string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.webhooks.forget(id)
}

// Calls returns how often the operation was called since the last ResetCalls, whatever the answer.
func (e *Emulator) Calls(operationID string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.calls[mustOperation(operationID)]
}

// AllCalls returns Calls of every operation that was called.
func (e *Emulator) AllCalls() map[string]int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return maps.Clone(e.calls)
}

// Limited returns how many calls of the operation the rate limit refused since the last ResetCalls. Faults do not count.
func (e *Emulator) Limited(operationID string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.limited[mustOperation(operationID)]
}

// Requests returns the requests since the last ResetCalls, in order of their answers.
func (e *Emulator) Requests() []Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.requests)
}

// ResetCalls forgets Calls, Limited and Requests. The windows of the rate limits go on.
func (e *Emulator) ResetCalls() {
	e.mu.Lock()
	defer e.mu.Unlock()
	clear(e.calls)
	clear(e.limited)
	e.requests = nil
}

// Deliveries returns what was sent to webhooks, in order.
func (e *Emulator) Deliveries() []Delivery {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.deliveries)
}

// note logs an answered request.
func (e *Emulator) note(r Request) {
	e.options.Log.Info("request", "method", r.Method, "path", r.Path, "operation", r.OperationID,
		"status", r.Status, "duration", r.Duration, "trace", r.TraceID)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.requests = keepLast(append(e.requests, r))
	if old := len(e.requests) - maxBodies - 1; old >= 0 {
		e.requests[old].Body, e.requests[old].Answer = nil, nil
	}
}

// kept returns a body that is not too long to keep.
func kept(body []byte) []byte {
	if len(body) > maxBody {
		return nil
	}
	return body
}

// keepLast cuts a log that has grown to twice what is kept.
func keepLast[T any](log []T) []T {
	if len(log) < 2*maxKept {
		return log
	}
	return slices.Clone(log[len(log)-maxKept:])
}

// mustOperation panics for a misspelled operation, of which a test would otherwise find zero calls and pass.
func mustOperation(id string) string {
	if handlers[id] == nil {
		panic("emulator: no operation " + id)
	}
	return id
}
