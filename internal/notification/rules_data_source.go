package notification

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

var _ datasource.DataSourceWithConfigure = (*rulesDataSource)(nil)

// NewRulesDataSource returns the soda_notification_rules data source.
func NewRulesDataSource() datasource.DataSource { return &rulesDataSource{} }

type rulesDataSource struct{ base.DataSource }

var rulesKind = base.Kind{Type: "soda_notification_rules", Noun: "notification rules"}

// rules is a soda_notification_rules.
type rules struct {
	selection

	Rules []listedRule `tfsdk:"rules"`
}

// listedRule is a rule whose filter is text.
type listedRule struct {
	common
	changing

	Filter types.String `tfsdk:"filter"`
}

func (d *rulesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = rulesKind.Type
}

func (d *rulesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"rules": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The rules, sorted by name and ID. Names can repeat; IDs cannot.",
			NestedObject: schema.NestedAttributeObject{Attributes: ruleAttributes(
				listed("What the rule applies to, as a JSON string that the resource's `filter` takes. Null means everything. " +
					"`rule.filter == null ? null : jsondecode(rule.filter)` turns it into objects, so that you can import rules without changing them."),
			)},
		},
	}
	for name, attribute := range selectionAttributes() {
		attributes[name] = attribute
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The notification rules of the organization, including those created in Soda's UI, for example for `import` blocks with " +
			"`for_each`. If nothing matches, the list is empty; that is not an error.",
		Attributes: attributes,
	}
}

func (d *rulesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m rules
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	m.Rules = []listedRule{} // an empty list, not null
	for _, r := range m.find(ctx, d.Client, &resp.Diagnostics) {
		m.Rules = append(m.Rules, listedRuleFromAPI(r, &resp.Diagnostics))
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	}
}

func listedRuleFromAPI(r soda.Rule, diags *diag.Diagnostics) listedRule {
	m := ruleFromAPI(r, diags)
	return listedRule{common: m.common, changing: m.changing, Filter: filterText(r.Filter)}
}

// filterText is null for no filter.
func filterText(e *filter.Expr) types.String {
	if e == nil {
		return types.StringNull()
	}
	return types.StringValue(filterattr.JSON(e))
}
