package notification

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// enum checks a text against the values that Soda publishes for it. An open one lets others pass with a warning, unless they look
// like a slip: a newer Soda Cloud has rules with such values, and their configuration must be valid. Whether it is one of those,
// only the plan can tell (checkOpen).
type enum struct {
	attribute string
	values    []string
	slips     map[string]string // usual words for a value
	open      string            // when other values are right; "" is never
}

// ofExisting is when an attribute of a rule may have a value that is not published.
const ofExisting = "A plan accepts another value only if the rule already has it in Soda Cloud."

// selecting is the same enum for an argument that selects rules.
func (v enum) selecting() enum {
	v.open = "Only rules from a newer Soda Cloud can have other values."
	return v
}

func (v enum) Description(context.Context) string             { return "must be one of " + quoted(v.values) }
func (v enum) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v enum) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	value := req.ConfigValue.ValueString()
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || slices.Contains(v.values, value) {
		return
	}
	meant := v.slips[strings.ToLower(value)]
	if meant == "" {
		meant = text.Nearest(value, v.values)
	}
	switch {
	case meant != "":
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+v.attribute, fmt.Sprintf("%s Did you mean %q?", v.detail(value), meant))
	case v.open != "":
		resp.Diagnostics.AddAttributeWarning(req.Path, "Unknown "+v.attribute, v.detail(value)+" "+v.open)
	default:
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+v.attribute, v.detail(value))
	}
}

func (v enum) detail(value string) string {
	return fmt.Sprintf("%s is %q. This version of the provider supports %s.", v.attribute, value, quoted(v.values))
}

// checkOpen refuses a planned value that is not known, unless the state has it: then it came from Soda Cloud.
func (v enum) checkOpen(at path.Path, planned, state types.String, diags *diag.Diagnostics) {
	if !planned.IsUnknown() && !planned.Equal(state) && !slices.Contains(v.values, planned.ValueString()) {
		diags.AddAttributeError(at, "Invalid "+v.attribute, v.detail(planned.ValueString())+
			" The rule does not have this value in Soda Cloud.")
	}
}

func quoted(values []string) string { return `"` + strings.Join(values, `", "`) + `"` }

// filled refuses an empty text. Unlike the stock validator, it leaves the place to the CLI: the path of a recipient would spell
// out the whole recipient.
type filled struct{ attribute string }

func (v filled) Description(context.Context) string             { return "must not be empty" }
func (v filled) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v filled) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() && req.ConfigValue.ValueString() == "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+v.attribute, v.attribute+" is empty. If you do not want to set a value, omit the attribute or set it to null.")
	}
}

// someRecipients demands recipients, none of them null.
type someRecipients struct{}

func (someRecipients) Description(context.Context) string {
	return "must have at least 1 recipient and no null"
}
func (v someRecipients) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (someRecipients) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	elements := req.ConfigValue.Elements()
	if len(elements) == 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Rule without recipients", "A rule needs at least 1 recipient. "+
			"To notify nobody for a while, set status = \"paused\".")
	}
	for _, element := range elements {
		if element.IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path, "Null recipient", "One of the recipients is null. Leave it out, "+
				"as in [for r in local.recipients : r if r != null].")
			return
		}
	}
}
