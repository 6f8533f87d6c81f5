package base_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

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
		"all shown, changed":     {[]string{"a", "b", "c", "d"}, map[string]string{"b": "other"}, []string{"b"}, 5, 0},
		"some shown, changed":    {[]string{"a", "b"}, map[string]string{"b": "other"}, []string{"b"}, 3, 2},
		"one shown, changed":     {[]string{"a"}, map[string]string{"a": "other"}, []string{"a"}, 1, 3},
		"two changed":            {[]string{"a", "b", "c"}, map[string]string{"a": "two", "b": "one"}, []string{"a", "b"}, 4, 1},
		"what was never written": {[]string{"a"}, map[string]string{"e": "five"}, nil, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			state := private{}
			base.WriteFingerprints(t.Context(), state, written, tc.shown, nil, &diags)
			base.ForgetHashes()
			shown := map[string]string{}
			for _, slot := range tc.shown {
				shown[slot] = written[slot]
			}
			maps.Copy(shown, tc.changed)

			count := base.CountHashes(t)
			f := base.ReadFingerprints(t.Context(), state, &diags)
			for range 2 { // a shortcut, and the read that it leaves to the framework
				if got := f.Drifted(shown); !slices.Equal(got, tc.drifted) {
					t.Fatalf("got %v, want %v", got, tc.drifted)
				}
			}
			if got := count.Swap(0); got != tc.refresh {
				t.Errorf("the refresh took %d hashes, want %d", got, tc.refresh)
			}
			if len(tc.drifted) > 0 {
				f.Forget(t.Context(), state, tc.drifted, &diags)
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

// A state of an earlier version has hashes of values, and none of values together.
func TestFingerprints_driftedOfEarlierVersions(t *testing.T) {
	var diags diag.Diagnostics
	f := base.ReadFingerprints(t.Context(), private{"write_only": []byte(stored)}, &diags)
	for _, tc := range []struct {
		a    string
		want []string
	}{{"one", nil}, {"other", []string{"a"}}} {
		if got := f.Drifted(map[string]string{"a": tc.a, "c": "x"}); !slices.Equal(got, tc.want) {
			t.Errorf("a is %q: got %v, want %v", tc.a, got, tc.want)
		}
	}
}
