package base_test

import (
	"context"
	"fmt"
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
	base.WriteFingerprints(t.Context(), state, map[string]string{"a": "one", "b": "two", "c": ""}, nil, &diags)
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
	kept := base.ReadFingerprints(t.Context(), state, &diags).Only([]string{"a", "nowhere"})
	base.WriteFingerprints(t.Context(), state, map[string]string{"a": "newer", "b": "newer"}, kept, &diags)
	if f := base.ReadFingerprints(t.Context(), state, &diags); planned(f, "a", "one") != 1 || planned(f, "b", "newer") != 1 || planned(f, "c", "") == 1 {
		t.Error("want a as it was, b anew, and c no more")
	}
	base.WriteFingerprints(t.Context(), state, nil, nil, &diags)
	if raw := state["write_only"]; raw != nil || diags.HasError() {
		t.Errorf("got %s, %v; want nothing left behind", raw, diags)
	}
}

// BenchmarkHash is what four counted secrets of one webhook cost a plan.
func BenchmarkHash(b *testing.B) {
	var diags diag.Diagnostics
	state, round := private{}, 0
	for b.Loop() {
		b.StopTimer()
		values := map[string]string{}
		for i := range 4 {
			values[fmt.Sprint(i)] = fmt.Sprint("secret", round, i)
		}
		round++
		base.WriteFingerprints(b.Context(), state, values, nil, &diags)
		f := base.ReadFingerprints(b.Context(), state, &diags)
		for i := range values {
			values[i] += " changed" // not hashed yet in this process
		}
		b.StartTimer()
		f.Hash(values)
	}
}
