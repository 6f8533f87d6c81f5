package notification

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

var (
	ruleTypes          = enum{attribute: "rule_type", values: soda.RuleTypes, open: ofExisting}
	statuses           = enum{attribute: "status", values: soda.RuleStatuses, slips: map[string]string{"on": "active", "off": "paused"}, open: ofExisting}
	customizationTypes = enum{attribute: "type", values: soda.CustomizationTypes, slips: map[string]string{"short": "minimal", "full": "rich"}, open: ofExisting}
)

// defaultStatus is that of a rule whose configuration does not say; Soda publishes none.
const defaultStatus = "active"

// Recipients is the name of an attribute that is a set for the CLI, as the provider's server announces it, and a list for the
// framework, which compares each element of a set with all the others, many times: 2,000 recipients took more than four minutes.
// Both travel in the same form, and a CLI sends the elements of equal sets in one order.
const Recipients = "recipients"

func (r *ruleResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A notification rule: who is notified of the results of checks or monitors that match a filter.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name. Soda does not guarantee that names are unique; this provider refuses to create a second rule with the same name.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1), base.Trimmed{}},
			},
			"rule_type": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "What the rule is about: `check` or `monitor`.",
				Validators:          []validator.String{ruleTypes},
			},
			Recipients: schema.ListNestedAttribute{
				Required:            true,
				MarkdownDescription: "Who is notified, and about what. At least one recipient; their order is ignored.",
				Validators:          []validator.List{someRecipients{}},
				PlanModifiers:       []planmodifier.List{keepSpelling{}},
				CustomType:          recipientsType, // or the framework makes the type anew for each value
				NestedObject: schema.NestedAttributeObject{
					CustomType: recipientType,
					Attributes: recipientAttributes(),
					Validators: []validator.Object{recipientValidator{}},
				},
			},
			"status": schema.StringAttribute{
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(defaultStatus),
				MarkdownDescription: "`active` (the default) or `paused`.",
				Validators:          []validator.String{statuses},
			},
			"filter": filterattr.Attribute("What the rule applies to; without a filter, everything of its type. An object of `and`, `or`, `not` and " +
				"comparisons, nested to any depth, or a JSON string of the same form. Order is ignored. See [Filters](#filters)."),
			"customization": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "What the message looks like.",
				Attributes:          customizationAttributes(),
			},
			"id":         computedString("ID of the rule."),
			"owner_id":   computedString("ID of the user who owns the rule."),
			"created_at": computedString("When the rule was created (RFC 3339)."),
			"is_default": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether the rule is one of those that Soda creates in every organization.",
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
		},
		Blocks: base.TimeoutsBlocks(ctx),
	}
}

func computedString(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

func customizationAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"type": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "`rich` or `minimal`.",
			Validators:          []validator.String{customizationTypes},
		},
		"message": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Text to add to each message.",
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
	}
}

func recipientAttributes() map[string]schema.Attribute {
	target := func(attribute, description string) schema.StringAttribute {
		return schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: description,
			Validators:          []validator.String{filled{attribute}},
		}
	}
	role := target("resource_role", "Role on the dataset or monitor in question: `datasetOwner` or `monitorOwner`.")
	role.Validators = []validator.String{enum{attribute: "resource_role", values: soda.ResourceRoles}}
	email := target("email", "Email address.")
	email.Validators = []validator.String{emailAddress{}}
	triggers := func(description string) schema.SetAttribute {
		return schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"email":          email,
		"user_id":        target("user_id", "ID of a user."),
		"user_group_id":  target("user_group_id", "ID of a user group."),
		"integration_id": target("integration_id", "ID of a Slack, Microsoft Teams or webhook integration. A webhook needs the scope `alert_notification`."),
		"channel":        target("channel", "Slack channel. Needs `integration_id` of a Slack integration."),
		"resource_role":  role,
		"custom_role_id": target("custom_role_id", "ID of a custom role."),
		"levels":         triggers("Levels of check results that cause a notification: `info`, `warning`, `critical`, `not_evaluated`."),
		"scan_states":    triggers("States of scans that cause a notification: `failed`, `timedOut`, `canceled`, `completedWithErrors`."),
	}
}
