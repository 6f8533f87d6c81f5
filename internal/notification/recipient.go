package notification

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

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

func recipientsToAPI(ctx context.Context, set types.Set, diags *diag.Diagnostics) []soda.Recipient {
	var recipients []recipient
	diags.Append(set.ElementsAs(ctx, &recipients, false)...)
	in := make([]soda.Recipient, 0, len(recipients))
	for _, r := range recipients {
		in = append(in, r.toAPI(ctx, diags))
	}
	return in
}

// recipientOf reads one element of the set.
func recipientOf(ctx context.Context, element attr.Value, diags *diag.Diagnostics) recipient {
	var r recipient
	if object, ok := element.(types.Object); ok {
		diags.Append(object.As(ctx, &r, basetypes.ObjectAsOptions{})...)
	}
	return r
}

func (r recipient) toAPI(ctx context.Context, diags *diag.Diagnostics) soda.Recipient {
	out := soda.Recipient{IntegrationChannel: r.Channel.ValueString()}
	for _, t := range targets {
		if value := t.of(&r); !value.IsNull() {
			out.Type, *t.ofAPI(&out) = t.kind, value.ValueString()
		}
	}
	for _, level := range elements(ctx, r.Levels, diags) {
		out.Triggers = append(out.Triggers, soda.Trigger{Type: soda.TriggerLevel, Level: level})
	}
	for _, state := range elements(ctx, r.ScanStates, diags) {
		out.Triggers = append(out.Triggers, soda.Trigger{Type: soda.TriggerScanState, ScanState: state})
	}
	return out
}

// elements returns the texts of a set, sorted, so that a request does not depend on the order of a set.
func elements(ctx context.Context, set types.Set, diags *diag.Diagnostics) []string {
	var values []string
	diags.Append(set.ElementsAs(ctx, &values, false)...)
	slices.Sort(values)
	return values
}

// recipientsFromAPI maps the recipients of an answer. Those that mean the same as before keep the spelling of prior, where
// an empty set can stand for none and two elements can share a target.
func recipientsFromAPI(ctx context.Context, answer []soda.Recipient, prior types.Set, diags *diag.Diagnostics) types.Set {
	if !prior.IsNull() && soda.SameRecipients(recipientsToAPI(ctx, prior, diags), answer) {
		return prior
	}
	recipients := make([]recipient, 0, len(answer))
	for _, r := range answer {
		recipients = append(recipients, recipientFromAPI(ctx, r, diags))
	}
	set, d := types.SetValueFrom(ctx, recipientType, respell(ctx, recipients, prior, diags))
	diags.Append(d...)
	return set
}

// respell replaces each recipient by the element of prior that means the same, if there is one.
func respell(ctx context.Context, recipients []recipient, prior types.Set, diags *diag.Diagnostics) []recipient {
	if prior.IsNull() {
		return recipients
	}
	var before []recipient
	diags.Append(prior.ElementsAs(ctx, &before, false)...)
	for i, r := range recipients {
		same := func(b recipient) bool {
			return soda.SameRecipients([]soda.Recipient{b.toAPI(ctx, diags)}, []soda.Recipient{r.toAPI(ctx, diags)})
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
