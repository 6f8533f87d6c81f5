package base

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// drift is what a fingerprint says of changes by others, where the server shows the value.
type drift struct {
	// Shown: the response to the write had the value exactly as it was sent. Only then does another one say something.
	Shown bool `json:"shown,omitempty"`
	// Drifted: somebody has changed the value since.
	Drifted bool `json:"drifted,omitempty"`
}

// Drifted names the slots whose values somebody has changed, in order, and those that were marked so and are as they were written again.
// shown are the values that the server shows, by slot. If all are as they were written, that costs one hash, which a plan does not compute
// again if the server shows all values.
func (f Fingerprints) Drifted(shown map[string]string) (drifted, back []string) {
	var slots, watched []string
	for slot, one := range f {
		if slot == togetherSlot || slot == shownSlot {
			continue
		}
		slots = append(slots, slot)
		if one.Shown {
			watched = append(watched, slot)
		}
	}
	known, group := subset(shown, watched), shownSlot
	if len(known) == len(slots) {
		group = togetherSlot
	}
	f.hash(group, known)
	for _, slot := range slices.Sorted(maps.Keys(known)) {
		switch same := f.matches(slot, known[slot]); {
		case !same:
			drifted = append(drifted, slot)
		case f[slot].Drifted:
			back = append(back, slot)
		}
	}
	return drifted, back
}

// MarkDrifted puts what Drifted returned into the private state. The next plan counts up the version of a value that has drifted, and
// so writes the one that the configuration has.
func (f Fingerprints) MarkDrifted(ctx context.Context, private PrivateWriter, drifted, back []string, diags *diag.Diagnostics) {
	marked := maps.Clone(f)
	for _, slot := range append(slices.Clone(drifted), back...) {
		one := marked[slot]
		one.Drifted = slices.Contains(drifted, slot)
		marked[slot] = one
	}
	marked.store(ctx, private, diags)
}

// unchanged reports whether a value is the one that was written and still there.
func (f Fingerprints) unchanged(slot, value string) bool {
	return f.matches(slot, value) && !f[slot].Drifted
}

// Altered names the slots of values that are shown otherwise than they were written, where nobody has updated the object since.
func (f Fingerprints) Altered(shown map[string]string) (slots []string) {
	for slot, value := range shown {
		if one, ok := f[slot]; ok && !one.Drifted && !one.matches(value) {
			slots = append(slots, slot)
		}
	}
	return slots
}
