package webhooktest

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

const notDelivered = "The test event was not delivered"

// checkPlanned checks the integration of a planned event where all that takes is known.
func checkPlanned(ctx context.Context, client *soda.Client, a arguments, diags *diag.Diagnostics) {
	if a.IntegrationID.IsNull() || a.IntegrationID.IsUnknown() || a.Event.IsUnknown() {
		return
	}
	t := testEvent{IntegrationID: a.IntegrationID.ValueString(), Event: event.Name(a.Event.ValueString())}
	checkIntegration(ctx, client, t, diags)
}

// checkIntegration says whether the integration, if there is one, can be sent to, and warns of an event that Soda Cloud
// would not send there. A test sends it all the same.
func checkIntegration(ctx context.Context, client *soda.Client, t testEvent, diags *diag.Diagnostics) {
	if t.IntegrationID == "" {
		return
	}
	webhook, err := client.Webhook(ctx, t.IntegrationID)
	switch {
	case soda.IsNotFound(err):
		addSendError(diags, t, err)
		return
	case err != nil:
		kind.AddPlanError(diags, err)
		return
	}
	subscribed := func(scope string) bool { return t.Event.GoesWith(event.Scope(scope)) }
	if t.Event != event.Validate && !slices.ContainsFunc(webhook.Scopes, subscribed) {
		diags.AddAttributeWarning(path.Root("event"), "Event not in the webhook's scopes", fmt.Sprintf(
			"The webhook integration %q does not have the scope %s, so Soda Cloud sends it %s only in tests. Add the scope, or "+
				"test with an event that it receives.", webhook.Name, t.Event.Scope(), t.Event))
	}
}

// addSendError reports that nothing can be said of the endpoint.
func addSendError(diags *diag.Diagnostics, t testEvent, err error) {
	switch {
	case errors.Is(err, context.Canceled):
		diags.AddError("Cannot send the test event", "The run was canceled. The event may have been sent.")
	case soda.IsNotFound(err):
		diags.AddAttributeError(path.Root("integration_id"), "Cannot send the test event", fmt.Sprintf(
			"No webhook integration has the id %q. Take it from a soda_webhook_integration resource or data source.", t.IntegrationID))
	default:
		kind.AddError(diags, "send", err)
		if soda.Unanswered(err) {
			diags.AddWarning("The test event may have been sent", "The response to the call was lost. Check the endpoint before you send the event again.")
		}
	}
}

// argument is the one that says where the event goes.
func (t testEvent) argument() path.Path {
	if t.IntegrationID != "" {
		return path.Root("integration_id")
	}
	return path.Root("url")
}

// target names where the event goes, without what may be a credential in a URL.
func (t testEvent) target() string {
	if t.IntegrationID != "" {
		return "the webhook integration " + t.IntegrationID + ", through Soda Cloud"
	}
	u, err := url.Parse(t.URL)
	if err != nil {
		return "the URL"
	}
	return u.Scheme + "://" + u.Host
}

// failure says why and how far. The answer itself is in the results, which are worth more than a line of a diagnostic.
func (o *outcome) failure() string {
	return fmt.Sprintf("%s\n\nIt took %d ms. Soda's older documentation requires https with TLS 1.2 or newer, and a response within 10 seconds with a status from 200 to 399.",
		o.Error, o.Duration.Milliseconds())
}

// quote quotes what the endpoint responded, for the action, which has no result to hold it. What Soda Cloud sends has headers that
// it hides, so that nobody here can tell whether a response repeats one.
func (t testEvent) quote(o *outcome) string {
	const most = 1000 // runes
	switch body := []rune(o.Body); {
	case len(body) == 0 || t.IntegrationID != "":
		return ""
	case len(body) > most:
		return "\n\nThe endpoint's response starts with:\n\n" + string(body[:most])
	}
	return "\n\nThe endpoint responded:\n\n" + o.Body
}

func (o *outcome) success() string {
	text := fmt.Sprintf("Delivered: status %d after %d ms", o.StatusCode, o.Duration.Milliseconds())
	if o.TLSVersion != "" {
		text += ", " + o.TLSVersion
	}
	return text
}

// certificates checks the PEM text of a CA.
type certificates struct{}

func (certificates) Description(context.Context) string {
	return "must contain at least one PEM certificate, which begins with -----BEGIN CERTIFICATE-----"
}
func (v certificates) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v certificates) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if !x509.NewCertPool().AppendCertsFromPEM([]byte(req.ConfigValue.ValueString())) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid certificate", "The value "+v.Description(ctx)+".")
	}
}
