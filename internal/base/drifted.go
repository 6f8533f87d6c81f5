package base

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Drifted names the slots whose values are not those that were last written, in order. shown are the values that the server shows, by
// slot: without a fingerprint, one says nothing. If all are as they were written, that costs one hash, which a plan does not compute again
// if the server shows all values.
func (f Fingerprints) Drifted(shown map[string]string) []string {
	slots := slices.DeleteFunc(slices.Collect(maps.Keys(f)), func(slot string) bool { return slot == togetherSlot || slot == shownSlot })
	known, group := subset(shown, slots), shownSlot
	if len(known) == len(slots) {
		group = togetherSlot
	}
	f.hash(group, known)
	var drifted []string
	for _, slot := range slices.Sorted(maps.Keys(known)) {
		if !f.matches(slot, known[slot]) {
			drifted = append(drifted, slot)
		}
	}
	return drifted
}

// Forget drops the fingerprints of the slots from the private state, so that the next plan counts their versions up and writes whatever
// value the configuration has. Those of values together are no longer of use then.
func (f Fingerprints) Forget(ctx context.Context, private PrivateWriter, slots []string, diags *diag.Diagnostics) {
	left := maps.Clone(f)
	for _, slot := range append(slices.Clone(slots), togetherSlot, shownSlot) {
		delete(left, slot)
	}
	left.store(ctx, private, diags)
}
