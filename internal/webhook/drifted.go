package webhook

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// The state has no write-only value to compare with what Soda Cloud shows, but a fingerprint of each one whose version the provider
// counts. A value with a version of the user's own has none, so a change by somebody is not compared.

// alteredKey is where the private state holds the slots of values that came back from a write otherwise than they were sent, such as a
// URL in another spelling. What comes back of these says nothing about changes.
const alteredKey = "altered_write_only"

// drifted names the slots of the write-only values that somebody has changed in Soda Cloud since the last write, by the fingerprints.
func drifted(ctx context.Context, w *soda.Webhook, private base.PrivateReader, diags *diag.Diagnostics) (base.Fingerprints, []string) {
	fingerprints := base.ReadFingerprints(ctx, private, diags)
	if len(fingerprints) == 0 {
		return nil, nil
	}
	shown := readable(w)
	for _, slot := range base.ReadNames(ctx, private, alteredKey, diags) {
		delete(shown, slot)
	}
	for _, name := range base.ReadNames(ctx, private, opaqueKey, diags) { // of a state that has no altered slots yet
		delete(shown, header.Slot(name))
	}
	return fingerprints, fingerprints.Drifted(shown)
}

// forgetDrifted drops the fingerprints of write-only values that somebody has changed in Soda Cloud.
func forgetDrifted(ctx context.Context, w *soda.Webhook, from base.PrivateReader, to base.PrivateWriter, diags *diag.Diagnostics) {
	if fingerprints, slots := drifted(ctx, w, from, diags); len(slots) > 0 {
		fingerprints.Forget(ctx, to, slots, diags)
	}
}

// readable are the values that Soda Cloud shows, by slot. A header that a response repeats with another value has none.
func readable(w *soda.Webhook) map[string]string {
	values := map[string]string{}
	for slot, value := range shownBy(w) {
		values[slot] = *value
	}
	if address := (soda.Header{Value: &w.URL}); w.URL == "" || !address.Readable() {
		delete(values, urlSlot)
	}
	for _, h := range w.Headers {
		if slot := header.Slot(h.Name); !h.Readable() || values[slot] != *h.Value {
			delete(values, slot)
		}
	}
	return values
}

// remember puts fingerprints of what was written into the private state, and what Soda Cloud shows of it. values are those of the
// configuration, by slot.
func remember(ctx context.Context, private base.PrivateWriter, values map[string]string, kept base.Fingerprints, in soda.WebhookInput, answer *soda.Webhook, diags *diag.Diagnostics) {
	shown, sent := readable(answer), map[string]string{}
	if in.URLSecret {
		sent[urlSlot] = in.URL
	}
	for _, h := range in.Headers {
		if h.Secret {
			sent[header.Slot(h.Name)] = *h.Value
		}
	}
	var same, altered []string
	for slot, value := range sent {
		switch back, ok := shown[slot]; {
		case !ok:
		case back == value:
			same = append(same, slot)
		default:
			altered = append(altered, slot)
		}
	}
	slices.Sort(altered)
	base.WriteNames(ctx, private, alteredKey, altered, diags)
	base.WriteFingerprints(ctx, private, values, same, kept, diags)
}
