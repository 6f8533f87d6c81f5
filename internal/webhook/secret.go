package webhook

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// The slots of write-only values in the private state; headers have header.Slot.
const (
	signingSlot = "secret"
	urlSlot     = "url"
)

func (m model) signing() base.WriteOnly {
	return base.WriteOnly{Name: "secret_wo", Value: m.SecretWO, Version: m.SecretWOVersion}
}

func (m model) address() base.WriteOnly {
	return base.WriteOnly{Name: "url_wo", Value: m.URLWO, Version: m.URLWOVersion}
}

// planSecrets plans the versions of the write-only values and whether there is a signing secret. m is the plan; the values
// are in config, since a plan has none. updating says that the webhook is to be written anyway. What ignore_changes holds stays
// as state has it.
func (m model) planSecrets(ctx context.Context, config, state model, f base.Fingerprints, updating bool, diags *diag.Diagnostics) model {
	m.URLWOVersion = config.address().PlanVersion(urlSlot, state.URLWOVersion, f, updating)
	if config.URL.IsNull() && config.URLWO.IsNull() {
		m.URLWOVersion = state.URLWOVersion
	}
	m.SecretWOVersion = config.signing().PlanVersion(signingSlot, state.SecretWOVersion, f, updating)
	switch {
	case config.keepsSignature():
		m.HasSecret, m.SecretWOVersion = config.HasSecret, state.SecretWOVersion
	case !config.HasSecret.IsNull():
		m.HasSecret = config.HasSecret
	case header.FirstKnown(config.Secret, config.SecretWO) != nil:
		m.HasSecret = types.BoolValue(true)
	case config.Secret.IsUnknown() || config.SecretWO.IsUnknown():
		m.HasSecret = types.BoolUnknown()
	case config.holdsSignature():
		m.HasSecret = state.HasSecret
	default:
		m.HasSecret = types.BoolValue(false)
	}
	configured, before := header.Read(config.Headers), header.Read(state.Headers)
	m.Headers = header.Change(ctx, m.Headers, func(name string, h header.Header) header.Header {
		prior, now := before[name].SecretWOVersion, configured[name]
		h.SecretWOVersion = now.WriteOnly().PlanVersion(header.Slot(name), prior, f, updating)
		if now.Held() {
			h.SecretWOVersion = prior
		}
		return h
	}, diags)
	return m
}

// settleSecrets gives the versions that are unknown in a plan their values, once all is known.
func (m model) settleSecrets(ctx context.Context, config, state model, f base.Fingerprints, diags *diag.Diagnostics) model {
	m.URLWOVersion = config.address().Settle(m.URLWOVersion, urlSlot, state.URLWOVersion, f)
	m.SecretWOVersion = config.signing().Settle(m.SecretWOVersion, signingSlot, state.SecretWOVersion, f)
	configured, before := header.Read(config.Headers), header.Read(state.Headers)
	m.Headers = header.Change(ctx, m.Headers, func(name string, h header.Header) header.Header {
		h.SecretWOVersion = configured[name].WriteOnly().Settle(h.SecretWOVersion, header.Slot(name), before[name].SecretWOVersion, f)
		return h
	}, diags)
	return m
}

// writeOnly calls back with each write-only value of a configuration: where it is, what it is called, its slot, and the version
// that state has.
func (m model) writeOnly(state model, each func(at path.Path, what, slot string, w base.WriteOnly, prior types.Int64)) {
	each(path.Empty(), "The URL", urlSlot, m.address(), state.URLWOVersion)
	each(path.Empty(), "The signing secret", signingSlot, m.signing(), state.SecretWOVersion)
	before := header.Read(state.Headers)
	for name, h := range header.Read(m.Headers) {
		each(path.Root("headers").AtMapKey(name), fmt.Sprintf("Header %q", name), header.Slot(name), h.WriteOnly(), before[name].SecretWOVersion)
	}
}

// warnMissed warns of values that are not sent, because the user's first version is the one the provider had counted to.
// m is the configuration.
func (m model) warnMissed(state model, f base.Fingerprints, diags *diag.Diagnostics) {
	m.writeOnly(state, func(at path.Path, what, slot string, w base.WriteOnly, prior types.Int64) {
		if w.Missed(slot, prior, f) {
			diags.AddAttributeWarning(w.VersionPath(at), what+" has a new value that is not sent",
				"Its version equals the one that the provider last assigned. Set a higher version.")
		}
	})
}

// teach makes the secrets of a state known to the client, so that no error shows them, whatever a server repeats.
func (m model) teach(ctx context.Context, client *soda.Client) {
	var ignored diag.Diagnostics // of what a state cannot have
	client.LearnWebhook(m.toAPI(ctx, m, nil, &ignored))
}

// countedSecrets returns the write-only values whose versions the provider counts, by slot.
func (m model) countedSecrets() map[string]string {
	values := map[string]string{}
	m.writeOnly(model{}, func(_ path.Path, _, slot string, w base.WriteOnly, _ types.Int64) {
		if value, ok := w.Counted(); ok {
			values[slot] = value
		}
	})
	return values
}
