package notification_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

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
	state := p.Create(b.Context(), ruleType, config)
	for name, step := range map[string]func() error{
		"Validate": func() error {
			_, err := p.ValidateResourceConfig(b.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: ruleType, Config: p.Encode(config)})
			return err
		},
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
