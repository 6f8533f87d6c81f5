package notification

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// ModifyPlan looks at what the plan is about to write as soon as it can be seen to fail. It changes nothing, and an object
// that the plan leaves alone costs no call.
func (r *ruleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !base.Writes(req.Plan.Raw, req.State.Raw) {
		return
	}
	var plan managed
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var state managed
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	ruleTypes.checkOpen(path.Root("rule_type"), plan.RuleType, state.RuleType, &resp.Diagnostics)
	statuses.checkOpen(path.Root("status"), plan.Status, state.Status, &resp.Diagnostics)
	if planned, ok := customized(plan.Customization); ok {
		before, _ := customized(state.Customization)
		customizationTypes.checkOpen(path.Root("customization").AtName("type"), planned, before, &resp.Diagnostics)
	}
	if req.State.Raw.IsNull() {
		r.checkName(ctx, plan.model, &resp.Diagnostics)
	} else {
		kind.PlanRename(r.Names, state.Name, plan.Name, &resp.Diagnostics)
		if found, err := r.Client.Rule(ctx, plan.ID.ValueString()); err == nil { // as it was read for this plan
			warnUnknown(&resp.Diagnostics, found)
		}
	}
	ctx, done := r.Client.Advisory(ctx)
	defer done()
	r.checkIntegrations(ctx, plan.model, &resp.Diagnostics)
	r.checkReferences(ctx, plan.model, &resp.Diagnostics)
}

// customized returns the type of a customization, if there is one that is known.
func customized(o types.Object) (typ types.String, ok bool) {
	typ, ok = o.Attributes()["type"].(types.String)
	return typ, ok
}

// checkName warns of a rule that has the name of a planned one.
func (r *ruleResource) checkName(ctx context.Context, plan model, diags *diag.Diagnostics) {
	if plan.Name.IsUnknown() || !kind.Plan(r.Names, plan.Name.ValueString(), diags) {
		return
	}
	found, err := r.Client.RulesNamed(ctx, plan.Name.ValueString())
	if err != nil {
		kind.AddPlanError(diags, err)
		return
	}
	if len(found) > 0 {
		kind.WarnExists(diags, found[0].Name, found[0].ID)
	}
}

// checkIntegrations compares the recipients that are known with the integrations of the organization. Whatever happens to the
// call, of which Soda publishes no path, it keeps nobody from applying.
func (r *ruleResource) checkIntegrations(ctx context.Context, plan model, diags *diag.Diagnostics) {
	for _, recipient := range recipientsOf(plan.Recipients) {
		id := recipient.text("integration_id")
		if id.IsNull() || id.IsUnknown() {
			continue
		}
		integration, err := r.Client.Integration(ctx, id.ValueString())
		none, noList := errors.AsType[*soda.NoIntegrationListError](err)
		switch {
		case noList && !none.Odd:
			return // the path of this call is a guess; Soda checks the recipients at apply
		case soda.IsNotFound(err):
			r.addNoIntegration(ctx, id.ValueString(), diags)
		case err != nil:
			kind.WarnUnchecked(diags, path.Root("recipients"), "that each integration exists", explainNoList(ctx, r.Client, err))
			return
		default:
			recipient.checkIntegration(integration, diags)
		}
	}
}

// addNoIntegration reports an id that nothing has: the list may lack a webhook that was created a moment ago.
func (r *ruleResource) addNoIntegration(ctx context.Context, id string, diags *diag.Diagnostics) {
	if _, err := r.Client.Webhook(ctx, id); err == nil {
		return
	}
	detail := fmt.Sprintf("A recipient refers to the integration %q, but Soda Cloud lists no integration with that id. Look up the id "+
		"with data \"soda_notification_integration\". Soda Cloud lists an integration only after its activation is complete; plan again after that.", id)
	listed, _ := r.Client.Integrations(ctx) // as they were just now
	for _, i := range listed {
		if text.SameName(i.Name, id) {
			detail = fmt.Sprintf("A recipient refers to an integration by its name, %q. Use its id, %q.", id, i.ID)
		}
	}
	diags.AddAttributeError(path.Root("recipients"), "No such integration", detail)
}

// checkIntegration warns of what the same plan may still put right, or what Soda may know better.
func (r recipient) checkIntegration(i *soda.Integration, diags *diag.Diagnostics) {
	if cause := silent(i); cause != "" {
		diags.AddAttributeWarning(path.Root("recipients"), "Integration cannot be notified", fmt.Sprintf(
			"A recipient refers to the integration %q (id %s), but %s. Soda Cloud may reject it or skip it unless this plan fixes that.", i.Name, i.ID, cause))
	}
	channel := r.text("channel").ValueString()
	if channel != "" && len(i.Channels) > 0 && !slices.ContainsFunc(i.Channels, func(known string) bool { return text.Same(known, channel) }) {
		diags.AddAttributeWarning(path.Root("recipients"), "Unknown channel", fmt.Sprintf(
			"A recipient uses the channel %q of the integration %q, which has these channels: %s.", channel, i.Name, strings.Join(i.Channels, ", ")))
	}
}

// silent says why Soda Cloud would not notify an integration, "" if it would, as far as it tells.
func silent(i *soda.Integration) string {
	off := func(b *bool) bool { return b != nil && !*b }
	switch {
	case off(i.Enabled):
		return "it is disabled in Soda Cloud"
	case off(i.NotificationsEnabled) && i.Type == soda.IntegrationWebhook:
		return "it lacks the scope " + soda.ScopeAlertNotification
	case off(i.NotificationsEnabled):
		return "its notifications are disabled in Soda Cloud"
	}
	return ""
}
