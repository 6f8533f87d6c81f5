package notification

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// selection says which rules are meant, in the list resource and in the data source of rules. Each argument may be left out.
type selection struct {
	NameRegex types.String `tfsdk:"name_regex"`
	Status    types.String `tfsdk:"status"`
	RuleType  types.String `tfsdk:"rule_type"`
	IsDefault types.Bool   `tfsdk:"is_default"`
}

func selectionAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name_regex": base.NameRegexAttribute("Only rules whose name matches."),
		"status": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only rules with this status: `active` or `paused`.",
			Validators:          []validator.String{statuses.selecting()},
		},
		"rule_type": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only rules of this type: `check` or `monitor`.",
			Validators:          []validator.String{ruleTypes.selecting()},
		},
		"is_default": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "`false` leaves out the rules that Soda creates in every organization; `true` selects only those.",
		},
	}
}

// find returns the rules that are meant, by name and id.
func (s selection) find(ctx context.Context, client *soda.Client, diags *diag.Diagnostics) []soda.Rule {
	names := base.NamePattern(s.NameRegex, diags)
	if diags.HasError() {
		return nil
	}
	all, err := client.Rules(ctx)
	if err != nil {
		rulesKind.AddError(diags, "read", err)
		return nil
	}
	return slices.DeleteFunc(base.Readable(rulesKind, all, diags), func(r soda.Rule) bool {
		return !names(r.Name) || !isOrAny(s.Status, r.Status) || !isOrAny(s.RuleType, r.RuleType) ||
			!s.IsDefault.IsNull() && s.IsDefault.ValueBool() != r.IsDefault
	})
}

// isOrAny reports whether the value is the wanted one, or any is wanted.
func isOrAny(want types.String, value string) bool {
	return want.IsNull() || want.ValueString() == value
}
