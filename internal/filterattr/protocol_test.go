package filterattr_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
)

// ruleProvider has one resource with nothing but a filter.
type ruleProvider struct{ provider.Provider }

func (ruleProvider) Metadata(context.Context, provider.MetadataRequest, *provider.MetadataResponse) {}
func (ruleProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)       {}
func (ruleProvider) DataSources(context.Context) []func() datasource.DataSource                     { return nil }
func (ruleProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return rule{} }}
}

type rule struct{ resource.Resource }

func (rule) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "rule"
}

func (rule) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{"filter": filterattr.Attribute("What to match.")}}
}

// Read sees the same filter written as JSON.
func (rule) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state struct {
		Filter filterattr.Value `tfsdk:"filter"`
	}
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	state.Filter = written(`{"or":[{"field":"checkId","equals":"b"},{"field":"checkId","equals":"a"}]}`)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

var ruleType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"filter": tftypes.DynamicPseudoType}}

// onWire returns a rule as Terraform sends it.
func onWire(t *testing.T, filter filterattr.Value) *tfprotov6.DynamicValue {
	t.Helper()
	v, err := filter.ToTerraformValue(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	packed, err := tfprotov6.NewDynamicValue(ruleType, tftypes.NewValue(ruleType, map[string]tftypes.Value{"filter": v}))
	if err != nil {
		t.Fatal(err)
	}
	return &packed
}

// fromWire returns the filter of a rule as Terraform receives it.
func fromWire(t *testing.T, packed *tfprotov6.DynamicValue) filterattr.Value {
	t.Helper()
	v, err := packed.Unmarshal(ruleType)
	if err != nil {
		t.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	if err := v.As(&attributes); err != nil {
		t.Fatal(err)
	}
	filter, err := filterattr.Type{}.ValueFromTerraform(context.Background(), attributes["filter"])
	if err != nil {
		t.Fatal(err)
	}
	return filter.(filterattr.Value)
}

// TestProtocol drives the attribute as Terraform does, through the framework and back.
func TestProtocol(t *testing.T) {
	ctx := context.Background()
	server := providerserver.NewProtocol6(ruleProvider{})()
	a, b := obj{"field": "checkId", "equals": "a"}, obj{"field": "checkId", "equals": "b"}
	prior, reordered := written(obj{"or": tup{a, b}}), written(obj{"or": tup{b, a}})
	partial := written(obj{"or": tup{b, obj{"field": "checkId", "equals": types.StringUnknown()}}})

	t.Run("plan", func(t *testing.T) {
		for config, want := range map[*filterattr.Value]filterattr.Value{&reordered: prior, &partial: partial, {}: {}} {
			resp, err := server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
				TypeName: "rule", PriorState: onWire(t, prior), Config: onWire(t, *config), ProposedNewState: onWire(t, *config),
			})
			if err != nil || len(resp.Diagnostics) > 0 {
				t.Fatal(err, resp.Diagnostics)
			}
			if got := fromWire(t, resp.PlannedState); !got.Equal(want) {
				t.Errorf("got %v, want %v", got, want)
			}
		}
	})
	t.Run("read", func(t *testing.T) {
		resp, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: "rule", CurrentState: onWire(t, prior)})
		if err != nil || len(resp.Diagnostics) > 0 {
			t.Fatal(err, resp.Diagnostics)
		}
		if got := fromWire(t, resp.NewState); !got.Equal(prior) {
			t.Errorf("got %v, want %v", got, prior)
		}
	})
	t.Run("validate", func(t *testing.T) {
		resp, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
			TypeName: "rule", Config: onWire(t, written(obj{"or": tup{a, obj{"field": "checkId", "equals": 5}}})),
		})
		if err != nil || len(resp.Diagnostics) != 1 {
			t.Fatal(err, resp.Diagnostics)
		}
		want := `AttributeName("filter").AttributeName("or").ElementKeyInt(1).AttributeName("equals")`
		if got := resp.Diagnostics[0].Attribute.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
