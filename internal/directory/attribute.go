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

// NewAttributeDataSource returns the soda_attribute data source.
func NewAttributeDataSource() datasource.DataSource {
	return &base.Lookup[soda.Attribute]{
		Kind: base.Kind{Type: "soda_attribute", Noun: "attribute"},
		Description: "The definition of an attribute of datasets, checks or columns, looked up by `name`; add `resource_type` if the name " +
			"is not unique.",
		Keys: []base.Key[soda.Attribute]{{
			Attribute:   "name",
			Description: "Exact, case-sensitive name, for `attribute` in a filter.",
			Candidates: func(ctx context.Context, c *soda.Client, _ string) ([]soda.Attribute, error) {
				return c.Attributes(ctx)
			},
			Matches: func(a soda.Attribute, name string) bool { return text.SameName(a.Name, name) },
		}},
		Narrowings: []base.Narrowing[soda.Attribute]{{
			Attribute:   "resource_type",
			Description: "What the attribute belongs to: `dataset`, `check` or `column`.",
			Of:          func(a soda.Attribute) string { return a.ResourceType },
		}},
		Attributes: map[string]schema.Attribute{
			"id":             computed("ID of the attribute."),
			"label":          computed("Label shown in the UI."),
			"description":    computed("Description."),
			"type":           computed("`text`, `number`, `checkbox`, `datetime`, `singleSelect` or `multiSelect`."),
			"allowed_values": computedStrings("The values to choose from, in Soda's order."),
		},
		Label: func(a soda.Attribute) base.Label { return base.Label{Sort: a.ResourceType, Name: a.Name, ID: a.ID} },
		State: func(_ context.Context, a soda.Attribute, _ *diag.Diagnostics) any { return attributeFromAPI(a) },
	}
}

// attribute is a soda_attribute.
type attribute struct {
	ID            types.String `tfsdk:"id"`
	Name          types.String `tfsdk:"name"`
	ResourceType  types.String `tfsdk:"resource_type"`
	Label         types.String `tfsdk:"label"`
	Description   types.String `tfsdk:"description"`
	Type          types.String `tfsdk:"type"`
	AllowedValues []string     `tfsdk:"allowed_values"`
}

func attributeFromAPI(a soda.Attribute) attribute {
	return attribute{
		ID:            base.StringOrNull(a.ID),
		Name:          types.StringValue(a.Name),
		ResourceType:  base.StringOrNull(a.ResourceType),
		Label:         base.StringOrNull(a.Label),
		Description:   base.StringOrNull(a.Description),
		Type:          base.StringOrNull(a.Type),
		AllowedValues: append([]string{}, a.AllowedValues...), // empty, not null
	}
}
