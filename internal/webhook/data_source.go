package webhook

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// NewDataSource returns the soda_webhook_integration data source.
func NewDataSource() datasource.DataSource {
	return &base.Lookup[soda.Webhook]{
		Kind:        kind,
		Description: "A webhook integration, looked up by `id` or `name`. It shows the names of its headers, never their values.",
		Keys: []base.Key[soda.Webhook]{
			{
				Attribute:   "id",
				Description: "ID, for `integration_id` of a recipient.",
				Candidates: func(ctx context.Context, c *soda.Client, id string) ([]soda.Webhook, error) {
					return base.OneOrNone(c.Webhook(ctx, id))
				},
				Matches: func(w soda.Webhook, id string) bool { return w.ID == id },
			},
			{
				Attribute:   "name",
				Description: "Exact, case-sensitive name; unique in the organization.",
				Candidates:  func(ctx context.Context, c *soda.Client, _ string) ([]soda.Webhook, error) { return c.Webhooks(ctx) },
				Matches:     func(w soda.Webhook, name string) bool { return text.SameName(w.Name, name) },
			},
		},
		Attributes: map[string]schema.Attribute{
			"url":          schema.StringAttribute{Computed: true, MarkdownDescription: "Where Soda Cloud sends events."},
			"scopes":       schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Kinds of events that Soda Cloud sends."},
			"header_names": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Names of the headers, sorted."},
			"has_secret":   schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether Soda Cloud signs the payload."},
			"enabled":      schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the integration is enabled."},
			"created_at":   schema.StringAttribute{Computed: true, MarkdownDescription: "When it was created (RFC 3339)."},
			"updated_at":   schema.StringAttribute{Computed: true, MarkdownDescription: "When it was last changed (RFC 3339)."},
		},
		Label: func(w soda.Webhook) base.Label { return base.Label{Name: w.Name, ID: w.ID} },
		State: func(_ context.Context, w soda.Webhook, _ *diag.Diagnostics) any { return foundFromAPI(w) },
	}
}

// found is a soda_webhook_integration as data.
type found struct {
	ID          types.String `tfsdk:"id"`
	Name        types.String `tfsdk:"name"`
	URL         types.String `tfsdk:"url"`
	Scopes      []string     `tfsdk:"scopes"`
	HeaderNames []string     `tfsdk:"header_names"`
	HasSecret   types.Bool   `tfsdk:"has_secret"`
	Enabled     types.Bool   `tfsdk:"enabled"`
	CreatedAt   types.String `tfsdk:"created_at"`
	UpdatedAt   types.String `tfsdk:"updated_at"`
}

func foundFromAPI(w soda.Webhook) found {
	names := []string{}
	for _, h := range w.Headers {
		names = append(names, h.Name)
	}
	slices.Sort(names)
	names = slices.Compact(names) // a response may repeat them
	return found{
		ID:          types.StringValue(w.ID),
		Name:        types.StringValue(w.Name),
		URL:         types.StringValue(w.URL),
		Scopes:      append([]string{}, w.ScopeSet()...),
		HeaderNames: names,
		HasSecret:   types.BoolValue(w.HasSecret),
		Enabled:     types.BoolValue(w.Enabled),
		CreatedAt:   base.TimeOrNull(w.CreatedAt),
		UpdatedAt:   base.TimeOrNull(w.UpdatedAt),
	}
}
