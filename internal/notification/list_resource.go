package notification

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
)

var _ list.ListResourceWithConfigure = (*ruleResource)(nil)

// NewListResource returns soda_notification_rule as `terraform query` lists it.
func NewListResource() list.ListResource { return &ruleResource{} }

func (r *ruleResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The notification rules of the organization, including those created in Soda's UI, for `terraform query`.",
		Attributes:          selectionAttributes(),
	}
}

func (r *ruleResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var s selection
	var diags diag.Diagnostics
	diags.Append(req.Config.Get(ctx, &s)...)
	var found []base.Listed
	for _, rule := range s.find(ctx, r.Client, &diags) {
		found = append(found, base.Listed{ID: rule.ID, Name: rule.Name, Fill: func(result *list.ListResult) {
			var state managed
			result.Diagnostics.Append(result.Resource.Get(ctx, &state)...)
			state.model = state.fromAPI(&rule)
			warnUnknown(&result.Diagnostics, &rule)
			result.Diagnostics.Append(result.Resource.Set(ctx, state)...)
		}})
	}
	rulesKind.List(ctx, req, stream, found, diags)
}
