package emulator_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// Over many answers a shuffled list comes in more than one order, and an absent field in each of its forms.
func TestShuffle(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Limits: emulator.LimitsOff, Shuffle: 3})
	c.must("POST", rulesPath, `{"name":"r","ruleType":"check","recipients":[],
		"filter":{"type":"in","field":{"field":"checkName"},"values":["a","b"]}}`)
	c.must("POST", webhooksPath, `{"name":"w","url":"https://x.example","scopes":[]}`)
	seen := map[string]bool{}
	for range 40 {
		raw := c.must("GET", rulesPath, "").raw + c.must("GET", webhooksPath, "").raw
		for _, form := range []string{`["a","b"]`, `["b","a"]`, `"customization":null`, `"headers":null`, `"headers":[]`} {
			seen[form] = seen[form] || strings.Contains(raw, form)
		}
		seen["no customization"] = seen["no customization"] || !strings.Contains(raw, `"customization"`)
		seen["no headers"] = seen["no headers"] || !strings.Contains(raw, `"headers"`)
	}
	for form, ok := range seen {
		if !ok {
			t.Errorf("never saw %s", form)
		}
	}
	if got := c.Rules()[0].Filter.Values; got[0] != "a" || got[1] != "b" {
		t.Errorf("got %v in memory, want what was sent", got)
	}
}
