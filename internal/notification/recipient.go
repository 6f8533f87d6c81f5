package notification

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// recipient is one element of recipients: exactly one target, channel with integration_id only.
type recipient struct {
	Email         types.String `tfsdk:"email"`
	UserID        types.String `tfsdk:"user_id"`
	UserGroupID   types.String `tfsdk:"user_group_id"`
	IntegrationID types.String `tfsdk:"integration_id"`
	Channel       types.String `tfsdk:"channel"`
	ResourceRole  types.String `tfsdk:"resource_role"`
	CustomRoleID  types.String `tfsdk:"custom_role_id"`
	Levels        types.Set    `tfsdk:"levels"`
	ScanStates    types.Set    `tfsdk:"scan_states"`
}

var recipientType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"email":          types.StringType,
	"user_id":        types.StringType,
	"user_group_id":  types.StringType,
	"integration_id": types.StringType,
	"channel":        types.StringType,
	"resource_role":  types.StringType,
	"custom_role_id": types.StringType,
	"levels":         types.SetType{ElemType: types.StringType},
	"scan_states":    types.SetType{ElemType: types.StringType},
}}

// target is one way to name a recipient: its attribute, its type and its value in the API.
type target struct {
	attribute string
	kind      string
	of        func(*recipient) *types.String
	ofAPI     func(*soda.Recipient) *string
}

var targets = []target{
	{"email", soda.RecipientEmail, func(r *recipient) *types.String { return &r.Email }, func(r *soda.Recipient) *string { return &r.Email }},
	{"user_id", soda.RecipientUser, func(r *recipient) *types.String { return &r.UserID }, func(r *soda.Recipient) *string { return &r.UserID }},
	{"user_group_id", soda.RecipientUserGroup, func(r *recipient) *types.String { return &r.UserGroupID }, func(r *soda.Recipient) *string { return &r.UserGroupID }},
	{"integration_id", soda.RecipientIntegration, func(r *recipient) *types.String { return &r.IntegrationID }, func(r *soda.Recipient) *string { return &r.IntegrationID }},
	{"resource_role", soda.RecipientResourceRole, func(r *recipient) *types.String { return &r.ResourceRole }, func(r *soda.Recipient) *string { return &r.Role }},
	{"custom_role_id", soda.RecipientCustomRole, func(r *recipient) *types.String { return &r.CustomRoleID }, func(r *soda.Recipient) *string { return &r.CustomRoleID }},
}

// recipientsOf reads the elements of a set, in which values may be unknown; one that is not there as an object is left out.
// It does without the framework's reflection, which takes a hundred times as long, and plans read recipients by the thousand.
func recipientsOf(set types.Set) []recipient {
	recipients := make([]recipient, 0, len(set.Elements()))
	for _, element := range set.Elements() {
		if object, ok := element.(types.Object); ok && !object.IsNull() && !object.IsUnknown() {
			recipients = append(recipients, recipientOf(object))
		}
	}
	return recipients
}

func recipientOf(object types.Object) recipient {
	values := object.Attributes()
	text := func(name string) types.String { return values[name].(types.String) }
	set := func(name string) types.Set { return values[name].(types.Set) }
	return recipient{
		Email:         text("email"),
		UserID:        text("user_id"),
		UserGroupID:   text("user_group_id"),
		IntegrationID: text("integration_id"),
		Channel:       text("channel"),
		ResourceRole:  text("resource_role"),
		CustomRoleID:  text("custom_role_id"),
		Levels:        set("levels"),
		ScanStates:    set("scan_states"),
	}
}

func recipientsToAPI(set types.Set) []soda.Recipient {
	recipients := recipientsOf(set)
	in := make([]soda.Recipient, len(recipients))
	for i, r := range recipients {
		in[i] = r.toAPI()
	}
	return in
}

func (r recipient) toAPI() soda.Recipient {
	out := soda.Recipient{IntegrationChannel: r.Channel.ValueString()}
	for _, t := range targets {
		if value := t.of(&r); !value.IsNull() {
			out.Type, *t.ofAPI(&out) = t.kind, value.ValueString()
		}
	}
	for _, level := range elements(r.Levels) {
		out.Triggers = append(out.Triggers, soda.Trigger{Type: soda.TriggerLevel, Level: level})
	}
	for _, state := range elements(r.ScanStates) {
		out.Triggers = append(out.Triggers, soda.Trigger{Type: soda.TriggerScanState, ScanState: state})
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

// recipientsFromAPI maps the recipients of an answer. Those that mean the same as before keep the spelling of prior, where
// an empty set can stand for none and two elements can share a target.
func recipientsFromAPI(ctx context.Context, answer []soda.Recipient, prior types.Set, diags *diag.Diagnostics) types.Set {
	if !prior.IsNull() && soda.SameRecipients(recipientsToAPI(prior), answer) {
		return prior
	}
	recipients := make([]recipient, 0, len(answer))
	for _, r := range answer {
		recipients = append(recipients, recipientFromAPI(ctx, r, diags))
	}
	set, d := types.SetValueFrom(ctx, recipientType, respell(recipients, prior))
	diags.Append(d...)
	return set
}

// respell replaces each recipient by the element of prior that means the same, if there is one.
func respell(recipients []recipient, prior types.Set) []recipient {
	before := recipientsOf(prior)
	for i, r := range recipients {
		same := func(b recipient) bool {
			return soda.SameRecipients([]soda.Recipient{b.toAPI()}, []soda.Recipient{r.toAPI()})
		}
		if j := slices.IndexFunc(before, same); j >= 0 {
			recipients[i] = before[j]
		}
	}
	return recipients
}

func recipientFromAPI(ctx context.Context, r soda.Recipient, diags *diag.Diagnostics) recipient {
	out := recipient{Channel: base.StringOrNull(r.IntegrationChannel)}
	known := false
	for _, t := range targets {
		if t.kind == r.Type {
			*t.of(&out), known = base.StringOrNull(*t.ofAPI(&r)), true
		}
	}
	if !known {
		warnUnknown(diags, "recipient", r.Type)
	}
	var levels, states []string
	for _, t := range r.Triggers {
		switch t.Type {
		case soda.TriggerLevel:
			levels = append(levels, t.Level)
		case soda.TriggerScanState:
			states = append(states, t.ScanState)
		default:
			warnUnknown(diags, "trigger", t.Type)
		}
	}
	out.Levels, out.ScanStates = setOrNull(ctx, levels, diags), setOrNull(ctx, states, diags)
	return out
}

func setOrNull(ctx context.Context, values []string, diags *diag.Diagnostics) types.Set {
	if len(values) == 0 {
		return types.SetNull(types.StringType)
	}
	set, d := types.SetValueFrom(ctx, types.StringType, values)
	diags.Append(d...)
	return set
}

// warnUnknown tells of something that a newer Soda Cloud knows and this version cannot hold.
func warnUnknown(diags *diag.Diagnostics, what, value string) {
	diags.AddAttributeWarning(path.Root("recipients"), "Unknown "+what, fmt.Sprintf(
		"Soda Cloud returned a %s of type %q, which this version of the provider does not know. Applying this rule would remove it: "+
			"look for a newer version of the provider first.", what, value))
}
