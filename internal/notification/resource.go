package notification

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

var (
	_ resource.ResourceWithConfigure      = (*ruleResource)(nil)
	_ resource.ResourceWithIdentity       = (*ruleResource)(nil)
	_ resource.ResourceWithImportState    = (*ruleResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*ruleResource)(nil)
	_ resource.ResourceWithMoveState      = (*ruleResource)(nil)
	_ resource.ResourceWithValidateConfig = (*ruleResource)(nil)
)

// NewResource returns the soda_notification_rule resource.
func NewResource() resource.Resource { return &ruleResource{} }

type ruleResource struct{ base.IdentifiedResource }

var kind = base.Kind{Type: "soda_notification_rule", Noun: "notification rule"}

func (r *ruleResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = kind.Type
}

func (r *ruleResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan managed
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	in := plan.toAPI(&resp.Diagnostics)
	ctx, cancel := base.WithTimeout(ctx, "create", plan.Timeouts.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	created, err := r.Client.CreateRule(ctx, in)
	if err != nil {
		kind.AddError(&resp.Diagnostics, "create", err)
		return
	}
	plan.model = plan.stored(in, created, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	base.SetIdentity(ctx, resp.Identity, created.ID, &resp.Diagnostics)
	r.WriteOrigin(ctx, resp.Private, time.Now(), &resp.Diagnostics)
	kind.WarnTwins(&resp.Diagnostics, r.Client.RuleTwins(ctx))
}

func (r *ruleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	base.KeepIdentity(ctx, resp.Identity, req.State, &resp.Diagnostics)
	var state managed
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := r.Client.AwaitRule(ctx, state.ID.ValueString(), base.ReadCreated(ctx, req.Private, &resp.Diagnostics))
	switch {
	case soda.IsNotFound(err):
		if r.Gone(ctx, kind, state.ID.ValueString(), err, req.Private, &resp.Diagnostics) {
			resp.State.RemoveResource(ctx) // deleted outside Terraform: plan a new one
		}
	case err != nil:
		kind.AddReadError(&resp.Diagnostics, err)
	default:
		if state.Name.IsNull() { // the first look after an import or a move
			warnUnknown(&resp.Diagnostics, found)
		}
		state.model = state.fromAPI(found)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
		r.KeepOrigin(ctx, req.Private, resp.Private, &resp.Diagnostics)
	}
}

func (r *ruleResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	base.KeepIdentity(ctx, resp.Identity, req.State, &resp.Diagnostics)
	if !base.Writes(req.Plan.Raw, req.State.Raw) {
		resp.State.Raw = req.Plan.Raw
		return
	}
	var plan, state managed
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	in := plan.toAPI(&resp.Diagnostics)
	ctx, cancel := base.WithTimeout(ctx, "update", plan.Timeouts.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	updated, err := r.Client.UpdateRule(ctx, plan.ID.ValueString(), in, func(current soda.Rule) error {
		now := state
		var changed diag.Diagnostics
		now.model = state.fromAPI(&current)
		kind.AddChanged(ctx, &changed, req.State, now)
		return base.Stop(changed)
	})
	if err != nil {
		kind.AddError(&resp.Diagnostics, "update", err)
		return
	}
	kind.WarnLost(&resp.Diagnostics, updated.Lost())
	plan.model = plan.stored(in, updated, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	kind.WarnTwins(&resp.Diagnostics, r.Client.RuleTwins(ctx))
}

func (r *ruleResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state managed
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := base.WithTimeout(ctx, "delete", state.Timeouts.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.Client.DeleteRule(ctx, state.ID.ValueString()); err != nil {
		kind.AddError(&resp.Diagnostics, "delete", err)
	}
}

// ImportState imports by id, by name:NAME, or by identity.
func (r *ruleResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	base.Importer{
		Kind: kind,
		Find: func(ctx context.Context, id string) error {
			_, err := r.Client.Rule(ctx, id)
			return err
		},
		Named: func(ctx context.Context, name string) (ids []string, err error) {
			found, err := r.Client.RulesNamed(ctx, name)
			for _, rule := range found {
				ids = append(ids, rule.ID)
			}
			return ids, err
		},
		Other: func(ctx context.Context, id string) (base.Kind, string) {
			other := base.Kind{Type: "soda_webhook_integration", Noun: "webhook integration"}
			if found, err := r.Client.Webhook(ctx, id); err == nil {
				return other, found.Name
			}
			return other, ""
		},
	}.Import(ctx, req, resp)
}

// MoveState takes over a rule from a generic REST provider.
func (r *ruleResource) MoveState(context.Context) []resource.StateMover {
	return base.Mover{Kind: kind, Keys: []string{"name", "recipients", "ruleType"}}.StateMovers()
}
