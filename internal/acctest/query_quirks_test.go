package acctest

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A query gives all objects, whatever quirk their list has: none is an error, and an odd object costs a warning.
func TestQuery_quirks(t *testing.T) {
	t.Parallel()
	var o emulator.Organization
	if err := json.Unmarshal([]byte(readFile(t, "../notification/testdata/rules.json")), &o); err != nil {
		t.Fatal(err)
	}
	o.Webhooks = append(o.Webhooks, generatedWebhooks()...)
	for _, quirk := range []emulator.Quirk{emulator.Duplicates, emulator.UnknownFields, emulator.UnknownEnums, emulator.OddObjects} {
		cloud := NewCloud(t, func(options *emulator.Options) { options.Quirks = emulator.Quirks{quirk: ""} })
		if err := cloud.Seed(o); err != nil {
			t.Fatal(err)
		}
		p := NewProtocol(t, cloud)
		for name, want := range map[string]int{ruleType: len(o.Rules), "soda_webhook_integration": len(o.Webhooks)} {
			objects := 0
			for _, result := range p.List(t.Context(), name, nil, math.MaxInt64, true) {
				if result.Resource != nil {
					objects++
				}
				for _, d := range result.Diagnostics {
					if d.Severity == tfprotov6.DiagnosticSeverityError {
						t.Errorf("%s: %s %q: %s: %s", quirk, name, result.DisplayName, d.Summary, d.Detail)
					}
				}
			}
			if objects < want {
				t.Errorf("%s: got %d of %s, want %d", quirk, objects, name, want)
			}
		}
	}
}
