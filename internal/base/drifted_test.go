package base_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
)

// A refresh that compares what a server shows and the plan after it take one hash together, if the server shows all values, one each if
// it hides some, and one more for each value if one has changed. Nothing but a changed value counts as drifted.
func TestFingerprints_drifted(t *testing.T) {
	written := map[string]string{"a": "one", "b": "two", "c": "three", "d": "four"}
	for name, tc := range map[string]struct {
		shown   []string          // by the response to the write and to the read
		changed map[string]string // by somebody
		drifted []string
		refresh int64 // hashes
		plan    int64 // of what was written, more
	}{
		"all shown":              {[]string{"a", "b", "c", "d"}, nil, nil, 1, 0},
		"some shown":             {[]string{"a", "b", "c"}, nil, nil, 1, 1},
		"one shown":              {[]string{"a"}, nil, nil, 1, 1},
		"none shown":             {nil, nil, nil, 0, 1},
		"all shown, changed":     {[]string{"a", "b", "c", "d"}, map[string]string{"b": "other"}, []string{"b"}, 5, 1},
		"some shown, changed":    {[]string{"a", "b"}, map[string]string{"b": "other"}, []string{"b"}, 3, 1},
		"one shown, changed":     {[]string{"a"}, map[string]string{"a": "other"}, []string{"a"}, 1, 1},
		"two changed":            {[]string{"a", "b", "c"}, map[string]string{"a": "two", "b": "one"}, []string{"a", "b"}, 4, 1},
		"what was never written": {[]string{"a"}, map[string]string{"e": "five"}, nil, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			state := private{}
			base.WriteFingerprints(t.Context(), state, base.Written{Values: written, Shown: tc.shown}, &diags)
			base.ForgetHashes()
			shown := map[string]string{}
			for _, slot := range tc.shown {
				shown[slot] = written[slot]
			}
			maps.Copy(shown, tc.changed)

			count := base.CountHashes(t)
			f := base.ReadFingerprints(t.Context(), state, &diags)
			for range 2 { // a shortcut, and the read that it leaves to the framework
				if got, back := f.Drifted(shown); !slices.Equal(got, tc.drifted) || back != nil {
					t.Fatalf("got %v and %v back, want %v", got, back, tc.drifted)
				}
			}
			if got := count.Swap(0); got != tc.refresh {
				t.Errorf("the refresh took %d hashes, want %d", got, tc.refresh)
			}
			if len(tc.drifted) > 0 {
				f.MarkDrifted(t.Context(), state, tc.drifted, nil, &diags)
				f = base.ReadFingerprints(t.Context(), state, &diags)
			}
			f.Hash(written)
			for slot, value := range written {
				if got, want := planned(f, slot, value) == 1, !slices.Contains(tc.drifted, slot); got != want {
					t.Errorf("slot %s: the plan leaves it alone: %t, want %t", slot, got, want)
				}
			}
			if got := count.Load(); got != tc.plan {
				t.Errorf("the plan took %d more hashes, want %d", got, tc.plan)
			}
		})
	}
}

// A change is in mind until a write, or until it is taken back.
func TestFingerprints_driftedAndBack(t *testing.T) {
	var diags diag.Diagnostics
	state := private{}
	write := func() {
		base.WriteFingerprints(t.Context(), state, base.Written{Values: map[string]string{"a": "one"}, Shown: []string{"a"}}, &diags)
	}
	write()
	for _, tc := range []struct {
		shown string
		write bool // after it
	}{{"one", false}, {"other", false}, {"other", false}, {"one", false}, {"other", true}, {"other", true}, {"one", false}} {
		f := base.ReadFingerprints(t.Context(), state, &diags)
		drifted, back := f.Drifted(map[string]string{"a": tc.shown})
		f.MarkDrifted(t.Context(), state, drifted, back, &diags)
		now := base.ReadFingerprints(t.Context(), state, &diags)
		if got, want := planned(now, "a", "one") != 1, tc.shown != "one"; got != want || len(drifted) > 0 != want {
			t.Fatalf("%v: drifted %v, and the plan writes it: %t", tc, drifted, got)
		}
		if tc.write {
			write()
		}
	}
}

// A value that an update did not send keeps its fingerprint, and counts as changed if the update sent another one in its place.
func TestFingerprints_keptAndReplaced(t *testing.T) {
	for sent, changed := range map[string]bool{"one": false, "other": true} {
		var diags diag.Diagnostics
		state := written(t, map[string]string{"a": "one"})
		before := base.ReadFingerprints(t.Context(), state, &diags)
		base.WriteFingerprints(t.Context(), state, base.Written{Before: before, Keep: []string{"a"}, Sent: map[string]string{"a": sent}, Shown: []string{"a"}}, &diags)
		f := base.ReadFingerprints(t.Context(), state, &diags)
		if got := planned(f, "a", "one") != 1; got != changed {
			t.Errorf("%s was sent: the plan writes what is configured: %t, want %t", sent, got, changed)
		}
		if altered := f.Altered(map[string]string{"a": "in a list", "b": "x"}); slices.Contains(altered, "a") == changed || len(altered) > 1 {
			t.Errorf("%s was sent: got %v altered", sent, altered)
		}
	}
}

// A version that somebody sets to the one counted so far hides a new value: that is said, whatever somebody has changed.
func TestFingerprints_driftedAndMissed(t *testing.T) {
	var diags diag.Diagnostics
	state := private{}
	base.WriteFingerprints(t.Context(), state, base.Written{Values: map[string]string{"a": "one"}, Shown: []string{"a"}}, &diags)
	f := base.ReadFingerprints(t.Context(), state, &diags)
	f.MarkDrifted(t.Context(), state, []string{"a"}, nil, &diags)
	f = base.ReadFingerprints(t.Context(), state, &diags)
	for value, want := range map[string]bool{"one": false, "newer": true} {
		w := base.WriteOnly{Name: "secret_wo", Value: types.StringValue(value), Version: types.Int64Value(1)}
		if got := w.Missed("a", types.Int64Value(1), f); got != want {
			t.Errorf("%s: missed %t, want %t", value, got, want)
		}
	}
}

// A state of an earlier version does not say whether the server showed what it was sent, so nothing is compared before the next write.
func TestFingerprints_driftedOfEarlierVersions(t *testing.T) {
	var diags diag.Diagnostics
	f := base.ReadFingerprints(t.Context(), private{"write_only": []byte(stored)}, &diags)
	if got, back := f.Drifted(map[string]string{"a": "other", "c": "x"}); got != nil || back != nil {
		t.Errorf("got %v and %v, want nothing", got, back)
	}
}
