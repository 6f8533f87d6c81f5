// Package provider puts the provider together: its configuration, and the list of what it offers. It is the only package
// that knows all the others; what an object does lives in that object's package.
package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/directory"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/functions"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/notification"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/webhook"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/webhooktest"
)

var (
	_ provider.ProviderWithActions       = (*sodaProvider)(nil)
	_ provider.ProviderWithFunctions     = (*sodaProvider)(nil)
	_ provider.ProviderWithListResources = (*sodaProvider)(nil)
)

type sodaProvider struct {
	version string             // goes into the User-Agent
	tune    func(*soda.Config) // may be nil
	client  *soda.Client       // nil until the provider is configured

	deferred bool // the CLI was asked to put everything off until the configuration is known
}

func (p *sodaProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "soda"
	resp.Version = p.version
}

func (p *sodaProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manage the alerting side of [Soda Cloud](https://soda.io): webhook integrations and notification rules.",
		Attributes: map[string]schema.Attribute{
			"host": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Host of Soda Cloud: `cloud.soda.io` (EU, the default), `cloud.us.soda.io` (US), or a URL with scheme, host and port. " +
					"`http` is accepted only for loopback addresses. Environment: `SODA_CLOUD_HOST`.",
				Validators: []validator.String{host{}},
			},
			"api_key_id": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{filled{}},
				MarkdownDescription: "ID of an API key. Environment: `SODA_API_KEY_ID` or `SODA_CLOUD_API_KEY_ID`.",
			},
			"api_key_secret": schema.StringAttribute{
				Optional:            true,
				Sensitive:           true,
				Validators:          []validator.String{filled{}},
				MarkdownDescription: "Secret of the API key. Environment: `SODA_API_KEY_SECRET` or `SODA_CLOUD_API_KEY_SECRET`.",
			},
			"profile": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "A section of `~/.soda/credentials`, the file that Soda's command-line client uses. Environment: `SODA_PROFILE`.",
				Validators:          []validator.String{filled{}},
			},
			"integrations_path": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Path of the webhook integration API. Defaults to `/api/v1/integrations/webhooks`. Soda publishes no such API; " +
					"set this if your Soda Cloud has it at another path. Environment: `SODA_INTEGRATIONS_PATH`.",
				Validators: []validator.String{apiPath{}},
			},
			"notification_integrations_path": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Path of the list of notification integrations. Soda documents the call but not its path. By default, " +
					"the provider tries these paths in order: `" + strings.Join(soda.NotificationIntegrationsPaths, "`, `") + "`. " +
					"Environment: `SODA_NOTIFICATION_INTEGRATIONS_PATH`.",
				Validators: []validator.String{apiPath{}},
			},
			"request_timeout": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "How long one attempt of a call may take, such as `45s`, not counting waits for the rate limit. Defaults to `30s`.",
				Validators:          []validator.String{base.Duration{}},
			},
			"max_retries": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: "How many times to retry a call after a transient failure, not counting retries after a rate limit. Defaults to `4`.",
				Validators:          []validator.Int64{int64validator.Between(0, 100)},
			},
		},
	}
}

func (p *sodaProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	userAgent := "terraform-provider-soda/" + p.version + " Terraform/" + req.TerraformVersion
	if len(m.unknown()) > 0 && req.ClientCapabilities.DeferralAllowed {
		p.deferred = true
		resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
	}
	p.client = newClient(m, userAgent, p.tune, &resp.Diagnostics)
	data := base.Data{Client: p.client, Sent: &base.Once{}, Names: &base.Names{}}
	resp.ResourceData, resp.DataSourceData, resp.ActionData, resp.ListResourceData = data, data, data, data
}

func (p *sodaProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		notification.NewResource,
		webhook.NewResource,
		webhooktest.NewResource,
	}
}

func (p *sodaProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		directory.NewAttributeDataSource,
		directory.NewDatasetDataSource,
		directory.NewDatasourceDataSource,
		directory.NewUserDataSource,
		directory.NewUserGroupDataSource,
		notification.NewIntegrationDataSource,
		notification.NewIntegrationsDataSource,
		notification.NewRuleDataSource,
		notification.NewRulesDataSource,
		webhook.NewDataSource,
		webhooktest.NewDataSource,
	}
}

func (p *sodaProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		notification.NewListResource,
		webhook.NewListResource,
	}
}

func (p *sodaProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{webhooktest.NewAction}
}

func (p *sodaProvider) Functions(context.Context) []func() function.Function { return functions.All() }
