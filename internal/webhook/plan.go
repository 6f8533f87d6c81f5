package webhook

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// ModifyPlan plans what becomes of the secrets, and looks at what can be seen to fail. An object that the plan leaves alone
// costs no call.
func (r *webhookResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var plan, config, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	fingerprints := base.ReadFingerprints(ctx, req.Private, &resp.Diagnostics)
	fingerprints.Hash(config.countedSecrets())
	creating := req.State.Raw.IsNull()
	plan = plan.planSecrets(ctx, config, state, fingerprints, false, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	if !base.Writes(resp.Plan.Raw, req.State.Raw) { // a webhook that is written anyway gets the values of that moment
		config.warnMissed(state, fingerprints, &resp.Diagnostics)
		return
	}
	imported := base.ReadNames(ctx, req.Private, importedKey, &resp.Diagnostics)
	config.checkValues(state, imported, &resp.Diagnostics)
	if plan.forgets(ctx, config, state, imported) {
		return
	}
	if creating {
		r.checkName(ctx, plan, &resp.Diagnostics)
		return
	}
	kind.PlanRename(r.Names, state.Name, plan.Name, &resp.Diagnostics)
	plan = plan.planSecrets(ctx, config, state, fingerprints, true, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	slots := config.heldSlots()
	base.WriteNames(ctx, resp.Private, heldKey, slots, &resp.Diagnostics)
	r.checkHeld(ctx, config, state, slots, req.Private, &resp.Diagnostics)
	r.checkScopes(ctx, plan, state, &resp.Diagnostics)
}

// checkName warns of a webhook that has the name of a planned one.
func (r *webhookResource) checkName(ctx context.Context, plan model, diags *diag.Diagnostics) {
	if plan.Name.IsUnknown() || !kind.Plan(r.Names, plan.Name.ValueString(), diags) {
		return
	}
	found, err := r.Client.WebhooksNamed(ctx, plan.Name.ValueString())
	if err != nil {
		kind.AddPlanError(diags, err)
		return
	}
	if len(found) > 0 {
		kind.WarnExists(diags, found[0].Name, found[0].ID)
	}
}

// checkScopes warns of rules that lose their webhook when it loses the scope they need.
func (r *webhookResource) checkScopes(ctx context.Context, plan, state model, diags *diag.Diagnostics) {
	alerts := func(scopes types.Set) bool {
		return slices.ContainsFunc(scopes.Elements(), func(v attr.Value) bool { return v.Equal(types.StringValue(soda.ScopeAlertNotification)) })
	}
	if plan.Scopes.IsUnknown() || !alerts(state.Scopes) || alerts(plan.Scopes) {
		return
	}
	names, err := r.rulesNaming(ctx, state.ID.ValueString())
	if err != nil {
		kind.AddPlanError(diags, err)
		return
	}
	if len(names) > 0 {
		diags.AddAttributeWarning(path.Root("scopes"), "Rules can no longer notify this webhook", fmt.Sprintf(
			"Without the scope %s, Soda Cloud does not notify this webhook, but it is still a recipient of these notification rules:%s\n\n"+
				"Remove it from their recipients first, or keep the scope.", soda.ScopeAlertNotification, names))
	}
}

// rulesNaming lists the notification rules that name the webhook as a recipient, "" if none does.
func (r *webhookResource) rulesNaming(ctx context.Context, id string) (string, error) {
	rules, err := r.Client.Rules(ctx)
	if err != nil {
		return "", err
	}
	var names strings.Builder
	for _, rule := range rules {
		if slices.ContainsFunc(rule.Recipients, func(to soda.Recipient) bool { return to.IntegrationID == id }) {
			fmt.Fprintf(&names, "\n  %s (id %s)", rule.Name, rule.ID)
		}
	}
	return names.String(), nil
}
