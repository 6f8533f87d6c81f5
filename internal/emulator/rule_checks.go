package emulator

import (
	"fmt"
	"slices"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// checkRule refuses what the contract's schemas cannot: fields that do not go with their type, and recipients that do not
// exist. Soda publishes neither rule; the first is plain from the names, the second is what its dialog allows.
func (e *Emulator) checkRule(r *Rule) error {
	if r.Filter != nil {
		if err := r.Filter.check("/filter"); err != nil {
			return err
		}
	}
	for i, recipient := range r.Recipients {
		place := fmt.Sprintf("/recipients/%d", i)
		if err := recipient.check(place); err != nil {
			return err
		}
		if err := e.checkIntegration(place, recipient.IntegrationID); err != nil {
			return err
		}
		if err := e.checkPerson(place, recipient); err != nil {
			return err
		}
	}
	return nil
}

func (f *Filter) check(place string) error {
	has := map[string]bool{
		"expressions": len(f.Expressions) > 0,
		"expression":  f.Expression != nil,
		"field":       f.Field != nil,
		"value":       f.Value != nil,
		"values":      len(f.Values) > 0,
	}
	needs := map[string][]string{
		"and": {"expressions"}, "or": {"expressions"}, "not": {"expression"},
		"equals": {"field", "value"}, "contains": {"field", "value"}, "in": {"field", "values"},
	}[f.Type]
	if err := exactly(place, f.Type, has, needs...); err != nil {
		return err
	}
	if f.Expression != nil {
		return f.Expression.check(place + "/expression")
	}
	for i := range f.Expressions {
		if err := f.Expressions[i].check(fmt.Sprintf("%s/expressions/%d", place, i)); err != nil {
			return err
		}
	}
	return nil
}

// What the types of the contract need. Others exist only with the quirk for that, and are not checked.
var (
	recipientTargets = map[string]string{
		"email": "email", "user": "userId", "userGroup": "userGroupId",
		"integration": "integrationId", "resourceRole": "role", "customRole": "customRoleId",
	}
	triggerValues = map[string]string{"testResultLevel": "level", "scanState": "scanState"}
)

func (r Recipient) check(place string) error {
	has := map[string]bool{
		"email":         r.Email != "",
		"userId":        r.UserID != "",
		"userGroupId":   r.UserGroupID != "",
		"integrationId": r.IntegrationID != "",
		"role":          r.Role != "",
		"customRoleId":  r.CustomRoleID != "",
	}
	if target, known := recipientTargets[r.Type]; known {
		if err := exactly(place, r.Type, has, target); err != nil {
			return err
		}
	}
	if r.IntegrationChannel != "" && r.Type != "integration" {
		return invalid("%s: a recipient of type %s does not accept integrationChannel", place, r.Type)
	}
	for i, trigger := range r.Triggers {
		has := map[string]bool{"level": trigger.Level != "", "scanState": trigger.ScanState != ""}
		want, known := triggerValues[trigger.Type]
		if !known {
			continue
		}
		if err := exactly(fmt.Sprintf("%s/triggers/%d", place, i), trigger.Type, has, want); err != nil {
			return err
		}
	}
	return nil
}

// exactly demands that of all the fields exactly the needed ones are there.
func exactly(place, kind string, has map[string]bool, needs ...string) error {
	for name, there := range has {
		switch needed := slices.Contains(needs, name); {
		case needed && !there:
			return invalid("%s: type %s needs %s", place, kind, name)
		case !needed && there:
			return invalid("%s: type %s does not accept %s", place, kind, name)
		}
	}
	return nil
}

// checkPerson refuses a user or a group that does not exist, if the seed has any.
func (e *Emulator) checkPerson(place string, r Recipient) error {
	users, groups := e.directory.Users, e.directory.UserGroups
	switch {
	case e.checksUsers && r.UserID != "" && !slices.ContainsFunc(users, func(u User) bool { return u.UserID == r.UserID }):
		return invalid("%s: no user has the id %q", place, r.UserID)
	case len(groups) > 0 && r.UserGroupID != "" && !slices.ContainsFunc(groups, func(g UserGroup) bool { return g.UserGroupID == r.UserGroupID }):
		return invalid("%s: no user group has the id %q", place, r.UserGroupID)
	}
	return nil
}

// checkIntegration refuses an integration that rules cannot name.
func (e *Emulator) checkIntegration(place, id string) error {
	if id == "" || slices.ContainsFunc(e.integrations(), func(i Integration) bool { return i.ID == id }) {
		return nil
	}
	webhook, ok := e.webhooks.get(id)
	if !ok {
		return invalid("%s: no integration has the id %q", place, id)
	}
	if !webhook.hasScope(event.AlertNotification) {
		return invalid("%s: the webhook integration %q (%s) lacks the scope %s", place, webhook.Name, id, event.AlertNotification)
	}
	return nil
}
