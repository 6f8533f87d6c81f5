package emulator

import (
	"maps"
	"slices"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
)

func TestHandlers_sameAsContract(t *testing.T) {
	var want []string
	for _, o := range contract.Operations() {
		want = append(want, o.ID)
	}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(handlers)); !slices.Equal(got, want) {
		t.Errorf("got handlers for %v, want %v", got, want)
	}
}

// An answer that breaks the contract must be loud, or the client would learn it.
func TestEncode_bug(t *testing.T) {
	for name, skip := range map[string]bool{"held to the contract": false, "skipped": true} {
		t.Run(name, func(t *testing.T) {
			e := New(Options{SkipAnswerValidation: skip})
			e.directory.Attributes = []Attribute{{ID: "a", Name: "n", Label: "l", ResourceType: "planet", Type: "text"}}
			status := get(t, e, "/api/v1/attributes")
			if want := map[bool]int{false: 500, true: 200}[skip]; status != want {
				t.Errorf("got status %d, want %d", status, want)
			}
		})
	}
}
