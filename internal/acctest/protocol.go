package acctest

import (
	"context"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/provider"
)

// Protocol speaks to the provider as a CLI does, without one: for what no CLI at hand can do, and for what takes too many
// runs of one.
type Protocol struct {
	tfprotov6.ProviderServer

	t      testing.TB
	schema *tfprotov6.GetProviderSchemaResponse
}

// NewProtocol returns a provider that is configured for the cloud.
func NewProtocol(t testing.TB, cloud *Cloud) *Protocol {
	t.Helper()
	p := &Protocol{ProviderServer: provider.NewServer("test")(), t: t}
	var err error
	if p.schema, err = p.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		t.Fatal(err)
	}
	p.configure(cloud)
	return p
}

func (p *Protocol) configure(cloud *Cloud) {
	p.t.Helper()
	providerType := p.schema.Provider.ValueType().(tftypes.Object)
	values := nulls(providerType)
	for name, value := range map[string]string{"host": cloud.URL, "api_key_id": cloud.KeyID(), "api_key_secret": cloud.KeySecret()} {
		values[name] = tftypes.NewValue(tftypes.String, value)
	}
	resp, err := p.ConfigureProvider(p.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.Encode(tftypes.NewValue(providerType, values))})
	if err != nil || len(resp.Diagnostics) > 0 {
		p.t.Fatal(err, resp)
	}
}

// ResourceType returns the type of a resource's configuration, plan and state.
func (p *Protocol) ResourceType(name string) tftypes.Object {
	p.t.Helper()
	schema, ok := p.schema.ResourceSchemas[name]
	if !ok {
		p.t.Fatalf("no resource %s", name)
	}
	return schema.ValueType().(tftypes.Object)
}

// Object makes a value of a resource's type; attributes that are left out are null.
func (p *Protocol) Object(name string, attributes map[string]tftypes.Value) tftypes.Value {
	p.t.Helper()
	values := nulls(p.ResourceType(name))
	maps.Copy(values, attributes)
	return tftypes.NewValue(p.ResourceType(name), values)
}

func nulls(object tftypes.Object) map[string]tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, typ := range object.AttributeTypes {
		values[name] = tftypes.NewValue(typ, nil)
	}
	return values
}

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

// Encode packs a value for a request.
func (p *Protocol) Encode(v tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	packed, err := tfprotov6.NewDynamicValue(v.Type(), v)
	if err != nil {
		p.t.Fatal(err)
	}
	return &packed
}

// Create plans and creates an object, and returns its state. What the configuration leaves to the provider must be null in
// it.
func (p *Protocol) Create(ctx context.Context, name string, config tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	none := p.Encode(tftypes.NewValue(config.Type(), nil))
	planned, err := p.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, Config: p.Encode(config), ProposedNewState: p.Encode(config), PriorState: none,
	})
	if err != nil || len(planned.Diagnostics) > 0 {
		p.t.Fatal(err, planned)
	}
	applied, err := p.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: name, Config: p.Encode(config), PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate, PriorState: none,
	})
	if err != nil || len(applied.Diagnostics) > 0 {
		p.t.Fatal(err, applied)
	}
	return applied.NewState
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
	return append(validated.Diagnostics, planned.Diagnostics...)
}
