package notification

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

// NewIntegrationDataSource returns the soda_notification_integration data source.
func NewIntegrationDataSource() datasource.DataSource {
	return &base.Lookup[soda.Integration]{
		Kind: base.Kind{Type: "soda_notification_integration", Noun: "notification integration"},
		Description: "An integration that notification rules can use as a recipient: Slack, Microsoft Teams or a webhook, including those created in Soda's UI. " +
			"Look it up by `id` or by `name`; add `type` if the name is not unique.",
		Keys: []base.Key[soda.Integration]{
			{
				Attribute:   "id",
				Description: "ID, for `integration_id` of a recipient.",
				Candidates: func(ctx context.Context, c *soda.Client, id string) ([]soda.Integration, error) {
					found, err := base.OneOrNone(c.Integration(ctx, id))
					return found, explainNoList(ctx, c, err)
				},
				Matches: func(i soda.Integration, id string) bool { return i.ID == id },
			},
			{
				Attribute:   "name",
				Description: "Exact, case-sensitive name. Null if the integration has none.",
				Candidates: func(ctx context.Context, c *soda.Client, _ string) ([]soda.Integration, error) {
					return listIntegrations(ctx, c)
				},
				Matches: func(i soda.Integration, name string) bool { return text.SameName(i.Name, name) },
			},
		},
		Narrowings: []base.Narrowing[soda.Integration]{{
			Attribute:   "type",
			Description: "`slack`, `msTeams` or `webhook`; Soda may add others.",
			Of:          func(i soda.Integration) string { return i.Type },
		}},
		Attributes: map[string]schema.Attribute{
			"enabled":               enabledAttribute,
			"notifications_enabled": notificationsEnabledAttribute,
			"channels":              channelsAttribute,
		},
		Hidden: "Soda Cloud lists an integration only after its activation is complete.",
		Label:  func(i soda.Integration) base.Label { return base.Label{Sort: i.Type, Name: i.Name, ID: i.ID} },
		State:  func(_ context.Context, i soda.Integration, _ *diag.Diagnostics) any { return integrationFromAPI(i) },
	}
}

var (
	enabledAttribute = schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the integration is enabled."}

	notificationsEnabledAttribute = schema.BoolAttribute{
		Computed: true, MarkdownDescription: "Whether notification rules can use it as a recipient.",
	}
	channelsAttribute = schema.ListAttribute{
		Computed: true, ElementType: types.StringType, MarkdownDescription: "The Slack channels configured for it.",
	}
)

// integration is a soda_notification_integration, or one of soda_notification_integrations.
type integration struct {
	ID                   types.String `tfsdk:"id"`
	Name                 types.String `tfsdk:"name"`
	Type                 types.String `tfsdk:"type"`
	Enabled              types.Bool   `tfsdk:"enabled"`
	NotificationsEnabled types.Bool   `tfsdk:"notifications_enabled"`
	Channels             []string     `tfsdk:"channels"`
}

func integrationFromAPI(i soda.Integration) integration {
	return integration{
		ID:                   types.StringValue(i.ID),
		Name:                 base.StringOrNull(i.Name),
		Type:                 base.StringOrNull(i.Type),
		Enabled:              types.BoolPointerValue(i.Enabled),
		NotificationsEnabled: types.BoolPointerValue(i.NotificationsEnabled),
		Channels:             append([]string{}, i.Channels...), // empty, not null
	}
}
