package notification_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// BenchmarkNoOp is what one unchanged rule costs in a plan: validate, read, plan.
func BenchmarkNoOp(b *testing.B) {
	cloud := acctest.NewCloud(b)
	if err := cloud.Seed(organization); err != nil {
		b.Fatal(err)
	}
	p := acctest.NewProtocol(b, cloud)
	config := fullRule(p)
	measure(b, p, config, p.Create(b.Context(), ruleType, config))
}

// BenchmarkRecipients is the same for a rule of ever more recipients, and what it costs to plan and to create it. It grows with
// their number, and no faster.
func BenchmarkRecipients(b *testing.B) {
	for _, n := range []int{200, 1000, 2000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := acctest.NewProtocol(b, acctest.NewCloud(b))
			config, nothing := p.Encode(ruleTo(p, n)), p.Encode(tftypes.NewValue(p.ResourceType(ruleType), nil))
			plan := func(b *testing.B, prior, proposed *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
				planned, err := p.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{
					TypeName: ruleType, Config: proposed, ProposedNewState: proposed, PriorState: prior,
				})
				if err != nil { // it may warn of the name that it has planned before
					b.Fatal(err)
				}
				return planned.PlannedState
			}
			planned := plan(b, nothing, config)
			created, err := p.ApplyResourceChange(b.Context(), &tfprotov6.ApplyResourceChangeRequest{
				TypeName: ruleType, Config: config, PriorState: nothing, PlannedState: planned,
			})
			if err != nil || len(created.Diagnostics) > 0 {
				b.Fatal(err, created.Diagnostics)
			}
			measure(b, p, ruleTo(p, n), created.NewState)
			b.Run("PlanCreate", func(b *testing.B) {
				for b.Loop() {
					plan(b, nothing, config)
				}
			})
			b.Run("PlanUpdate", func(b *testing.B) {
				fewer := p.Encode(ruleTo(p, n-1))
				for b.Loop() {
					plan(b, created.NewState, fewer)
				}
			})
		})
	}
}

// ruleTo is a configuration of a rule with n recipients.
func ruleTo(p *acctest.Protocol, n int) tftypes.Value {
	recipients := p.ResourceType(ruleType).AttributeTypes["recipients"].(tftypes.Set)
	all := make([]tftypes.Value, n)
	for i := range all {
		all[i] = element(recipients.ElementType.(tftypes.Object), map[string]tftypes.Value{
			"email": text(fmt.Sprintf("someone-%05d@example.com", i)), "levels": texts("critical", "warning"),
		})
	}
	return p.Object(ruleType, map[string]tftypes.Value{
		"name": text("many"), "rule_type": text("check"), "recipients": tftypes.NewValue(recipients, all),
	})
}

// measure makes the calls of a plan without changes.
func measure(b *testing.B, p *acctest.Protocol, config tftypes.Value, state *tfprotov6.DynamicValue) {
	b.Helper()
	validated := 0
	validate := func(config tftypes.Value) error {
		_, err := p.ValidateResourceConfig(b.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: ruleType, Config: p.Encode(config)})
		return err
	}
	for name, step := range map[string]func() error{
		"Validate": func() error {
			validated++
			return validate(named(b, config, fmt.Sprint("rule ", validated)))
		},
		"ValidateAgain": func() error { return validate(config) },
		"Read": func() error {
			_, err := p.ReadResource(b.Context(), &tfprotov6.ReadResourceRequest{TypeName: ruleType, CurrentState: state})
			return err
		},
		"Plan": func() error {
			_, err := p.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{
				TypeName: ruleType, Config: p.Encode(config), ProposedNewState: state, PriorState: state,
			})
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := step(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// named is a configuration with another name, since one that was found valid costs next to nothing to validate again.
func named(b *testing.B, config tftypes.Value, name string) tftypes.Value {
	b.Helper()
	var attributes map[string]tftypes.Value
	if err := config.As(&attributes); err != nil {
		b.Fatal(err)
	}
	attributes["name"] = text(name)
	return tftypes.NewValue(config.Type(), attributes)
}
