package directory

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// NewDatasetDataSource returns the soda_dataset data source.
func NewDatasetDataSource() datasource.DataSource {
	return &base.Lookup[soda.Dataset]{
		Kind:        base.Kind{Type: "soda_dataset", Noun: "dataset"},
		Description: "A dataset that the owner of the API key can view, looked up by `id` or `qualified_name`.",
		Keys: []base.Key[soda.Dataset]{
			{
				Attribute:   "id",
				Description: "ID of the dataset, for `datasetId` in a filter.",
				Candidates: func(ctx context.Context, c *soda.Client, id string) ([]soda.Dataset, error) {
					return base.OneOrNone(c.Dataset(ctx, id))
				},
				Matches: func(d soda.Dataset, id string) bool { return d.ID == id },
			},
			{
				Attribute:   "qualified_name",
				Description: "Exact, case-sensitive qualified name, such as `datasource/database/schema/dataset`.",
				Candidates:  datasetsNear,
				Matches: func(d soda.Dataset, name string) bool {
					return text.SameName(d.DatasetQualifiedName, name) || text.SameName(d.QualifiedName, name)
				},
			},
		},
		Attributes: map[string]schema.Attribute{
			"name":             computed("Name."),
			"label":            computed("Label shown in the UI."),
			"cloud_url":        computed("URL of the dataset in Soda Cloud."),
			"tags":             computedStrings("Tags, sorted."),
			"datasource_name":  computed("Name of its datasource."),
			"datasource_label": computed("Label of its datasource."),
			"datasource_type":  computed("Type of its datasource, such as `snowflake`."),
		},
		Hidden: hidden("View dataset"),
		Label:  func(d soda.Dataset) base.Label { return base.Label{Name: qualifiedName(d), ID: d.ID} },
		State:  func(_ context.Context, d soda.Dataset, _ *diag.Diagnostics) any { return datasetFromAPI(d) },
	}
}

// datasetsNear searches for the last part of a qualified name: the search goes by names.
func datasetsNear(ctx context.Context, c *soda.Client, name string) ([]soda.Dataset, error) {
	return c.Datasets(ctx, name[strings.LastIndex(name, "/")+1:])
}

func qualifiedName(d soda.Dataset) string {
	if d.DatasetQualifiedName != "" {
		return d.DatasetQualifiedName
	}
	return d.QualifiedName
}

// dataset is a soda_dataset.
type dataset struct {
	ID              types.String `tfsdk:"id"`
	QualifiedName   types.String `tfsdk:"qualified_name"`
	Name            types.String `tfsdk:"name"`
	Label           types.String `tfsdk:"label"`
	CloudURL        types.String `tfsdk:"cloud_url"`
	Tags            []string     `tfsdk:"tags"`
	DatasourceName  types.String `tfsdk:"datasource_name"`
	DatasourceLabel types.String `tfsdk:"datasource_label"`
	DatasourceType  types.String `tfsdk:"datasource_type"`
}

func datasetFromAPI(d soda.Dataset) dataset {
	return dataset{
		ID:              types.StringValue(d.ID),
		QualifiedName:   base.StringOrNull(qualifiedName(d)),
		Name:            types.StringValue(d.Name),
		Label:           base.StringOrNull(d.Label),
		CloudURL:        base.StringOrNull(d.CloudURL),
		Tags:            append([]string{}, slices.Sorted(slices.Values(d.Tags))...), // empty, not null
		DatasourceName:  base.StringOrNull(d.Datasource.Name),
		DatasourceLabel: base.StringOrNull(d.Datasource.Label),
		DatasourceType:  base.StringOrNull(d.Datasource.Type),
	}
}
