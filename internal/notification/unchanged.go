package notification

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

var _ base.ResourceWithShortcuts = (*ruleResource)(nil)

// Shortcuts recognize a rule that nothing has happened to. ModifyPlan looks at nothing but what is to be written.
func (r *ruleResource) Shortcuts() (base.Shortcuts, error) {
	return base.NewShortcuts(context.Background(), r, base.Unchanged[managed]{
		Refresh: func(ctx context.Context, client *soda.Client, state managed, _ base.PrivateReader) (managed, bool) {
			found, err := client.Rule(ctx, state.ID.ValueString())
			if err != nil {
				return state, false
			}
			state.model = state.fromAPI(found)
			return state, true
		},
		Validate: func(_ context.Context, config managed) diag.Diagnostics {
			return validateFilter(config.RuleType, config.Filter)
		},
	})
}
