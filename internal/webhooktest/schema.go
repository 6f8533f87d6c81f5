package webhooktest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/endpoint"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// What the data source, the resource and the action share; the framework has other types for each of them.
const (
	integrationIDText = "ID of the webhook integration that Soda Cloud sends the event to. Set exactly one of `integration_id` and `url`."
	urlText           = "Where to send the event from this machine, without Soda Cloud: an `https` URL, or `http` for a loopback address. " +
		"A proxy set in the environment is used (`HTTPS_PROXY`, `NO_PROXY`)."
	headersText         = "HTTP headers to send to `url`, by name. "
	headerFormsText     = "Each header takes exactly one of `value` and `secret`."
	headerValueText     = "Value of the header, shown in plans."
	headerSecretText    = "Value of the header, hidden in plans. It is kept in the state."
	caCertificateText   = "PEM certificates of a private CA to trust for `url`, in addition to the system's. Soda Cloud itself does not trust them."
	followRedirectsText = "Whether to follow redirects of `url`: up to 5, and only to the same host and scheme. Defaults to `false`: a redirect then counts as not delivered."
	eventText           = "Event to send: `validate`, `checkEvaluation`, `incidentCreated`, `incidentUpdated` or `contractPublished`."
)

// resultTexts describe the results, by attribute.
var resultTexts = map[string]string{
	"delivered":   "Whether a response arrived within 10 seconds with a status from 200 to 399, over TLS 1.2 or newer, and without a redirect that was not followed. Null if nothing was sent.",
	"status_code": "Status of the response, or null if there was none.",
	"response_body": "The first 4,096 bytes of the response, hidden in plans because endpoints often repeat what they receive. If it contains a secret from `headers` or the URL, " +
		"in whole or in part, it reads `(hidden, because it repeats a secret)` instead. If Soda Cloud sends the event, the response may repeat a header value that Soda Cloud hides from the provider.",
	"duration_ms": "Milliseconds from the start of the request to the end of the response.",
	"error":       "Why the event was not delivered, or null if it was. Begins with the stage: `DNS`, `connect`, `TLS`, `timeout`, `status` or `response`. Never quotes the endpoint.",
	"tls_version": "TLS version of the connection. Null if sent through Soda Cloud or over `http`.",
	"payload":     "The event as JSON, with invented values that change each time it is sent.",
	"sent_at":     "When it was sent (RFC 3339).",
}

func eventValidators() []validator.String {
	var names []string
	for _, name := range event.Names() {
		names = append(names, string(name))
	}
	return []validator.String{stringvalidator.OneOf(names...)}
}

func integrationIDValidators() []validator.String {
	return []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.ExactlyOneOf(path.MatchRoot("url"), path.MatchRoot("integration_id"))}
}

func caCertificateValidators() []validator.String {
	return []validator.String{stringvalidator.AlsoRequires(path.MatchRoot("url")), certificates{}}
}

func headersValidators() []validator.Map {
	return []validator.Map{mapvalidator.AlsoRequires(path.MatchRoot("url"))}
}

func followRedirectsValidators() []validator.Bool {
	return []validator.Bool{boolvalidator.AlsoRequires(path.MatchRoot("url"))}
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataschema.Schema{
		MarkdownDescription: "Sends a test event to a webhook and shows the result. If `send` is not set, it shows the payload and sends nothing.",
		Attributes: map[string]dataschema.Attribute{
			"integration_id": dataschema.StringAttribute{Optional: true, MarkdownDescription: integrationIDText, Validators: integrationIDValidators()},
			"url":            dataschema.StringAttribute{Optional: true, MarkdownDescription: urlText, Validators: []validator.String{endpoint.URL{}}},
			"headers": dataschema.MapNestedAttribute{
				Optional: true, MarkdownDescription: headersText + headerFormsText, Validators: headersValidators(),
				NestedObject: dataschema.NestedAttributeObject{Attributes: map[string]dataschema.Attribute{
					"value":  dataschema.StringAttribute{Optional: true, MarkdownDescription: headerValueText},
					"secret": dataschema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: headerSecretText},
				}},
			},
			"ca_certificate":   dataschema.StringAttribute{Optional: true, MarkdownDescription: caCertificateText, Validators: caCertificateValidators()},
			"follow_redirects": dataschema.BoolAttribute{Optional: true, MarkdownDescription: followRedirectsText, Validators: followRedirectsValidators()},
			"event":            dataschema.StringAttribute{Required: true, MarkdownDescription: eventText, Validators: eventValidators()},
			"send": dataschema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether to send the event. Defaults to `false`, because a data source is read by nearly every plan, apply, refresh " +
					"and destroy, and each would send the event.",
			},
			"delivered":     dataschema.BoolAttribute{Computed: true, MarkdownDescription: resultTexts["delivered"]},
			"status_code":   dataschema.Int64Attribute{Computed: true, MarkdownDescription: resultTexts["status_code"]},
			"response_body": dataschema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: resultTexts["response_body"]},
			"duration_ms":   dataschema.Int64Attribute{Computed: true, MarkdownDescription: resultTexts["duration_ms"]},
			"error":         dataschema.StringAttribute{Computed: true, MarkdownDescription: resultTexts["error"]},
			"tls_version":   dataschema.StringAttribute{Computed: true, MarkdownDescription: resultTexts["tls_version"]},
			"payload":       dataschema.StringAttribute{Computed: true, MarkdownDescription: resultTexts["payload"]},
			"sent_at":       dataschema.StringAttribute{Computed: true, MarkdownDescription: resultTexts["sent_at"]},
		},
	}
}

