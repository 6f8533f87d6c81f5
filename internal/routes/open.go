package routes

import (
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// openRecipient is a recipient that is known after the apply only. It may be anybody who is a recipient elsewhere, so that nothing
// is proven of these that it would change.
type openRecipient struct {
	name     string   // of the list, if not even its length is known
	targets  []string // what it can be; nil for anything
	triggers []routing.Trigger
}

func newOpen(r routing.Recipient, unknown any) openRecipient {
	o := openRecipient{triggers: r.Triggers}
	for _, target := range routing.Targets {
		if child(unknown, target) == true || target == "integration_id" && child(unknown, "channel") == true {
			o.targets = append(o.targets, target)
		}
	}
	if len(o.triggers) == 0 || child(unknown, "levels") == true || child(unknown, "scan_states") == true {
		o.triggers = allTriggers()
	}
	return o
}

func allTriggers() (all []routing.Trigger) {
	for _, level := range routing.Levels {
		all = append(all, routing.Level(level))
	}
	for _, state := range routing.ScanStates {
		all = append(all, routing.ScanState(state))
	}
	return all
}

func (o openRecipient) mayBe(r routing.Recipient) bool {
	if o.targets == nil || strings.HasPrefix(r.ID, newPrefix) && slices.Contains(o.targets, "integration_id") {
		return true
	}
	return slices.ContainsFunc(o.targets, func(target string) bool { return r.Target[target] != "" })
}

// suppose adds to rules with open recipients whom they may come to notify.
func (c *Change) suppose() {
	everybody := c.everybody()
	for i := range c.After {
		rule := &c.After[i]
		rule.Perhaps = nil
		for _, open := range c.open[rule.Name] {
			rule.Perhaps = append(rule.Perhaps, open.candidates(everybody)...)
		}
	}
}

// everybody returns the recipients that are known, before or after, each once.
func (c *Change) everybody() (all []routing.Recipient) {
	seen := map[string]bool{}
	for _, rule := range slices.Concat(c.Before, c.After) {
		for _, r := range rule.Recipients {
			if !seen[r.ID] && !isUnknown(r) {
				seen[r.ID] = true
				all = append(all, r)
			}
		}
	}
	return all
}

// candidates returns whom an open recipient may turn out to be.
func (o openRecipient) candidates(everybody []routing.Recipient) (all []routing.Recipient) {
	if o.name != "" {
		nobody := unknownRecipient(o.name, nil)
		nobody.Triggers = o.triggers
		all = append(all, nobody)
	}
	for _, r := range everybody {
		if r.Triggers = o.triggers; o.mayBe(r) {
			all = append(all, r)
		}
	}
	return all
}

// How the ids begin of recipients that are yet to be created, and of those of which nothing is known.
const (
	newPrefix     = "new "
	unknownPrefix = "unknown "
)

func isUnknown(r routing.Recipient) bool { return strings.HasPrefix(r.ID, unknownPrefix) }

func unknownRecipient(at string, object map[string]any) routing.Recipient {
	r := routing.Recipient{ID: unknownPrefix + at, Name: at + " (known after apply)"}
	if read, err := routing.ReadRecipient(withTarget(object)); err == nil {
		r.Triggers = read.Triggers
	}
	return r
}

// withTarget returns the object with some target, so that its triggers can be read.
func withTarget(object map[string]any) map[string]any {
	copied := map[string]any{"email": "x"}
	for _, key := range []string{"levels", "scan_states"} {
		copied[key] = object[key]
	}
	return copied
}
