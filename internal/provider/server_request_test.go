package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// corpus starts a shuffling cloud with rules of every shape, and returns the state of each, by id.
func corpus(t *testing.T) (*acctest.Cloud, map[string]*tfprotov6.DynamicValue) {
	t.Helper()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) {
		o.Shuffle = 1
		o.SkipAnswerValidation = true // an edit makes a recipient that the contract does not know
	})
	if err := cloud.SeedFile("../notification/testdata/rules.json"); err != nil {
		t.Fatal(err)
	}
	p := acctest.NewProtocol(t, cloud)
	states := map[string]*tfprotov6.DynamicValue{}
	for _, r := range cloud.Rules() {
		imported := p.Object(ruleType, map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, r.ID)})
		read, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: ruleType, CurrentState: p.Encode(imported)})
		if err != nil || len(read.Diagnostics) > 0 {
			t.Fatal(err, read)
		}
		states[r.ID] = read.NewState
	}
	return cloud, states
}

// planRequest asks for a plan of what is in state but for a change, as a CLI does: in the configuration, what the provider
// computes is null; in the proposal, what is null there is as before, if the provider may compute it.
func planRequest(t *testing.T, p *acctest.Protocol, prior *tfprotov6.DynamicValue, change map[string]tftypes.Value) *tfprotov6.PlanResourceChangeRequest {
	t.Helper()
	before := decode(t, p, ruleType, prior)
	config, proposed := map[string]tftypes.Value{}, map[string]tftypes.Value{}
	for attribute, value := range before {
		config[attribute], proposed[attribute] = value, value
		if changed, ok := change[attribute]; ok {
			config[attribute] = changed
			if attribute != "status" || !changed.IsNull() {
				proposed[attribute] = changed
			}
		}
	}
	for _, computed := range []string{"id", "owner_id", "is_default", "created_at"} {
		delete(config, computed)
	}
	return &tfprotov6.PlanResourceChangeRequest{
		TypeName: ruleType, PriorState: prior, PriorPrivate: []byte(`{"x":"bnVsbA=="}`),
		Config: p.Encode(p.Object(ruleType, config)), ProposedNewState: p.Encode(p.Object(ruleType, proposed)),
	}
}

func decode(t *testing.T, p *acctest.Protocol, typ string, v *tfprotov6.DynamicValue) map[string]tftypes.Value {
	t.Helper()
	var values map[string]tftypes.Value
	raw, err := v.Unmarshal(p.ResourceType(typ))
	if err == nil {
		err = raw.As(&values)
	}
	if err != nil {
		t.Fatal(err)
	}
	return values
}

func expectSame(t *testing.T, p *acctest.Protocol, typ, id string, got, want *tfprotov6.DynamicValue, gotDiagnostics, wantDiagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	if g, w := decode(t, p, typ, got), decode(t, p, typ, want); !p.Object(typ, g).Equal(p.Object(typ, w)) {
		t.Errorf("%s: got\n%v\nwant\n%v", id, g, w)
	}
	if g, w := said(gotDiagnostics), said(wantDiagnostics); g != w {
		t.Errorf("%s: got diagnostics\n%s\nwant\n%s", id, g, w)
	}
}

func said(diagnostics []*tfprotov6.Diagnostic) (text string) {
	for _, d := range acctest.WithoutTwins(diagnostics) {
		text += fmt.Sprintf("%s: %s: %s\n", d.Severity, d.Summary, d.Detail)
	}
	return text
}
