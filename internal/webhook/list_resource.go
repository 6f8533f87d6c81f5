package webhook

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

var _ list.ListResourceWithConfigure = (*webhookResource)(nil)

// NewListResource returns soda_webhook_integration as `terraform query` lists it.
func NewListResource() list.ListResource { return &webhookResource{} }

var webhooksKind = base.Kind{Type: kind.Type, Noun: "webhook integrations"}

// selection says which webhooks are meant. Each argument may be left out.
type selection struct {
	NameRegex types.String `tfsdk:"name_regex"`
	Enabled   types.Bool   `tfsdk:"enabled"`
}

func (r *webhookResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The webhook integrations of the organization, including those created in Soda's UI, for `terraform query`. " +
			"Results include header values only for headers with harmless names, such as `Content-Type` and `X-Team`.",
		Attributes: map[string]schema.Attribute{
			"name_regex": base.NameRegexAttribute("Only webhooks whose name matches."),
			"enabled": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "`true` selects only enabled webhooks; `false` only disabled ones.",
			},
		},
	}
}

func (r *webhookResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var s selection
	var diags diag.Diagnostics
	diags.Append(req.Config.Get(ctx, &s)...)
	var found []base.Listed
	for _, webhook := range s.find(ctx, r.Client, &diags) {
		found = append(found, base.Listed{ID: webhook.ID, Name: webhook.Name, Fill: func(result *list.ListResult) {
			var state model
			result.Diagnostics.Append(result.Resource.Get(ctx, &state)...)
			result.Diagnostics.Append(result.Resource.Set(ctx, state.fromAPI(ctx, concealed(webhook), nil, &result.Diagnostics))...)
			warnUnreadable(&result.Diagnostics, &webhook, model{})
		}})
	}
	webhooksKind.List(ctx, req, stream, found, diags)
}

// find returns the webhooks that are meant, by name and id.
func (s selection) find(ctx context.Context, client *soda.Client, diags *diag.Diagnostics) []soda.Webhook {
	names := base.NamePattern(s.NameRegex, diags)
	if diags.HasError() {
		return nil
	}
	all, err := client.Webhooks(ctx)
	if err != nil {
		webhooksKind.AddError(diags, "read", err)
		return nil
	}
	return slices.DeleteFunc(base.Readable(webhooksKind, all, diags), func(w soda.Webhook) bool {
		return !names(w.Name) || !s.Enabled.IsNull() && s.Enabled.ValueBool() != w.Enabled
	})
}

// concealed is the webhook without the header values that a plan would hide: `terraform query -json` prints all that a result
// holds, and the configuration that it writes leaves secrets to the user anyway.
func concealed(w soda.Webhook) *soda.Webhook {
	w.Headers = slices.Clone(w.Headers)
	for i, h := range w.Headers {
		if h.Readable() && header.SeemsSecret(h.Name, *h.Value) {
			w.Headers[i].Value = nil
		}
	}
	return &w
}
