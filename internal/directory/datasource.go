package directory

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// NewDatasourceDataSource returns the soda_datasource data source.
func NewDatasourceDataSource() datasource.DataSource {
	return &base.Lookup[soda.Datasource]{
		Kind:        base.Kind{Type: "soda_datasource", Noun: "datasource"},
		Description: "A datasource that the owner of the API key can view, looked up by `id`, `name` or `label`.",
		Keys: []base.Key[soda.Datasource]{
			{
				Attribute:   "id",
				Description: "ID of the datasource, for `datasourceId` in a filter.",
				Candidates:  allDatasources,
				Matches:     func(d soda.Datasource, id string) bool { return d.ID == id },
			},
			{
				Attribute:   "name",
				Description: "Exact, case-sensitive name: the first part of the qualified names of its datasets.",
				Candidates: func(ctx context.Context, c *soda.Client, name string) ([]soda.Datasource, error) {
					return c.Datasources(ctx, name)
				},
				Matches: func(d soda.Datasource, name string) bool { return text.SameName(d.Name, name) },
			},
			{
				Attribute:   "label",
				Description: "Exact, case-sensitive label shown in the UI, for `datasourceLabel` in a filter.",
				Candidates:  allDatasources,
				Matches:     func(d soda.Datasource, label string) bool { return text.SameName(d.Label, label) },
			},
		},
		Attributes: map[string]schema.Attribute{
			"type":       computed("Type, such as `snowflake`."),
			"created_at": computed("When it was created (RFC 3339)."),
			"updated_at": computed("When it was last changed (RFC 3339)."),
		},
		Hidden: hidden("View datasource"),
		Label:  func(d soda.Datasource) base.Label { return base.Label{Name: d.Name, ID: d.ID} },
		State:  func(_ context.Context, d soda.Datasource, _ *diag.Diagnostics) any { return datasourceFromAPI(d) },
	}
}

// allDatasources is for what the search does not go by.
func allDatasources(ctx context.Context, c *soda.Client, _ string) ([]soda.Datasource, error) {
	return c.Datasources(ctx, "")
}

// datasourceModel is a soda_datasource.
type datasourceModel struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	Label     types.String `tfsdk:"label"`
	Type      types.String `tfsdk:"type"`
	CreatedAt types.String `tfsdk:"created_at"`
	UpdatedAt types.String `tfsdk:"updated_at"`
}

func datasourceFromAPI(d soda.Datasource) datasourceModel {
	return datasourceModel{
		ID:        types.StringValue(d.ID),
		Name:      base.StringOrNull(d.Name),
		Label:     base.StringOrNull(d.Label),
		Type:      base.StringOrNull(d.Type),
		CreatedAt: base.TimeOrNull(d.CreatedAt),
		UpdatedAt: base.TimeOrNull(d.UpdatedAt),
	}
}
