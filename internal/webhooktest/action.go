package webhooktest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
)

var (
	_ action.ActionWithConfigure      = (*testAction)(nil)
	_ action.ActionWithModifyPlan     = (*testAction)(nil)
	_ action.ActionWithValidateConfig = (*testAction)(nil)
)

// NewAction returns the soda_webhook_test action.
func NewAction() action.Action { return &testAction{} }

type testAction struct{ base.Data }

func (a *testAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = kind.Type
}

// Configure takes the data from the provider.
func (a *testAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.Data = base.ProviderData(req.ProviderData, &resp.Diagnostics)
}

func (a *testAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var config arguments
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		config.validate(header.WithoutWriteOnly, &resp.Diagnostics)
	}
}

// ModifyPlan looks at what can be seen to fail.
func (a *testAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var config arguments
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		checkPlanned(ctx, a.Client, config, &resp.Diagnostics)
	}
}

func (a *testAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config arguments
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	t := config.toEvent(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Sending %s to %s", t.Event, t.target())})
	o, err := t.send(ctx, a.Client)
	if err != nil {
		addSendError(&resp.Diagnostics, t, err)
		return
	}
	if !o.delivered() {
		resp.Diagnostics.AddAttributeError(t.argument(), notDelivered, o.failure()+t.quote(o))
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: o.success()})
}
