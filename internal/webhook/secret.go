package webhook

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
)

// signingSlot names the signing secret in the private state.
const signingSlot = "secret"

func (m model) signing() base.WriteOnly {
	return base.WriteOnly{Value: m.SecretWO, Version: m.SecretWOVersion}
}

// planSecrets plans the versions of the write-only values and whether there is a signing secret. m is the plan; the values
// are in config, since a plan has none. updating says that the webhook is to be written anyway.
func (m model) planSecrets(ctx context.Context, config, state model, f base.Fingerprints, updating bool, diags *diag.Diagnostics) model {
	m.SecretWOVersion = config.signing().PlanVersion(signingSlot, state.SecretWOVersion, f, updating)
	switch {
	case header.FirstKnown(config.Secret, config.SecretWO) != nil:
		m.HasSecret = types.BoolValue(true)
	case config.Secret.IsUnknown() || config.SecretWO.IsUnknown():
		m.HasSecret = types.BoolUnknown()
	default:
		m.HasSecret = types.BoolValue(false)
	}
	configured, before := header.Read(config.Headers), header.Read(state.Headers)
	m.Headers = header.WithVersions(ctx, m.Headers, func(name string, _ types.Int64) types.Int64 {
		return configured[name].WriteOnly().PlanVersion(header.Slot(name), before[name].SecretWOVersion, f, updating)
	}, diags)
	return m
}

// settleSecrets gives the versions that are unknown in a plan their values, once all is known.
func (m model) settleSecrets(ctx context.Context, config, state model, f base.Fingerprints, diags *diag.Diagnostics) model {
	m.SecretWOVersion = config.signing().Settle(m.SecretWOVersion, signingSlot, state.SecretWOVersion, f)
	configured, before := header.Read(config.Headers), header.Read(state.Headers)
	m.Headers = header.WithVersions(ctx, m.Headers, func(name string, planned types.Int64) types.Int64 {
		return configured[name].WriteOnly().Settle(planned, header.Slot(name), before[name].SecretWOVersion, f)
	}, diags)
	return m
}

// warnMissed warns of values that are not sent, because the user's first version is the one the provider had counted to.
// m is the configuration.
func (m model) warnMissed(state model, f base.Fingerprints, diags *diag.Diagnostics) {
	warn := func(at path.Path, what string) {
		diags.AddAttributeWarning(at.AtName("secret_wo_version"), what+" has a new value that is not sent",
			"Its version is the one that the provider had counted to. Give it a higher version.")
	}
	if m.signing().Missed(signingSlot, state.SecretWOVersion, f) {
		warn(path.Empty(), "The signing secret")
	}
	before := header.Read(state.Headers)
	for name, h := range header.Read(m.Headers) {
		if h.WriteOnly().Missed(header.Slot(name), before[name].SecretWOVersion, f) {
			warn(path.Root("headers").AtMapKey(name), fmt.Sprintf("Header %q", name))
		}
	}
}

// countedSecrets returns the write-only values whose versions the provider counts, by slot.
func (m model) countedSecrets() map[string]string {
	values := map[string]string{}
	if value, ok := m.signing().Counted(); ok {
		values[signingSlot] = value
	}
	for name, h := range header.Read(m.Headers) {
		if value, ok := h.WriteOnly().Counted(); ok {
			values[header.Slot(name)] = value
		}
	}
	return values
}
