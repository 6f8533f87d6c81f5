package notification

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// managed is a soda_notification_rule in configuration, plan and state of the resource.
type managed struct {
	model

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// model is a soda_notification_rule, as the data source of one has it too.
type model struct {
	common

	Filter filterattr.Value `tfsdk:"filter"`
}

// common is what a rule has wherever it appears. Its filter is not the same everywhere: collections hold no dynamic values.
type common struct {
	ID            types.String `tfsdk:"id"`
	Name          types.String `tfsdk:"name"`
	RuleType      types.String `tfsdk:"rule_type"`
	Status        types.String `tfsdk:"status"`
	Recipients    types.List   `tfsdk:"recipients"`
	Customization types.Object `tfsdk:"customization"`
	OwnerID       types.String `tfsdk:"owner_id"`
	IsDefault     types.Bool   `tfsdk:"is_default"`
	CreatedAt     types.String `tfsdk:"created_at"`
}

var customizationType = schema.SingleNestedAttribute{Attributes: customizationAttributes()}.GetType().(types.ObjectType)

// toAPI maps a plan, in which all is known.
func (m model) toAPI(diags *diag.Diagnostics) soda.RuleInput {
	in := soda.RuleInput{
		Name:       m.Name.ValueString(),
		RuleType:   m.RuleType.ValueString(),
		Status:     m.Status.ValueString(),
		Recipients: recipientsToAPI(recipientsOf(m.Recipients)),
	}
	var err error
	if in.Filter, err = m.Filter.Expr(); err != nil {
		diags.AddAttributeError(path.Root("filter"), "Invalid filter", err.Error())
	}
	if !m.Customization.IsNull() {
		text := func(attribute string) string {
			return m.Customization.Attributes()[attribute].(types.String).ValueString()
		}
		in.Customization = &soda.Customization{Type: text("type"), Message: text("message")}
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

// fromAPI maps a response. m is what state held before: it says how the user spells what can be spelled in several ways.
func (m model) fromAPI(r *soda.Rule) model {
	name := m.Name
	if !text.Same(name.ValueString(), r.Name) {
		name = types.StringValue(r.Name)
	}
	return model{
		Filter: filterattr.Align(r.Filter, m.Filter),
		common: common{
			ID:            types.StringValue(r.ID),
			Name:          name,
			RuleType:      types.StringValue(r.RuleType),
			Status:        types.StringValue(r.Status),
			Recipients:    recipientsFromAPI(r.Recipients, m.Recipients),
			Customization: customizationFromAPI(r.Customization),
			OwnerID:       base.StringOrNull(r.OwnerID),
			IsDefault:     types.BoolValue(r.IsDefault),
			CreatedAt:     base.TimeOrNull(r.CreatedAt),
		},
	}
}

func customizationFromAPI(c *soda.Customization) types.Object {
	if c == nil || *c == (soda.Customization{}) {
		return types.ObjectNull(customizationType.AttrTypes)
	}
	return types.ObjectValueMust(customizationType.AttrTypes, map[string]attr.Value{
		"type":    types.StringValue(c.Type),
		"message": base.StringOrNull(c.Message),
	})
}
