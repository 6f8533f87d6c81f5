package webhook

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

var _ base.ResourceWithShortcuts = (*webhookResource)(nil)

// Shortcuts recognize a webhook that nothing has happened to.
func (r *webhookResource) Shortcuts() (base.Shortcuts, error) {
	return base.NewShortcuts(context.Background(), r, base.Unchanged[model]{
		Refresh: func(ctx context.Context, client *soda.Client, state model, private base.PrivateReader) (model, bool) {
			state.teach(ctx, client)
			found, err := client.Webhook(ctx, state.ID.ValueString())
			if err != nil {
				return state, false
			}
			var diags diag.Diagnostics
			now := state.fromAPI(ctx, found, base.ReadNames(ctx, private, opaqueKey, &diags), &diags)
			changed, back := drifted(ctx, found, private, &diags)
			return now, len(diags)+len(changed)+len(back) == 0
		},
		Plans: plansNothing,
	})
}

// plansNothing reports whether ModifyPlan leaves a plan alone that equals the state: without write-only values, there is
// nothing to compare with the fingerprints, and nothing that has to be sent again.
func plansNothing(ctx context.Context, config, state model) bool {
	if config.usesWriteOnly() {
		return false
	}
	var diags diag.Diagnostics
	planned := state.planSecrets(ctx, config, state, nil, false, &diags)
	return len(diags) == 0 && reflect.DeepEqual(planned, state)
}

// usesWriteOnly reports whether a configuration has a write-only value, known or not.
func (m model) usesWriteOnly() bool {
	used := !m.SecretWO.IsNull() || !m.URLWO.IsNull()
	for _, h := range header.Read(m.Headers) {
		used = used || !h.SecretWO.IsNull()
	}
	return used
}
