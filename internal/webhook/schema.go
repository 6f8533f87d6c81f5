package webhook

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/endpoint"
)

func (r *webhookResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A webhook integration: one of your endpoints, which Soda Cloud calls when something happens. Soda publishes " +
			"no API to manage webhooks; this resource uses a contract that this provider defines.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name, unique in the organization.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1), base.Trimmed{}},
			},
			"url": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Where Soda Cloud sends events: an `https` URL. Soda's older documentation requires TLS 1.2 or newer and a response within 10 seconds. " +
					"`http` is accepted for loopback addresses, for use with the emulator. Set exactly one of `url` and `url_wo`.",
				Validators: []validator.String{endpoint.URL{}},
			},
			"url_wo": base.WriteOnlyAttribute("Like `url`, but for a URL that is itself a secret, such as one with a token in its path. "+
				"It appears neither in plans nor in the state. The provider detects that the URL was changed in Soda Cloud only if `url_wo_version` is not set", endpoint.URL{}),
			"url_wo_version": base.VersionAttribute("url_wo"),
			"scopes": schema.SetAttribute{
				Required:    true,
				ElementType: types.StringType,
				MarkdownDescription: "Kinds of events to send: `alert_notification` (alerts from notification rules that have this webhook as a recipient), " +
					"`incidents`, `contracts`. May be empty.",
				Validators: []validator.Set{
					setvalidator.NoNullValues(),
					setvalidator.ValueStringsAre(scope{}),
				},
			},
			"headers": schema.MapNestedAttribute{
				Optional: true,
				MarkdownDescription: "HTTP headers to send, by name. A plan always shows the names. " +
					"Each header takes exactly one of `value`, `secret` and `secret_wo`.",
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"value": schema.StringAttribute{
							Optional:            true,
							MarkdownDescription: "Value of the header, shown in plans.",
						},
						"secret": schema.StringAttribute{
							Optional:            true,
							Sensitive:           true,
							MarkdownDescription: "Value of the header, hidden in plans. It is kept in the state.",
						},
						"secret_wo":         base.WriteOnlyAttribute("Value of the header, which appears neither in plans nor in the state"),
						"secret_wo_version": base.VersionAttribute("secret_wo"),
					},
				},
			},
			"secret": schema.StringAttribute{
				Optional:            true,
				Sensitive:           true,
				MarkdownDescription: "Secret that Soda Cloud signs the payload with, hidden in plans. It is kept in the state.",
				Validators: []validator.String{
					stringvalidator.LengthAtLeast(1),
					base.WarnSpace{},
					stringvalidator.ConflictsWith(path.MatchRoot("secret_wo")),
				},
			},
			"secret_wo":         base.WriteOnlyAttribute("Secret that Soda Cloud signs the payload with. It appears neither in plans nor in the state", base.WarnSpace{}),
			"secret_wo_version": base.VersionAttribute("secret_wo"),
			"has_secret": schema.BoolAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "Whether Soda Cloud signs the payload with a secret. Secrets in headers do not count. Set it to `true` without `secret` and " +
					"`secret_wo` to keep the secret of an imported webhook; the webhook then cannot be updated.",
			},
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "ID of the integration, for `recipients` of a `soda_notification_rule`.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"enabled": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether the integration is enabled. You enable and disable it in Soda Cloud.",
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
		},
		Blocks: base.TimeoutsBlocks(ctx),
	}
}