func (r *testResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replaceString := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	replaceMap := []planmodifier.Map{mapplanmodifier.RequiresReplace()}
	replaceBool := []planmodifier.Bool{boolplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A test event that is sent once when the resource is created, and again whenever an argument or one of `triggers` changes. " +
			"Nothing is sent during a plan, refresh or destroy.",
		Attributes: map[string]schema.Attribute{
			"integration_id": schema.StringAttribute{
				Optional: true, MarkdownDescription: integrationIDText, Validators: integrationIDValidators(), PlanModifiers: replaceString,
			},
			"url": schema.StringAttribute{
				Optional: true, MarkdownDescription: urlText, Validators: []validator.String{endpoint.URL{}}, PlanModifiers: replaceString,
			},
			"headers": schema.MapNestedAttribute{
				Optional: true, Validators: headersValidators(), PlanModifiers: replaceMap,
				MarkdownDescription: headersText + "Each header takes exactly one of `value`, `secret` and `secret_wo`.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"value":     schema.StringAttribute{Optional: true, MarkdownDescription: headerValueText},
					"secret":    schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: headerSecretText},
					"secret_wo": base.WriteOnlyAttribute("Value of the header, which appears neither in plans nor in the state. A changed value alone does not send the event, so put its version into `triggers`"),
				}},
			},
			"ca_certificate": schema.StringAttribute{
				Optional: true, MarkdownDescription: caCertificateText, Validators: caCertificateValidators(), PlanModifiers: replaceString,
			},
			"follow_redirects": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false), PlanModifiers: replaceBool,
				MarkdownDescription: followRedirectsText, Validators: followRedirectsValidators(),
			},
			"event": schema.StringAttribute{
				Required: true, MarkdownDescription: eventText, Validators: eventValidators(), PlanModifiers: replaceString,
			},
			"triggers": schema.MapAttribute{
				Optional: true, ElementType: types.StringType, PlanModifiers: replaceMap,
				MarkdownDescription: "Any values. When one of them changes, the event is sent again.",
			},
			"require_delivery": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false), PlanModifiers: replaceBool,
				MarkdownDescription: "Whether a failed delivery is an error. In that case, nothing is stored in the state, so the next apply sends the event again. " +
					"Defaults to `false`: a failed delivery is a warning.",
			},
			"delivered":     schema.BoolAttribute{Computed: true, MarkdownDescription: resultTexts["delivered"]},
			"status_code":   schema.Int64Attribute{Computed: true, MarkdownDescription: resultTexts["status_code"]},
			"response_body": schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: resultTexts["response_body"]},
			"duration_ms":   schema.Int64Attribute{Computed: true, MarkdownDescription: resultTexts["duration_ms"]},
			"error":         schema.StringAttribute{Computed: true, MarkdownDescription: resultTexts["error"]},
			"tls_version":   schema.StringAttribute{Computed: true, MarkdownDescription: resultTexts["tls_version"]},
			"payload":       schema.StringAttribute{Computed: true, MarkdownDescription: resultTexts["payload"]},
			"sent_at":       schema.StringAttribute{Computed: true, MarkdownDescription: resultTexts["sent_at"]},
		},
	}
}

func (a *testAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionschema.Schema{
		MarkdownDescription: "Sends a test event to a webhook, and fails if the event is not delivered. Needs Terraform 1.14.",
		Attributes: map[string]actionschema.Attribute{
			"integration_id": actionschema.StringAttribute{Optional: true, MarkdownDescription: integrationIDText, Validators: integrationIDValidators()},
			"url":            actionschema.StringAttribute{Optional: true, MarkdownDescription: urlText, Validators: []validator.String{endpoint.URL{}}},
			"headers": actionschema.MapNestedAttribute{
				Optional: true, MarkdownDescription: headersText + headerFormsText, Validators: headersValidators(),
				NestedObject: actionschema.NestedAttributeObject{Attributes: map[string]actionschema.Attribute{
					"value": actionschema.StringAttribute{Optional: true, MarkdownDescription: headerValueText},
					"secret": actionschema.StringAttribute{
						Optional: true,
						MarkdownDescription: "Value of the header. An action has no state. To hide the value in plans, take it from a sensitive variable, " +
							"since Terraform cannot mark an action's attributes as sensitive. A saved plan still contains it: an action has no write-only attributes.",
					},
				}},
			},
			"ca_certificate":   actionschema.StringAttribute{Optional: true, MarkdownDescription: caCertificateText, Validators: caCertificateValidators()},
			"follow_redirects": actionschema.BoolAttribute{Optional: true, MarkdownDescription: followRedirectsText, Validators: followRedirectsValidators()},
			"event":            actionschema.StringAttribute{Required: true, MarkdownDescription: eventText, Validators: eventValidators()},
		},
	}
}
