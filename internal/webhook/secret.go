package webhook

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
)

// signingSlot and headerSlot name the write-only values in the private state. Header names do not differ by case.
const signingSlot = "secret"

func headerSlot(name string) string { return "header:" + strings.ToLower(name) }

func (m model) signing() base.WriteOnly {
	return base.WriteOnly{Value: m.SecretWO, Version: m.SecretWOVersion}
}

func (h header) secret() base.WriteOnly {
	return base.WriteOnly{Value: h.SecretWO, Version: h.SecretWOVersion}
}

// planSecrets plans the versions of the write-only values and whether there is a signing secret. m is the plan; the values
// are in config, since a plan has none. updating says that the webhook is to be written anyway.
func (m model) planSecrets(ctx context.Context, config, state model, f base.Fingerprints, updating bool, diags *diag.Diagnostics) model {
	m.SecretWOVersion = config.signing().PlanVersion(signingSlot, state.SecretWOVersion, f, updating)
	switch {
	case firstKnown(config.Secret, config.SecretWO) != nil:
		m.HasSecret = types.BoolValue(true)
	case config.Secret.IsUnknown() || config.SecretWO.IsUnknown():
		m.HasSecret = types.BoolUnknown()
	default:
		m.HasSecret = types.BoolValue(false)
	}
	configured, before := headersOf(ctx, config.Headers, diags), headersOf(ctx, state.Headers, diags)
	m.Headers = withVersions(ctx, m.Headers, func(name string, _ types.Int64) types.Int64 {
		return configured[name].secret().PlanVersion(headerSlot(name), before[name].SecretWOVersion, f, updating)
	}, diags)
	return m
}

// settleSecrets gives the versions that are unknown in a plan their values, once all is known.
func (m model) settleSecrets(ctx context.Context, config, state model, f base.Fingerprints, diags *diag.Diagnostics) model {
	m.SecretWOVersion = config.signing().Settle(m.SecretWOVersion, signingSlot, state.SecretWOVersion, f)
	configured, before := headersOf(ctx, config.Headers, diags), headersOf(ctx, state.Headers, diags)
	m.Headers = withVersions(ctx, m.Headers, func(name string, planned types.Int64) types.Int64 {
		return configured[name].secret().Settle(planned, headerSlot(name), before[name].SecretWOVersion, f)
	}, diags)
	return m
}

// withVersions replaces the versions of those headers that are known as objects.
func withVersions(ctx context.Context, headers types.Map, version func(name string, now types.Int64) types.Int64, diags *diag.Diagnostics) types.Map {
	if headers.IsNull() || headers.IsUnknown() {
		return headers
	}
	elements := headers.Elements() // a copy
	for name, h := range headersOf(ctx, headers, diags) {
		h.SecretWOVersion = version(name, h.SecretWOVersion)
		object, d := types.ObjectValueFrom(ctx, headerType.AttrTypes, h)
		diags.Append(d...)
		elements[name] = object
	}
	changed, d := types.MapValue(headerType, elements)
	diags.Append(d...)
	return changed
}

// warnMissed warns of values that are not sent, because the user's first version is the one the provider had counted to.
// m is the configuration.
func (m model) warnMissed(ctx context.Context, state model, f base.Fingerprints, diags *diag.Diagnostics) {
	warn := func(at path.Path, what string) {
		diags.AddAttributeWarning(at.AtName("secret_wo_version"), what+" has a new value that is not sent",
			"Its version is the one that the provider had counted to. Give it a higher version.")
	}
	if m.signing().Missed(signingSlot, state.SecretWOVersion, f) {
		warn(path.Empty(), "The signing secret")
	}
	before := headersOf(ctx, state.Headers, diags)
	for name, h := range headersOf(ctx, m.Headers, diags) {
		if h.secret().Missed(headerSlot(name), before[name].SecretWOVersion, f) {
			warn(path.Root("headers").AtMapKey(name), fmt.Sprintf("Header %q", name))
		}
	}
}

// countedSecrets returns the write-only values whose versions the provider counts, by slot.
func (m model) countedSecrets(ctx context.Context, diags *diag.Diagnostics) map[string]string {
	values := map[string]string{}
	if value, ok := m.signing().Counted(); ok {
		values[signingSlot] = value
	}
	for name, h := range headersOf(ctx, m.Headers, diags) {
		if value, ok := h.secret().Counted(); ok {
			values[headerSlot(name)] = value
		}
	}
	return values
}
