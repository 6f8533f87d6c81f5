package base_test

import (
	"context"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
)

// private is private state in memory.
type private map[string][]byte

func (p private) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return p[key], nil }

func (p private) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}

func planned(f base.Fingerprints, slot, value string) int64 {
	w := base.WriteOnly{Name: "secret_wo", Value: types.StringValue(value)}
	return w.PlanVersion(slot, types.Int64Value(1), f, false).ValueInt64()
}

// A fingerprint knows its value again, hashed ahead or not, and no other: not that of another slot, and not a part of one.
func TestFingerprints(t *testing.T) {
	var diags diag.Diagnostics
	state := private{}
	base.WriteFingerprints(t.Context(), state, base.Written{Values: map[string]string{"a": "one", "b": "two", "c": ""}}, &diags)
	for _, ahead := range []bool{false, true} {
		f := base.ReadFingerprints(t.Context(), state, &diags)
		if ahead {
			f.Hash(map[string]string{"a": "one", "b": "other", "nowhere": "x"})
		}
		for _, tc := range []struct {
			slot, value string
			same        bool
		}{
			{"a", "one", true}, {"b", "two", true}, {"c", "", true}, {"a", "two", false}, {"b", "one", false}, {"b", "other", false}, {"a", "", false}, {"a", "one ", false}, {"d", "one", false},
		} {
			if got := planned(f, tc.slot, tc.value) == 1; got != tc.same {
				t.Errorf("hashed ahead %t: slot %s, value %q: the same %t, want %t", ahead, tc.slot, tc.value, got, tc.same)
			}
		}
	}
	base.WriteFingerprints(t.Context(), state, base.Written{
		Values: map[string]string{"a": "newer", "b": "newer"},
		Before: base.ReadFingerprints(t.Context(), state, &diags), Keep: []string{"a", "nowhere"}, Sent: map[string]string{"a": "one", "b": "newer"},
	}, &diags)
	if f := base.ReadFingerprints(t.Context(), state, &diags); planned(f, "a", "one") != 1 || planned(f, "b", "newer") != 1 || planned(f, "c", "") == 1 {
		t.Error("want a as it was, b anew, and c no more")
	}
	base.WriteFingerprints(t.Context(), state, base.Written{}, &diags)
	if raw := state["write_only"]; raw != nil || diags.HasError() {
		t.Errorf("got %s, %v; want nothing left behind", raw, diags)
	}
}

// written returns the private state that a write of the values leaves, and forgets what it has hashed: the next plan is in another
// process.
func written(t testing.TB, values map[string]string) private {
	t.Helper()
	var diags diag.Diagnostics
	state := private{}
	base.WriteFingerprints(t.Context(), state, base.Written{Values: values}, &diags)
	base.ForgetHashes()
	return state
}

// Values that have not changed cost one hash, however many there are and however often they are compared; else there is one more for
// each.
func TestFingerprints_hashOnce(t *testing.T) {
	values := map[string]string{"a": "one", "b": "two", "c": "three", "d": "four"}
	for name, tc := range map[string]struct {
		slot, value string
		hashes      int64
	}{
		"nothing changed": {"a", "one", 1}, "one changed": {"a", "other", 5}, "one added": {"e", "five", 5},
	} {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			state, configured := written(t, values), maps.Clone(values)
			configured[tc.slot] = tc.value
			count := base.CountHashes(t)
			f := base.ReadFingerprints(t.Context(), state, &diags)
			for range 2 {
				f.Hash(configured)
				for slot, value := range configured {
					if got, want := planned(f, slot, value) == 1, value == values[slot]; got != want {
						t.Errorf("slot %s: the same %t, want %t", slot, got, want)
					}
				}
			}
			if got := count.Load(); got != tc.hashes {
				t.Errorf("got %d hashes, want %d", got, tc.hashes)
			}
		})
	}
}

// What is kept from before may be of other values than those of the configuration, so the values together say nothing then.
func TestFingerprints_keptApart(t *testing.T) {
	var diags diag.Diagnostics
	state := written(t, map[string]string{"a": "one", "b": "two"})
	before := base.ReadFingerprints(t.Context(), state, &diags)
	configured := map[string]string{"a": "held back", "b": "two", "c": "three"}
	base.WriteFingerprints(t.Context(), state, base.Written{Values: configured, Before: before, Keep: []string{"a"}, Sent: map[string]string{"a": "one"}}, &diags)
	f := base.ReadFingerprints(t.Context(), state, &diags)
	f.Hash(configured)
	if planned(f, "a", "held back") == 1 || planned(f, "a", "one") != 1 || planned(f, "b", "two") != 1 {
		t.Error("want the hash of a as it was kept, not that of a value which was not sent")
	}
}

// stored is what an earlier version left, which did not say what its hashes had cost, nor hash values together.
const stored = `{"a":{"salt":"AAECAwQFBgcICQoLDA0ODw==","hash":"d8Jlv7h1LNnEXZ1XSuxsnaZGUit6o15iLYbbN/BawR8="},"b":{"salt":"EBESExQVFhcYGRobHB0eHw==","hash":"y787E8F+iUGZSauBejL5AkEHTzgat37TPH7ckP8yKys="}}`

func TestFingerprints_ofEarlierVersions(t *testing.T) {
	var diags diag.Diagnostics
	f := base.ReadFingerprints(t.Context(), private{"write_only": []byte(stored)}, &diags)
	f.Hash(map[string]string{"a": "one", "b": "other"})
	if planned(f, "a", "one") != 1 || planned(f, "b", "two") != 1 || planned(f, "b", "other") == 1 || planned(f, "a", "two") == 1 {
		t.Error("want the values known again that were hashed, and no others")
	}
}

// BenchmarkFingerprints is what the plan of one webhook with four counted secrets costs.
func BenchmarkFingerprints(b *testing.B) {
	values := map[string]string{"a": "one", "b": "two", "c": "three", "d": "four"}
	changed := maps.Clone(values)
	changed["a"] = "other"
	for name, configured := range map[string]map[string]string{"Unchanged": values, "Changed": changed} {
		b.Run(name, func(b *testing.B) {
			var diags diag.Diagnostics
			f := base.ReadFingerprints(b.Context(), written(b, values), &diags)
			count := base.CountHashes(b)
			for b.Loop() {
				f.Hash(configured)
				base.ForgetHashes()
			}
			b.ReportMetric(float64(count.Load())/float64(b.N), "hashes/op")
		})
	}
}
