package webhook

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// The state has no write-only value to compare with what Soda Cloud shows, but a fingerprint of each one whose version the provider
// counted at the last write. One that had a version of the user's own has none, so a change by somebody is not compared.

// alteredKey is where the private state holds the slots of secret values that came back from a write otherwise than they were sent, such
// as a URL in another spelling or in a mask that is not known as one. What Soda Cloud shows of these is not what it has.
const alteredKey = "altered"

// updatedKey is where the private state holds when Soda Cloud updated the webhook at the last write. Since then nobody has changed one
// that has the same time still: what a list shows otherwise than the response to the write is how lists show it.
const updatedKey = "updated_at"

// drifted compares the write-only values that Soda Cloud shows with the fingerprints: see base.Fingerprints.
func drifted(ctx context.Context, w *soda.Webhook, private base.PrivateReader, diags *diag.Diagnostics) (slots, back []string) {
	if untouched(ctx, w, private, diags) {
		return nil, nil
	}
	return base.ReadFingerprints(ctx, private, diags).Drifted(readable(w))
}

// untouched reports whether Soda Cloud says that nobody has updated the webhook since the last write.
func untouched(ctx context.Context, w *soda.Webhook, private base.PrivateReader, diags *diag.Diagnostics) bool {
	raw, d := private.GetKey(ctx, updatedKey)
	diags.Append(d...)
	var updated *time.Time
	return json.Unmarshal(raw, &updated) == nil && updated != nil && w.UpdatedAt != nil && updated.Equal(*w.UpdatedAt)
}

// markDrifted keeps in mind which write-only values somebody has changed in Soda Cloud.
func markDrifted(ctx context.Context, w *soda.Webhook, from base.PrivateReader, to base.PrivateWriter, diags *diag.Diagnostics) {
	if slots, back := drifted(ctx, w, from, diags); len(slots)+len(back) > 0 {
		base.ReadFingerprints(ctx, from, diags).MarkDrifted(ctx, to, slots, back, diags)
	}
}

// readable are the values that Soda Cloud shows, by slot. A header that a response repeats with another value has none.
func readable(w *soda.Webhook) map[string]string {
	values := map[string]string{}
	if address := (soda.Header{Value: &w.URL}); w.URL != "" && address.Readable() {
		values[urlSlot] = w.URL
	}
	for _, h := range w.Headers {
		if h.Readable() {
			values[header.Slot(h.Name)] = *h.Value
		}
	}
	for _, h := range w.Headers {
		if slot := header.Slot(h.Name); !h.Readable() || values[slot] != *h.Value {
			delete(values, slot)
		}
	}
	return values
}

// remember puts fingerprints of what was written into the private state, and what Soda Cloud shows of it. m is the configuration; from is
// the private state of the write before, nil for the first.
func (m model) remember(ctx context.Context, from base.PrivateReader, private base.PrivateWriter, held held, in soda.WebhookInput, answer *soda.Webhook, diags *diag.Diagnostics) {
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
	var before base.Fingerprints
	updated := answer.UpdatedAt
	if from != nil {
		before = base.ReadFingerprints(ctx, from, diags)
		if untouched(ctx, answer, from, diags) { // a list that lags behind the write, read in place of an empty response
			updated, altered = nil, base.ReadNames(ctx, from, alteredKey, diags)
		}
	}
	if updated == nil { // then nobody can tell later whether somebody has changed a value, or the list alters it
		same = nil
	}
	base.WriteNames(ctx, private, alteredKey, altered, diags)
	raw, _ := json.Marshal(updated) // a time or null
	diags.Append(private.SetKey(ctx, updatedKey, raw)...)
	base.WriteFingerprints(ctx, private, base.Written{
		Values: held.without(m.countedSecrets()), Shown: same, Sent: sent, Before: before, Keep: held.shown(),
	}, diags)
}
