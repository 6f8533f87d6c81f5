package adopt

import (
	"context"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// references are what stands in place of the ids of recipients, by the attribute and the id.
type references struct {
	known   map[string]string // expressions
	lookups map[string]lookup // data sources that are written when a rule needs them
}

// lookup is a data source that finds an object by these arguments, in order.
type lookup struct {
	typ, name string
	arguments []argument
}

type argument struct{ name, value string }

// reference returns the expression for the value of a recipient's attribute: a reference where there is one, else the value.
func (w *writer) reference(attribute, value string) string {
	key := attribute + " " + value
	if l, ok := w.references.lookups[key]; ok && w.references.known[key] == "" {
		label := w.labels.of("data."+l.typ, l.name, "found")
		body := w.body(lookupsFile).AppendNewBlock("data", []string{l.typ, label}).Body()
		for _, a := range l.arguments {
			body.SetAttributeValue(a.name, cty.StringVal(a.value))
		}
		w.references.known[key] = "data." + l.typ + "." + label + ".id"
	}
	if expression := w.references.known[key]; expression != "" {
		return expression
	}
	return quote(value)
}

// learn looks up what the recipients of the rules can be found by. A list that this key may not read leaves their ids.
func (w *writer) learn(ctx context.Context, rules []soda.Rule) error {
	needed := map[string]bool{}
	for _, rule := range rules {
		for _, r := range soda.KnownRecipients(rule.Recipients) {
			attribute, value := target(r)
			needed[attribute] = needed[attribute] || w.references.known[attribute+" "+value] == ""
		}
	}
	for _, list := range []struct {
		attribute, what string
		read            func(context.Context) error
	}{
		{"integration_id", "notification integrations", w.learnIntegrations},
		{"user_group_id", "user groups", w.learnUserGroups},
		{"user_id", "users", w.learnUsers},
	} {
		if !needed[list.attribute] {
			continue
		}
		switch err := list.read(ctx); {
		case err != nil && !closed(err):
			return explained(list.what, err)
		case err != nil:
			w.note("Rules use the ids of %s, because these cannot be looked up. %s", list.what, explained(list.what, err))
		}
	}
	return nil
}

func (w *writer) learnIntegrations(ctx context.Context) error {
	all, err := w.client.Integrations(ctx)
	if err != nil {
		return err
	}
	names, sorts := map[string]int{}, map[string]int{}
	for _, i := range all {
		names[i.Name]++
		sorts[i.Type+" "+i.Name]++
	}
	for _, i := range all {
		l := lookup{"soda_notification_integration", i.Name, []argument{{"name", i.Name}}}
		if names[i.Name] > 1 {
			l.arguments = append(l.arguments, argument{"type", i.Type})
		}
		w.find("integration_id", i.ID, l, sorts[i.Type+" "+i.Name])
	}
	return nil
}

func (w *writer) learnUserGroups(ctx context.Context) error {
	all, err := w.client.UserGroups(ctx, "")
	if err != nil {
		return err
	}
	names := map[string]int{}
	for _, g := range all {
		names[g.Name]++
	}
	for _, g := range all {
		w.find("user_group_id", g.ID, lookup{"soda_user_group", g.Name, []argument{{"name", g.Name}}}, names[g.Name])
	}
	return nil
}

func (w *writer) learnUsers(ctx context.Context) error {
	all, err := w.client.Users(ctx, "")
	if err != nil {
		return err
	}
	addresses := map[string]int{}
	for _, u := range all {
		addresses[strings.ToLower(u.Email)]++
	}
	for _, u := range all {
		local, _, _ := strings.Cut(u.Email, "@")
		w.find("user_id", u.ID, lookup{"soda_user", local, []argument{{"email", u.Email}}}, addresses[strings.ToLower(u.Email)])
	}
	return nil
}

// find notes how the object with the id can be looked up, if that finds it alone.
func (w *writer) find(attribute, id string, l lookup, found int) {
	if found == 1 && l.arguments[0].value != "" {
		w.references.lookups[attribute+" "+id] = l
	}
}

// target returns the attribute that names a recipient, and its value.
func target(r soda.Recipient) (attribute, value string) {
	switch r.Type {
	case soda.RecipientUser:
		return "user_id", r.UserID
	case soda.RecipientUserGroup:
		return "user_group_id", r.UserGroupID
	case soda.RecipientIntegration:
		return "integration_id", r.IntegrationID
	case soda.RecipientResourceRole:
		return "resource_role", r.Role
	case soda.RecipientCustomRole:
		return "custom_role_id", r.CustomRoleID
	}
	return "email", r.Email
}
