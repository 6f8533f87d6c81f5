package webhook

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/endpoint"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// model is a soda_webhook_integration in configuration, plan and state.
type model struct {
	ID              types.String `tfsdk:"id"`
	Name            types.String `tfsdk:"name"`
	URL             types.String `tfsdk:"url"`
	URLWO           types.String `tfsdk:"url_wo"`
	URLWOVersion    types.Int64  `tfsdk:"url_wo_version"`
	Scopes          types.Set    `tfsdk:"scopes"`
	Headers         types.Map    `tfsdk:"headers"`
	Secret          types.String `tfsdk:"secret"`
	SecretWO        types.String `tfsdk:"secret_wo"`
	SecretWOVersion types.Int64  `tfsdk:"secret_wo_version"`
	HasSecret       types.Bool   `tfsdk:"has_secret"`
	Enabled         types.Bool   `tfsdk:"enabled"`

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// toAPI maps a plan, in which all is known, with the write-only values, which only config has, and with those that
// ignore_changes holds. A value that is missing is an error: the update replaces everything, so it would erase it. Headers come
// in order of their names.
func (m model) toAPI(ctx context.Context, config model, held held, diags *diag.Diagnostics) soda.WebhookInput {
	in := soda.WebhookInput{Name: m.Name.ValueString(), URLSecret: m.URL.IsNull(), Headers: []soda.Header{}, Scopes: []string{}}
	diags.Append(m.Scopes.ElementsAs(ctx, &in.Scopes, false)...)
	slices.Sort(in.Scopes)
	if address := held.value(urlSlot, header.FirstKnown(m.URL, config.URLWO)); address != nil {
		in.URL = *address
		endpoint.URL{}.Check(ctx, path.Root("url_wo"), in.URL, diags) // may not have been known before
	} else {
		addMissing(path.Root("url_wo"), "The URL", diags)
	}
	m.Secret = base.Remember(m.Secret, config.Secret)
	in.Secret = m.signature(config, held, diags)
	writeOnly := header.Read(config.Headers)
	for name, h := range header.Read(m.Headers) {
		h.SecretWO = writeOnly[name].SecretWO
		h.Value, h.Secret = base.Remember(h.Value, writeOnly[name].Value), base.Remember(h.Secret, writeOnly[name].Secret)
		value := held.value(header.Slot(name), h.Sent())
		if value == nil {
			addMissing(path.Root("headers").AtMapKey(name), fmt.Sprintf("Header %q", name), diags)
			continue
		}
		in.Headers = append(in.Headers, soda.Header{Name: name, Value: value, Secret: h.Value.IsNull()})
	}
	slices.SortFunc(in.Headers, func(a, b soda.Header) int { return strings.Compare(a.Name, b.Name) })
	return in
}

// stored is what goes into state after a write: the plan with what only the answer knows. That Soda stored something else
// than it was sent is reported; the next read brings that into state.
func (m model) stored(in soda.WebhookInput, answer *soda.Webhook, diags *diag.Diagnostics) model {
	kind.AddDifferences(diags, m.ID.IsUnknown(), in.Differences(*answer))
	m.ID = types.StringValue(answer.ID)
	if m.HasSecret.IsUnknown() {
		m.HasSecret = types.BoolValue(answer.HasSecret)
	}
	if m.Enabled.IsUnknown() {
		m.Enabled = types.BoolValue(answer.Enabled)
	}
	return m
}

// fromAPI maps a stored webhook. m is what state held before: it says how the user spells what means the same, and holds what
// Soda Cloud does not show. opaque are the headers of header.Opaque.
func (m model) fromAPI(ctx context.Context, w *soda.Webhook, opaque []string, diags *diag.Diagnostics) model {
	scopes, d := types.SetValueFrom(ctx, types.StringType, append([]string{}, w.ScopeSet()...))
	diags.Append(d...)
	m.ID = types.StringValue(w.ID)
	if !text.Same(m.Name.ValueString(), w.Name) {
		m.Name = types.StringValue(w.Name)
	}
	if m.URLWOVersion.IsNull() && !soda.SameURL(m.URL.ValueString(), w.URL) { // otherwise the URL must not be in the state
		m.URL = types.StringValue(w.URL)
	}
	m.Scopes = scopes
	m.Headers = header.FromAPI(ctx, w.Headers, m.Headers, opaque, diags)
	m.HasSecret = types.BoolValue(w.HasSecret)
	m.Enabled = types.BoolValue(w.Enabled)
	return m
}
