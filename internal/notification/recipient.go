package notification

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// recipient is one element of recipients: the values of its attributes by their names.
type recipient map[string]attr.Value

var (
	recipientType  = schema.NestedAttributeObject{Attributes: recipientAttributes()}.Type().(types.ObjectType)
	recipientsType = types.ListType{ElemType: recipientType}
)

// target is one way to name a recipient: its attribute, its type and its value in the API.
type target struct {
	attribute string
	kind      string
	ofAPI     func(*soda.Recipient) *string
}

var targets = []target{
	{"email", soda.RecipientEmail, func(r *soda.Recipient) *string { return &r.Email }},
	{"user_id", soda.RecipientUser, func(r *soda.Recipient) *string { return &r.UserID }},
	{"user_group_id", soda.RecipientUserGroup, func(r *soda.Recipient) *string { return &r.UserGroupID }},
	{"integration_id", soda.RecipientIntegration, func(r *soda.Recipient) *string { return &r.IntegrationID }},
	{"resource_role", soda.RecipientResourceRole, func(r *soda.Recipient) *string { return &r.Role }},
	{"custom_role_id", soda.RecipientCustomRole, func(r *soda.Recipient) *string { return &r.CustomRoleID }},
}

// trigger is one kind of thing that a recipient is notified of: its attribute, and its type, values and field in the API.
type trigger struct {
	attribute string
	kind      string
	values    []string
	ofAPI     func(*soda.Trigger) *string
}

var triggers = []trigger{
	{"levels", soda.TriggerLevel, soda.Levels, func(t *soda.Trigger) *string { return &t.Level }},
	{"scan_states", soda.TriggerScanState, soda.ScanStates, func(t *soda.Trigger) *string { return &t.ScanState }},
}

func (r recipient) text(attribute string) types.String { return r[attribute].(types.String) }
func (r recipient) set(attribute string) types.Set     { return r[attribute].(types.Set) }

// recipientsOf reads the elements of recipients, in which values may be unknown; one that is not there as an object is left out.
// It does without the framework's reflection, which takes a hundred times as long, and plans read recipients by the thousand.
func recipientsOf(list types.List) []recipient {
	elements := list.Elements()
	recipients := make([]recipient, 0, len(elements))
	for _, element := range elements {
		if object, ok := element.(types.Object); ok && !object.IsNull() && !object.IsUnknown() {
			recipients = append(recipients, object.Attributes())
		}
	}
	return recipients
}

func recipientsToAPI(recipients []recipient) []soda.Recipient {
	in := make([]soda.Recipient, len(recipients))
	for i, r := range recipients {
		in[i] = r.toAPI()
	}
	return in
}

func (r recipient) toAPI() soda.Recipient {
	out := soda.Recipient{IntegrationChannel: r.text("channel").ValueString()}
	for _, t := range targets {
		if value := r.text(t.attribute); !value.IsNull() {
			out.Type, *t.ofAPI(&out) = t.kind, value.ValueString()
		}
	}
	for _, t := range triggers {
		for _, value := range elements(r.set(t.attribute)) {
			made := soda.Trigger{Type: t.kind}
			*t.ofAPI(&made) = value
			out.Triggers = append(out.Triggers, made)
		}
	}
	return out
}

// elements returns the texts of a set, sorted, so that a request does not depend on the order of a set.
func elements(set types.Set) []string {
	var values []string
	for _, element := range set.Elements() {
		values = append(values, element.(types.String).ValueString())
	}
	slices.Sort(values)
	return values
}

// recipientsFromAPI maps the recipients of a response, as far as they are known. Those that mean the same as before keep the
// spelling of prior, where an empty set can mean none, two elements can share a target, and case can differ in an address.
func recipientsFromAPI(response []soda.Recipient, prior types.List) types.List {
	before := recipientsOf(prior)
	if !prior.IsNull() && soda.SameRecipients(recipientsToAPI(before), response) {
		return prior
	}
	spelled := map[string][]recipient{}
	for _, r := range before {
		key, _ := r.toAPI().Key()
		spelled[key] = append(spelled[key], r)
	}
	all := []attr.Value{} // an empty set, not null
	for _, r := range soda.KnownRecipients(response) {
		key, _ := r.Key()
		for _, now := range respell(r, spelled[key]) {
			all = append(all, types.ObjectValueMust(recipientType.AttrTypes, now))
		}
	}
	return types.ListValueMust(recipientType, all)
}

// respell writes a recipient of a response as the elements of before, which have the same target.
func respell(r soda.Recipient, before []recipient) []recipient {
	if soda.SameRecipients(recipientsToAPI(before), []soda.Recipient{r}) {
		return before
	}
	now := recipientFromAPI(r)
	for _, t := range targets {
		if len(before) > 0 {
			now[t.attribute] = before[0][t.attribute]
		}
	}
	return []recipient{now}
}

func recipientFromAPI(r soda.Recipient) recipient {
	out := recipient{"channel": base.StringOrNull(r.IntegrationChannel)}
	for _, t := range targets {
		out[t.attribute] = types.StringNull()
		if t.kind == r.Type {
			out[t.attribute] = types.StringValue(*t.ofAPI(&r))
		}
	}
	for _, t := range triggers {
		values := []attr.Value{}
		for _, found := range r.Triggers {
			if found.Type == t.kind {
				values = append(values, types.StringValue(*t.ofAPI(&found)))
			}
		}
		out[t.attribute] = types.SetNull(types.StringType)
		if len(values) > 0 {
			out[t.attribute] = types.SetValueMust(types.StringType, values)
		}
	}
	return out
}
