package acctest

import (
	"context"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// SomeUnknown replaces the values for which pick says so by unknown ones, children first; the resource itself stays.
func SomeUnknown(t testing.TB, config tftypes.Value, pick func() bool) tftypes.Value {
	t.Helper()
	out, err := tftypes.Transform(config, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if len(at.Steps()) == 0 || v.IsNull() || !pick() {
			return v, nil
		}
		return tftypes.NewValue(v.Type(), tftypes.UnknownValue), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// ValidateAndPlan validates a configuration and plans what it makes of prior, which is nil for a creation. It returns all
// diagnostics.
func (p *Protocol) ValidateAndPlan(ctx context.Context, name string, config tftypes.Value, prior *tfprotov6.DynamicValue) []*tfprotov6.Diagnostic {
	p.t.Helper()
	if prior == nil {
		prior = p.Encode(tftypes.NewValue(config.Type(), nil))
	}
	validated, err := p.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: name, Config: p.Encode(config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	planned, err := p.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName:         name,
		Config:           p.Encode(config),
		ProposedNewState: p.Encode(config),
		PriorState:       prior,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return WithoutTwins(append(validated.Diagnostics, planned.Diagnostics...))
}

// WithoutTwins leaves out the warning of two objects that are planned with one name: no CLI plans an object many times in a
// phase, as callers do.
func WithoutTwins(diagnostics []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	return slices.DeleteFunc(diagnostics, func(d *tfprotov6.Diagnostic) bool { return d.Summary == "Two resources with the same name" })
}
