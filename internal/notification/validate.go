package notification

import (
	"context"
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// ValidateConfig warns of a filter that cannot match: for certain, if its comparisons exclude each other, or probably, if it
// looks at checks and the rule is about monitors. It is no error, since Soda does not document how it compares nor which fields
// go with which type of rule.
func (r *ruleResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var ruleType types.String
	var written filterattr.Value
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("rule_type"), &ruleType)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("filter"), &written)...)
	resp.Diagnostics.Append(validateFilter(ruleType, written)...)
}

func validateFilter(ruleType types.String, written filterattr.Value) (diags diag.Diagnostics) {
	e, err := written.Expr()
	if err != nil {
		return nil // not known yet, or refused by the attribute's own check
	}
	if conflict, never := routing.Never(e); never {
		diags.AddAttributeWarning(path.Root("filter"), "Filter can never match", fmt.Sprintf(
			"The rule would never notify anyone: %s. Correct the filter, or remove the rule.", routing.Quote(conflict)))
		return diags
	}
	if ruleType.ValueString() != "monitor" {
		return diags
	}
	var ofChecks []string
	filter.Walk(e, func(e *filter.Expr) {
		if strings.HasPrefix(e.Field, "check") && !slices.Contains(ofChecks, e.Field) {
			ofChecks = append(ofChecks, e.Field)
		}
	})
	if len(ofChecks) > 0 {
		diags.AddAttributeWarning(path.Root("filter"), "Filter may never match", fmt.Sprintf(
			"The filter uses %s, but a rule of type monitor is about monitors, not checks. Soda does not document which fields apply "+
				"to which type, so try the filter in a rule that notifies only you.", strings.Join(ofChecks, " and ")))
	}
	return diags
}

// recipientValidator checks the rules that span the attributes of one recipient.
type recipientValidator struct{}

func (recipientValidator) Description(context.Context) string {
	return "must name exactly one target and at least one level or scan state"
}
func (v recipientValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (recipientValidator) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	r := recipient(req.ConfigValue.Attributes())
	r.validateTarget(req.Path, &resp.Diagnostics)
	r.validateTriggers(req.Path, &resp.Diagnostics)
}

func (r recipient) validateTarget(at path.Path, diags *diag.Diagnostics) {
	var set, possible []string
	unknown := false
	for _, t := range targets {
		value := r.text(t.attribute)
		possible = append(possible, t.attribute)
		unknown = unknown || value.IsUnknown()
		if !value.IsNull() && !value.IsUnknown() {
			set = append(set, t.attribute)
		}
	}
	switch {
	case len(set) > 1:
		diags.AddAttributeError(at, "Recipient with several targets", fmt.Sprintf(
			"%s has %s. Use a separate recipient for each.", r.label(), strings.Join(set, " and ")))
	case len(set) == 0 && !unknown:
		diags.AddAttributeError(at, "Recipient without a target", fmt.Sprintf(
			"Each recipient needs exactly one of %s. Check the spelling: Terraform drops keys that it does not recognize.", strings.Join(possible, ", ")))
	}
	if !r.text("channel").IsNull() && r.text("integration_id").IsNull() {
		diags.AddAttributeError(at.AtName("channel"), "Channel without an integration",
			"channel requires integration_id, the id of the Slack integration that has the channel.")
	}
}

func (r recipient) validateTriggers(at path.Path, diags *diag.Diagnostics) {
	silent := func(t trigger) bool {
		set := r.set(t.attribute)
		return !set.IsUnknown() && len(set.Elements()) == 0
	}
	if !slices.ContainsFunc(triggers, func(t trigger) bool { return !silent(t) }) {
		diags.AddAttributeError(at, "Recipient without a trigger", fmt.Sprintf(
			"%s would never be notified. Set levels, scan_states or both.", r.label()))
	}
	for _, t := range triggers {
		r.validateValues(at, t, diags)
	}
}

// validateValues names the recipient, which a path through a set cannot.
func (r recipient) validateValues(at path.Path, t trigger, diags *diag.Diagnostics) {
	for _, element := range r.set(t.attribute).Elements() {
		value, ok := element.(types.String)
		if !ok || value.IsUnknown() || slices.Contains(t.values, value.ValueString()) {
			continue
		}
		diags.AddAttributeError(at.AtName(t.attribute), "Invalid "+t.attribute, fmt.Sprintf(
			"%s has %s in %s. Valid values: %s.", r.label(), value, t.attribute, quoted(t.values)))
	}
}

// label names a recipient in messages, as elements of a set have no number.
func (r recipient) label() string {
	for _, t := range targets {
		if value := r.text(t.attribute); !value.IsNull() && !value.IsUnknown() {
			return fmt.Sprintf("The recipient with %s %q", t.attribute, value.ValueString())
		}
	}
	return "A recipient"
}

// emailAddress checks a bare address, without a display name.
type emailAddress struct{}

func (emailAddress) Description(context.Context) string {
	return "must be a plain email address, such as dq@example.com"
}
func (v emailAddress) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v emailAddress) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if wrong := wrongAddress(req.ConfigValue.ValueString()); wrong != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid email address", fmt.Sprintf("The value %s; this one %s.", v.Description(ctx), wrong))
	}
}

// wrongAddress says why a text is no bare address, "" if it is one. It never quotes it: a token may have been put there by mistake.
func wrongAddress(text string) string {
	a, err := mail.ParseAddress(text)
	switch {
	case err == nil && a.Address == text:
		return ""
	case text == "":
		return "is empty"
	case strings.TrimSpace(text) != text:
		return "begins or ends with white space: use trimspace()"
	case strings.ContainsAny(text, ",;"):
		return "seems to contain several addresses: give each its own recipient"
	case err == nil:
		return "has a display name or angle brackets: leave them out"
	case !strings.Contains(text, "@"):
		return `has no "@"`
	}
	return "is not well-formed: for example, it contains white space, or a part is missing"
}
