package notification

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// managed is a soda_notification_rule in configuration, plan and state of the resource.
type managed struct {
	model

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// model is a soda_notification_rule, as the data sources have it too.
type model struct {
	ID            types.String     `tfsdk:"id"`
	Name          types.String     `tfsdk:"name"`
	RuleType      types.String     `tfsdk:"rule_type"`
	Status        types.String     `tfsdk:"status"`
	Filter        filterattr.Value `tfsdk:"filter"`
	Recipients    types.Set        `tfsdk:"recipients"`
	Customization types.Object     `tfsdk:"customization"`
	OwnerID       types.String     `tfsdk:"owner_id"`
	IsDefault     types.Bool       `tfsdk:"is_default"`
	CreatedAt     types.String     `tfsdk:"created_at"`
}

type customization struct {
	Type    types.String `tfsdk:"type"`
	Message types.String `tfsdk:"message"`
}

var customizationType = types.ObjectType{AttrTypes: map[string]attr.Type{"type": types.StringType, "message": types.StringType}}

// toAPI maps a plan, in which all is known.
func (m model) toAPI(ctx context.Context, diags *diag.Diagnostics) soda.RuleInput {
	in := soda.RuleInput{
		Name:       m.Name.ValueString(),
		RuleType:   m.RuleType.ValueString(),
		Status:     m.Status.ValueString(),
		Recipients: recipientsToAPI(m.Recipients),
	}
	var err error
	if in.Filter, err = m.Filter.Expr(); err != nil {
		diags.AddAttributeError(path.Root("filter"), "Invalid filter", err.Error())
	}
	if !m.Customization.IsNull() {
		var c customization
		diags.Append(m.Customization.As(ctx, &c, basetypes.ObjectAsOptions{})...)
		in.Customization = &soda.Customization{Type: c.Type.ValueString(), Message: c.Message.ValueString()}
	}
	return in
}

// stored is what goes into state after a write: the plan with what only the answer knows. That Soda stored something else
// than it was sent is reported; the next read brings that into state.
func (m model) stored(in soda.RuleInput, answer *soda.Rule, diags *diag.Diagnostics) model {
	created := m.ID.IsUnknown()
	kind.AddDifferences(diags, created, in.Differences(*answer))
	if created { // in an update, the plan has these from the state
		m.ID = types.StringValue(answer.ID)
		m.OwnerID = base.StringOrNull(answer.OwnerID)
		m.IsDefault = types.BoolValue(answer.IsDefault)
		m.CreatedAt = base.TimeOrNull(answer.CreatedAt)
	}
	return m
}

// fromAPI maps an answer. m is what state held before: it says how the user spells what can be spelled in several ways.
func (m model) fromAPI(ctx context.Context, r *soda.Rule, diags *diag.Diagnostics) model {
	return model{
		ID:            types.StringValue(r.ID),
		Name:          types.StringValue(r.Name),
		RuleType:      types.StringValue(r.RuleType),
		Status:        types.StringValue(r.Status),
		Filter:        filterattr.Align(r.Filter, m.Filter),
		Recipients:    recipientsFromAPI(ctx, r.Recipients, m.Recipients, diags),
		Customization: customizationFromAPI(ctx, r.Customization, diags),
		OwnerID:       base.StringOrNull(r.OwnerID),
		IsDefault:     types.BoolValue(r.IsDefault),
		CreatedAt:     base.TimeOrNull(r.CreatedAt),
	}
}

func customizationFromAPI(ctx context.Context, c *soda.Customization, diags *diag.Diagnostics) types.Object {
	if c == nil || *c == (soda.Customization{}) {
		return types.ObjectNull(customizationType.AttrTypes)
	}
	object, d := types.ObjectValueFrom(ctx, customizationType.AttrTypes, customization{
		Type:    types.StringValue(c.Type),
		Message: base.StringOrNull(c.Message),
	})
	diags.Append(d...)
	return object
}
