package emulator

import (
	"fmt"
	"strings"
)

// Organization is what an organization holds; its JSON form is the format of seed files.
type Organization struct {
	Name         string        `json:"name,omitempty"`
	Users        []User        `json:"users,omitempty"` // the first one owns the key and the rules that name no owner
	UserGroups   []UserGroup   `json:"userGroups,omitempty"`
	Datasets     []Dataset     `json:"datasets,omitempty"`
	Datasources  []Datasource  `json:"datasources,omitempty"`
	Attributes   []Attribute   `json:"attributes,omitempty"`
	Checks       []Check       `json:"checks,omitempty"` // results and times may be left out
	Integrations []Integration `json:"integrations,omitempty"`
	Webhooks     []Webhook     `json:"webhooks,omitempty"` // ids and times may be left out
	Rules        []Rule        `json:"rules,omitempty"`    // ids, status, owner and times may be left out
}

// Seed replaces all that the emulator holds. Webhooks and rules are held to the same demands as created ones; on an error
// the emulator holds what came before the wrong one. The caller does not change o afterwards.
func (e *Emulator) Seed(o Organization) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.checksUsers = len(o.Users) > 0
	if len(o.Users) == 0 {
		o.Users = []User{defaultOwner()}
	}
	e.owner, e.seed = o.Users[0].UserID, o
	e.directory = o.sorted()
	e.rules, e.webhooks = shelf[*Rule]{}, shelf[*Webhook]{}
	for i := range o.Webhooks {
		if err := e.seedWebhook(o.Webhooks[i].clone()); err != nil {
			return placedIn(fmt.Sprintf("/webhooks/%d", i), fmt.Sprintf("webhook %q", o.Webhooks[i].Name), err)
		}
	}
	for i := range o.Rules {
		if err := e.seedRule(o.Rules[i].clone()); err != nil {
			return placedIn(fmt.Sprintf("/rules/%d", i), fmt.Sprintf("rule %q", o.Rules[i].Name), err)
		}
	}
	e.bringUnknown()
	return nil
}

// placedIn says where in an object of the seed an error is, if it begins with that, as in "/recipients/0: ...".
func placedIn(place, what string, err error) error {
	if inside, _, found := strings.Cut(err.Error(), ": "); found && strings.HasPrefix(inside, "/") {
		place += inside
	}
	return &placed{place, fmt.Errorf("%s: %w", what, err)}
}

func (e *Emulator) seedWebhook(w *Webhook) error {
	if _, taken := e.webhooks.get(w.ID); taken {
		return invalid("the id %q occurs twice", w.ID)
	}
	if err := e.checkWebhook(w); err != nil {
		return err
	}
	e.completeWebhook(w)
	if _, on := e.quirk(UnknownFields); on {
		w.decorate()
	}
	e.webhooks.seed(w.ID, w)
	return nil
}

func (e *Emulator) seedRule(r *Rule) error {
	if _, taken := e.rules.get(r.ID); taken {
		return invalid("the id %q occurs twice", r.ID)
	}
	if err := e.checkRule(r); err != nil {
		return err
	}
	e.completeRule(r)
	if _, on := e.quirk(UnknownFields); on {
		r.decorate()
	}
	e.rules.seed(r.ID, r)
	return nil
}

// defaultOwner owns the key of an organization that was seeded with no user.
func defaultOwner() User {
	return User{
		UserID: "00000000-0000-4000-8000-000000000001", Email: "owner@example.com",
		FirstName: "Key", LastName: "Owner", FullName: "Key Owner",
	}
}
