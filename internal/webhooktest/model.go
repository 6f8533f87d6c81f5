package webhooktest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/endpoint"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
)

// arguments say what to send where, in the data source, the resource and the action. Elements of Headers
// have value and secret, and in the resource secret_wo.
type arguments struct {
	IntegrationID   types.String `tfsdk:"integration_id"`
	URL             types.String `tfsdk:"url"`
	Headers         types.Map    `tfsdk:"headers"`
	CACertificate   types.String `tfsdk:"ca_certificate"`
	FollowRedirects types.Bool   `tfsdk:"follow_redirects"`
	Event           types.String `tfsdk:"event"`
}

// results are what came of it. All but Payload are null where nothing was sent.
type results struct {
	Delivered    types.Bool   `tfsdk:"delivered"`
	StatusCode   types.Int64  `tfsdk:"status_code"`
	ResponseBody types.String `tfsdk:"response_body"`
	DurationMS   types.Int64  `tfsdk:"duration_ms"`
	Error        types.String `tfsdk:"error"`
	TLSVersion   types.String `tfsdk:"tls_version"`
	Payload      types.String `tfsdk:"payload"`
	SentAt       types.String `tfsdk:"sent_at"`
}

// asData is a soda_webhook_test as data.
type asData struct {
	arguments
	Send types.Bool `tfsdk:"send"`
	results
}

// asResource is a soda_webhook_test as a resource.
type asResource struct {
	arguments
	Triggers        types.Map  `tfsdk:"triggers"`
	RequireDelivery types.Bool `tfsdk:"require_delivery"`
	results
}

// toEvent maps arguments that are all known. It checks the URL once more, for it may not have been known when it was validated.
func (a arguments) toEvent(ctx context.Context, diags *diag.Diagnostics) testEvent {
	t := testEvent{
		IntegrationID: a.IntegrationID.ValueString(),
		URL:           a.URL.ValueString(),
		Headers:       map[string]string{},
		Event:         event.Name(a.Event.ValueString()),
		CACertificate: a.CACertificate.ValueString(),
		Redirects:     a.FollowRedirects.ValueBool(),
	}
	if t.IntegrationID == "" {
		endpoint.URL{}.Check(ctx, path.Root("url"), t.URL, diags)
	}
	if !slices.Contains(event.Names(), t.Event) {
		diags.AddAttributeError(path.Root("event"), "Unknown event", fmt.Sprintf("No event has the name %q.", t.Event))
	}
	headers := header.Read(a.Headers)
	for _, name := range header.Names(headers) { // the same arguments make the same event, and are sent once
		h := headers[name]
		sent := h.Sent()
		if sent == nil {
			diags.AddAttributeError(path.Root("headers").AtMapKey(name), "Header without a value", fmt.Sprintf(
				"The value of header %q was not known when the configuration was validated, and is null now.", name))
			continue
		}
		t.Headers[name] = *sent
		if secret := header.FirstKnown(h.Secret, h.SecretWO); secret != nil {
			t.Secrets = append(t.Secrets, *secret)
		}
	}
	return t
}

// validate checks what spans several arguments, and warns of secrets where plans show them.
func (a arguments) validate(forms header.Forms, diags *diag.Diagnostics) {
	endpoint.WarnCredential(a.URL, diags)
	header.Validate(a.Headers, forms, diags)
}

func (o *outcome) results() results {
	r := results{
		Delivered:    types.BoolValue(o.delivered()),
		ResponseBody: base.StringOrNull(o.Body),
		DurationMS:   types.Int64Value(o.Duration.Milliseconds()),
		Error:        base.StringOrNull(o.Error),
		TLSVersion:   base.StringOrNull(o.TLSVersion),
		Payload:      types.StringValue(o.Payload),
		SentAt:       base.TimeOrNull(&o.SentAt),
	}
	if o.StatusCode != 0 {
		r.StatusCode = types.Int64Value(int64(o.StatusCode))
	}
	return r
}

// preview shows what would be sent. It is the same every time, so that no plan changes by itself.
func preview(name event.Name, diags *diag.Diagnostics) results {
	payload, err := delivery.Payload(name, 1, time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC))
	if err != nil {
		diags.AddAttributeError(path.Root("event"), "Unknown event", err.Error()+".")
	}
	return results{Payload: types.StringValue(string(payload))}
}
