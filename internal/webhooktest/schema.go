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
	integrationIDText = "Id of the webhook integration that Soda Cloud is to send the event to. Exactly one of `integration_id` and `url` is set."
	urlText           = "Where to send the event from here, without Soda Cloud: an `https` URL, or `http` for a loopback address. " +
		"A proxy is taken from the environment (`HTTPS_PROXY`, `NO_PROXY`)."
	headersText         = "HTTP headers to send along with `url`, by name. "
	headerFormsText     = "Each header takes exactly one of `value` and `secret`."
	headerValueText     = "Value of the header, shown in plans."
	headerSecretText    = "Value of the header, hidden in plans. It is kept in the state."
	caCertificateText   = "Certificates, as PEM, of a private CA that `url` may be signed by, trusted beside those of the system. Soda Cloud itself does not know them."
	followRedirectsText = "Whether to send the event on to where `url` redirects: up to 5 times, to the same host and scheme only. `false` if not set: then a redirect counts as not delivered."
	eventText           = "Event to send: `validate`, `checkEvaluation`, `incidentCreated`, `incidentUpdated` or `contractPublished`."
)

// resultTexts describe the results, by attribute.
var resultTexts = map[string]string{
	"delivered":   "Whether a response came within 10 seconds with a status from 200 to 399, over TLS 1.2 or newer, and without a redirect that was not followed. Null if nothing was sent.",
	"status_code": "Status of the response, null if none came.",
	"response_body": "The first 4,096 bytes of the response, hidden in plans because endpoints often repeat what they are sent. If it holds a secret of `headers` or of the URL, " +
		"in whole or in part, it reads `(hidden, because it repeats a secret)` instead.",
	"duration_ms": "Milliseconds from start to the end of the response.",
	"error":       "Why it was not delivered, null if it was. It begins with the stage: `DNS`, `connect`, `TLS`, `timeout`, `status` or `response`. It never quotes the endpoint.",
	"tls_version": "TLS version of the connection, null through Soda Cloud and for `http`.",
	"payload":     "The event as JSON, with invented values: other ones each time it is sent.",
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
		MarkdownDescription: "A test event for a webhook, and what came of it. With `send` not set it shows the payload and sends nothing.",
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
				MarkdownDescription: "Whether to send the event. `false` if not set, because a data source is read at nearly every plan, apply, refresh " +
					"and destroy, and each of them would send.",
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
		MarkdownDescription: "A test event that is sent once, when the resource is created, and once more whenever an argument or one of `triggers` changes. " +
			"Nothing is sent at plan, refresh or destroy.",
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
					"secret_wo": base.WriteOnlyAttribute("Value of the header, neither in plans nor in the state; a changed value alone sends nothing, so name its version in `triggers`"),
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
				MarkdownDescription: "Any values; when one of them changes, the event is sent again.",
			},
			"require_delivery": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false), PlanModifiers: replaceBool,
				MarkdownDescription: "Whether an event that was not delivered is an error: nothing is kept in the state then, so the next apply sends again. " +
					"`false` if not set: then it is a warning.",
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
		MarkdownDescription: "Send a test event to a webhook. It fails if the event is not delivered. Needs Terraform 1.14.",
		Attributes: map[string]actionschema.Attribute{
			"integration_id": actionschema.StringAttribute{Optional: true, MarkdownDescription: integrationIDText, Validators: integrationIDValidators()},
			"url":            actionschema.StringAttribute{Optional: true, MarkdownDescription: urlText, Validators: []validator.String{endpoint.URL{}}},
			"headers": actionschema.MapNestedAttribute{
				Optional: true, MarkdownDescription: headersText + headerFormsText, Validators: headersValidators(),
				NestedObject: actionschema.NestedAttributeObject{Attributes: map[string]actionschema.Attribute{
					"value": actionschema.StringAttribute{Optional: true, MarkdownDescription: headerValueText},
					"secret": actionschema.StringAttribute{
						Optional: true,
						MarkdownDescription: "Value of the header. An action has no state; for the plan to hide it, take it from a variable that is marked as sensitive, " +
							"since Terraform has no such mark for the attributes of an action.",
					},
				}},
			},
			"ca_certificate":   actionschema.StringAttribute{Optional: true, MarkdownDescription: caCertificateText, Validators: caCertificateValidators()},
			"follow_redirects": actionschema.BoolAttribute{Optional: true, MarkdownDescription: followRedirectsText, Validators: followRedirectsValidators()},
			"event":            actionschema.StringAttribute{Required: true, MarkdownDescription: eventText, Validators: eventValidators()},
		},
	}
}
