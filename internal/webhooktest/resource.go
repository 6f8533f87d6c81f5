package webhooktest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
)

var (
	_ resource.ResourceWithConfigure      = (*testResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*testResource)(nil)
	_ resource.ResourceWithValidateConfig = (*testResource)(nil)
)

// NewResource returns the soda_webhook_test resource.
func NewResource() resource.Resource { return &testResource{} }

type testResource struct{ base.Resource }

var kind = base.Kind{Type: "soda_webhook_test", Noun: "test event"}

func (r *testResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = kind.Type
}

func (r *testResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config asResource
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		config.validate(header.WithWriteOnly, &resp.Diagnostics)
	}
}

// ModifyPlan looks at what can be seen to fail. An event that was sent is not looked at again.
func (r *testResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !req.State.Raw.IsNull() {
		return
	}
	var plan asResource
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !resp.Diagnostics.HasError() {
		checkPlanned(ctx, r.Client, plan.arguments, &resp.Diagnostics)
	}
}

// Create sends the event. Headers come from the configuration, since a plan has no write-only values.
func (r *testResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config asResource
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	t := config.toEvent(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	o, err := t.send(ctx, r.Client)
	if err != nil {
		addSendError(&resp.Diagnostics, t, err)
		return
	}
	switch {
	case !o.delivered() && plan.RequireDelivery.ValueBool():
		resp.Diagnostics.AddAttributeError(t.argument(), notDelivered, o.failure())
		return // nothing in the state: the next apply sends again
	case !o.delivered():
		resp.Diagnostics.AddAttributeWarning(t.argument(), notDelivered, o.failure())
	}
	plan.results = o.results()
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read leaves the state as it is: an event that was sent does not change, and to look again would be to send again.
func (r *testResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update is never called: each argument, when changed, replaces the resource.
func (r *testResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

// Delete drops the results from the state: what was sent cannot be taken back.
func (r *testResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
