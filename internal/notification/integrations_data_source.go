package notification

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
)

var _ datasource.DataSourceWithConfigure = (*integrationsDataSource)(nil)

// NewIntegrationsDataSource returns the soda_notification_integrations data source.
func NewIntegrationsDataSource() datasource.DataSource { return &integrationsDataSource{} }

type integrationsDataSource struct{ base.DataSource }

var integrationsKind = base.Kind{Type: "soda_notification_integrations", Noun: "notification integrations"}

// integrations is a soda_notification_integrations.
type integrations struct {
	NameRegex    types.String  `tfsdk:"name_regex"`
	Type         types.String  `tfsdk:"type"`
	Integrations []integration `tfsdk:"integrations"`
}

func (d *integrationsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = integrationsKind.Type
}

func (d *integrationsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The integrations that notification rules can use as recipients: Slack, Microsoft Teams and webhooks, including those created in " +
			"Soda's UI. If nothing matches, the list is empty; that is not an error.",
		Attributes: map[string]schema.Attribute{
			"name_regex": base.NameRegexAttribute("Only integrations whose name matches. " +
				"An integration without a name is matched as if its name were empty."),
			"type": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only integrations of this type: `slack`, `msTeams` or `webhook`; Soda may add others.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"integrations": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The integrations, sorted by name and ID.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":                    listed("ID, for `integration_id` of a recipient."),
					"name":                  listed("Name. Null if the integration has none."),
					"type":                  listed("`slack`, `msTeams` or `webhook`; Soda may add others."),
					"enabled":               enabledAttribute,
					"notifications_enabled": notificationsEnabledAttribute,
					"channels":              channelsAttribute,
				}},
			},
		},
	}
}

func listed(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func (d *integrationsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m integrations
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	names := base.NamePattern(m.NameRegex, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	all, err := listIntegrations(ctx, d.Client)
	if err != nil {
		integrationsKind.AddError(&resp.Diagnostics, "read", err)
		return
	}
	m.Integrations = []integration{} // an empty list, not null
	for _, i := range base.Readable(integrationsKind, all, &resp.Diagnostics) {
		if names(i.Name) && isOrAny(m.Type, i.Type) {
			m.Integrations = append(m.Integrations, integrationFromAPI(i))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
