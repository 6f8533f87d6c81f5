package notification_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// Each argument selects, together they narrow; results come by name and id, up to the limit, and cost one list call.
func TestNotificationRuleList(t *testing.T) {
	t.Parallel()
	boolean := func(b bool) tftypes.Value { return tftypes.NewValue(tftypes.Bool, b) }
	for name, tc := range map[string]struct {
		arguments map[string]tftypes.Value
		limit     int64
		want      []string
		more      string // what the last result says of the limit
	}{
		"all":                     {nil, 100, []string{"r-monitor", "r-full", "r-twin-1", "r-twin-2"}, ""},
		"exactly as many":         {nil, 4, []string{"r-monitor", "r-full", "r-twin-1", "r-twin-2"}, ""},
		"more than the limit":     {nil, 2, []string{"r-monitor", "r-full"}, "Showing 2 of 4, because the list block has a limit, 100 by default. To list all of them, set limit = 4"},
		"a limit of what matches": {map[string]tftypes.Value{"name_regex": text("^twin$")}, 1, []string{"r-twin-1"}, "Showing 1 of 2"},
		"none":                    {map[string]tftypes.Value{"name_regex": text("^in")}, 100, nil, ""},
		"by name":                 {map[string]tftypes.Value{"name_regex": text("(?i)^(TWIN|finance)")}, 100, []string{"r-full", "r-twin-1", "r-twin-2"}, ""},
		"by status":               {map[string]tftypes.Value{"status": text("paused")}, 100, []string{"r-full"}, ""},
		"by type":                 {map[string]tftypes.Value{"rule_type": text("monitor")}, 100, []string{"r-monitor"}, ""},
		"Soda's own":              {map[string]tftypes.Value{"is_default": boolean(true)}, 100, []string{"r-full"}, ""},
		"without Soda's own":      {map[string]tftypes.Value{"is_default": boolean(false)}, 100, []string{"r-monitor", "r-twin-1", "r-twin-2"}, ""},
		"by all of them": {
			map[string]tftypes.Value{"name_regex": text("twin"), "status": text("active"), "rule_type": text("check"), "is_default": boolean(false)},
			100, []string{"r-twin-1", "r-twin-2"}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := found(t)
			p := acctest.NewProtocol(t, cloud)
			var ids, said []string
			for _, result := range p.List(t.Context(), ruleType, tc.arguments, tc.limit, false) {
				ids = append(ids, p.IdentityID(result.Identity))
				if result.Resource != nil {
					t.Error("got a resource without having asked for it")
				}
				for _, d := range result.Diagnostics {
					said = append(said, d.Detail)
				}
			}
			if !slices.Equal(ids, tc.want) {
				t.Errorf("got %v, want %v", ids, tc.want)
			}
			if got := strings.Join(said, "\n"); !strings.Contains(got, tc.more) || tc.more == "" && got != "" {
				t.Errorf("got %q, want %q", got, tc.more)
			}
			if got := cloud.AllCalls(); len(got) != 1 || got["listNotificationRules"] != 1 {
				t.Errorf("got the calls %v, want one list of rules", got)
			}
		})
	}
}

// A result has the rule's name, and where it is asked for, the rule as a read after an import has it: of whatever shape, and
// however the cloud spells it.
func TestNotificationRuleList_resources(t *testing.T) {
	t.Parallel()
	cloud := newCorpus(t, func(o *emulator.Options) { o.Shuffle = 3 })
	p := acctest.NewProtocol(t, cloud)
	results := p.List(t.Context(), ruleType, nil, math.MaxInt64, true)
	if got, want := len(results), len(cloud.Rules()); got != want {
		t.Fatalf("got %d results, want %d", got, want)
	}
	for _, result := range results {
		_, read, diagnostics := p.Import(t.Context(), ruleType, &tfprotov6.ImportResourceStateRequest{Identity: result.Identity})
		got, want := p.Decode(p.ResourceType(ruleType), result.Resource), p.Decode(p.ResourceType(ruleType), read.Value)
		if !got.Equal(want) || len(result.Diagnostics) != len(diagnostics) {
			t.Errorf("%s: got %s and %v, want %s and %v", result.DisplayName, got, result.Diagnostics, want, diagnostics)
		}
		var attributes map[string]tftypes.Value
		if err := got.As(&attributes); err != nil || !attributes["name"].Equal(text(result.DisplayName)) {
			t.Errorf("got the display name %q of %s, %v", result.DisplayName, attributes["name"], err)
		}
	}
	if got := cloud.AllCalls(); len(got) != 1 || got["listNotificationRules"] != 1 {
		t.Errorf("got the calls %v, want one list of rules", got)
	}
}

// What cannot be listed is one error, and no result.
func TestNotificationRuleList_refused(t *testing.T) {
	t.Parallel()
	cloud := found(t)
	wrongKey := acctest.NewCloud(t, func(o *emulator.Options) { o.APIKeySecret = "another" })
	for name, tc := range map[string]struct {
		cloud     *acctest.Cloud
		arguments map[string]tftypes.Value
		want      string
	}{
		"not a regular expression":  {cloud, map[string]tftypes.Value{"name_regex": text("(")}, "name_regex must be a regular expression (RE2)"},
		"not a status":              {cloud, map[string]tftypes.Value{"status": text("off")}, `Did you mean "paused"?`},
		"not a type":                {cloud, map[string]tftypes.Value{"rule_type": text("chekc")}, `Did you mean "check"?`},
		"a wrong key":               {wrongKey, nil, "rejected the API key from the provider block."},
		"an unknown configuration":  {nil, nil, "In the provider block, host cannot be known before apply."},
		"a fault in a list of none": {wrongKey, map[string]tftypes.Value{"name_regex": text("^none$")}, "rejected the API key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := acctest.NewProtocol(t, tc.cloud).List(t.Context(), ruleType, tc.arguments, 100, true)
			if len(got) != 1 || len(got[0].Diagnostics) != 1 || got[0].Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityError {
				t.Fatalf("got %+v, want one error", got)
			}
			if d := got[0].Diagnostics[0]; !strings.Contains(d.Detail, tc.want) {
				t.Errorf("got %q: %q, want %q", d.Summary, d.Detail, tc.want)
			}
		})
	}
}
