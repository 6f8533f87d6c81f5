package webhook

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// testArguments say what to send where, in the data source, the resource and the action. Elements of Headers are not of
// headerType: they have value and secret, and in the resource secret_wo.
type testArguments struct {
	IntegrationID   types.String `tfsdk:"integration_id"`
	URL             types.String `tfsdk:"url"`
	Headers         types.Map    `tfsdk:"headers"`
	CACertificate   types.String `tfsdk:"ca_certificate"`
	FollowRedirects types.Bool   `tfsdk:"follow_redirects"`
	Event           types.String `tfsdk:"event"`
}

// testResults are what came of it. All but Payload are null where nothing was sent.
type testResults struct {
	Delivered    types.Bool   `tfsdk:"delivered"`
	StatusCode   types.Int64  `tfsdk:"status_code"`
	ResponseBody types.String `tfsdk:"response_body"`
	DurationMS   types.Int64  `tfsdk:"duration_ms"`
	Error        types.String `tfsdk:"error"`
	TLSVersion   types.String `tfsdk:"tls_version"`
	Payload      types.String `tfsdk:"payload"`
	SentAt       types.String `tfsdk:"sent_at"`
}

// testData is a soda_webhook_test as data.
type testData struct {
	testArguments
	Send types.Bool `tfsdk:"send"`
	testResults
}

// testState is a soda_webhook_test as a resource.
type testState struct {
	testArguments
	Triggers        types.Map  `tfsdk:"triggers"`
	RequireDelivery types.Bool `tfsdk:"require_delivery"`
	testResults
}

// toEvent maps arguments that are all known. It checks the URL once more, for it may not have been known when it was validated.
func (a testArguments) toEvent(ctx context.Context, diags *diag.Diagnostics) testEvent {
	t := testEvent{
		IntegrationID: a.IntegrationID.ValueString(),
		URL:           a.URL.ValueString(),
		Headers:       map[string]string{},
		Event:         event.Name(a.Event.ValueString()),
		CACertificate: a.CACertificate.ValueString(),
		Redirects:     a.FollowRedirects.ValueBool(),
	}
	if t.IntegrationID == "" {
		endpointURL{}.check(ctx, path.Root("url"), t.URL, diags)
	}
	headers := testHeaders(a.Headers)
	for _, name := range sortedNames(headers) { // the same arguments make the same event, and are sent once
		h := headers[name]
		t.Headers[name] = *h.sent()
		if secret := firstKnown(h.Secret, h.SecretWO); secret != nil {
			t.Secrets = append(t.Secrets, *secret)
		}
	}
	return t
}

// testHeaders reads headers whichever forms of value they can have.
func testHeaders(headers types.Map) map[string]header {
	found := make(map[string]header, len(headers.Elements()))
	for name, element := range headers.Elements() {
		object, ok := element.(types.Object)
		if !ok || object.IsUnknown() {
			continue
		}
		form := func(name string) types.String {
			value, _ := object.Attributes()[name].(types.String) // null if there is no such form
			return value
		}
		found[name] = header{Value: form("value"), Secret: form("secret"), SecretWO: form("secret_wo")}
	}
	return found
}

// validate checks what spans several arguments, and warns of secrets where plans show them.
func (a testArguments) validate(forms headerForms, diags *diag.Diagnostics) {
	warnURL(a.URL, diags)
	validateHeaders(testHeaders(a.Headers), forms, diags)
}

func (o *outcome) results() testResults {
	r := testResults{
		Delivered:    types.BoolValue(o.delivered()),
		ResponseBody: base.StringOrNull(o.Answer),
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
func preview(name event.Name, diags *diag.Diagnostics) testResults {
	payload, err := delivery.Payload(name, 1, time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC))
	if err != nil {
		diags.AddAttributeError(path.Root("event"), "Unknown event", err.Error()+".")
	}
	return testResults{Payload: types.StringValue(string(payload))}
}
