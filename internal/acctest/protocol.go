package acctest

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Protocol speaks to the provider as a CLI does, without one: for what no CLI at hand can do, and for what takes too many
// runs of one.
type Protocol struct {
	tfprotov6.ProviderServer

	t      testing.TB
	schema *tfprotov6.GetProviderSchemaResponse
}

// NewProtocol returns a provider that is configured for the cloud, with more settings by name; nil for a cloud of which nothing
// is known yet. It lives for one phase, such as a plan or an apply: what it has listed it does not list again.
func NewProtocol(t testing.TB, cloud *Cloud, settings ...map[string]tftypes.Value) *Protocol {
	t.Helper()
	p := &Protocol{ProviderServer: NewServer(), t: t}
	var err error
	if p.schema, err = p.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		t.Fatal(err)
	}
	p.configure(cloud, settings)
	return p
}

func (p *Protocol) configure(cloud *Cloud, settings []map[string]tftypes.Value) {
	p.t.Helper()
	providerType := p.schema.Provider.ValueType().(tftypes.Object)
	values := nulls(providerType)
	if cloud == nil {
		values["host"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	} else {
		for name, value := range map[string]string{"host": cloud.URL, "api_key_id": cloud.KeyID(), "api_key_secret": cloud.KeySecret()} {
			values[name] = tftypes.NewValue(tftypes.String, value)
		}
	}
	for _, more := range settings {
		maps.Copy(values, more)
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

// Encode packs a value for a request.
func (p *Protocol) Encode(v tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	packed, err := tfprotov6.NewDynamicValue(v.Type(), v)
	if err != nil {
		p.t.Fatal(err)
	}
	return &packed
}

// Stored is an object in the state. The zero value is none.
type Stored struct {
	Value    *tfprotov6.DynamicValue
	Private  []byte
	Identity *tfprotov6.ResourceIdentityData // nil as older CLIs have it
}

// Create plans and creates an object, and returns its state. What the configuration leaves to the provider must be null in
// it.
func (p *Protocol) Create(ctx context.Context, name string, config tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	made, diagnostics := p.Apply(ctx, name, config, Stored{})
	for _, d := range diagnostics {
		p.t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
	return made.Value
}

// Apply plans and carries out what a configuration makes of an object: a null one deletes it. It returns what is in the
// state then, and all diagnostics.
func (p *Protocol) Apply(ctx context.Context, name string, config tftypes.Value, prior Stored) (Stored, []*tfprotov6.Diagnostic) {
	p.t.Helper()
	plan, diagnostics := p.Plan(ctx, name, config, prior)
	if failed(diagnostics) {
		return plan.prior, diagnostics
	}
	applied, more := p.ApplyPlan(ctx, plan)
	return applied, append(diagnostics, more...)
}

// Plan is what is to become of an object.
type Plan struct {
	Planned Stored

	name   string
	config tftypes.Value
	prior  Stored
}

// Plan plans what a configuration makes of an object.
func (p *Protocol) Plan(ctx context.Context, name string, config tftypes.Value, prior Stored) (Plan, []*tfprotov6.Diagnostic) {
	p.t.Helper()
	if prior.Value == nil {
		prior.Value = p.Encode(tftypes.NewValue(config.Type(), nil))
	}
	planned, err := p.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, Config: p.Encode(config), ProposedNewState: p.Encode(p.proposed(name, config, prior)),
		PriorState: prior.Value, PriorPrivate: prior.Private, PriorIdentity: prior.Identity,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return Plan{Stored{planned.PlannedState, planned.PlannedPrivate, planned.PlannedIdentity}, name, config, prior}, WithoutTwins(planned.Diagnostics)
}

// Configured is a plan whose apply sees another configuration, as it does where lifecycle has ignore_changes.
func (p Plan) Configured(config tftypes.Value) Plan {
	p.config = config
	return p
}

// ApplyPlan carries a plan out. One that changes nothing is not for the provider, as with a CLI.
func (p *Protocol) ApplyPlan(ctx context.Context, plan Plan) (Stored, []*tfprotov6.Diagnostic) {
	p.t.Helper()
	if !p.changes(plan) {
		return plan.prior, nil
	}
	applied, err := p.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: plan.name, Config: p.Encode(plan.config), PriorState: plan.prior.Value,
		PlannedState: plan.Planned.Value, PlannedPrivate: plan.Planned.Private, PlannedIdentity: plan.Planned.Identity,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return Stored{applied.NewState, applied.Private, applied.NewIdentity}, applied.Diagnostics
}

func (p *Protocol) changes(plan Plan) bool {
	p.t.Helper()
	typ := p.ResourceType(plan.name)
	return !p.Decode(typ, plan.Planned.Value).Equal(p.Decode(typ, plan.prior.Value))
}

// Read refreshes an object.
func (p *Protocol) Read(ctx context.Context, name string, prior Stored) (Stored, []*tfprotov6.Diagnostic) {
	p.t.Helper()
	read, err := p.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: name, CurrentState: prior.Value, Private: prior.Private, CurrentIdentity: prior.Identity,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return Stored{read.NewState, read.Private, read.NewIdentity}, read.Diagnostics
}

func failed(diagnostics []*tfprotov6.Diagnostic) bool {
	return slices.ContainsFunc(diagnostics, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError })
}

// proposed is what a CLI proposes to the plan: the configuration, with what it leaves to the provider as it was. Of what is
// nested, it takes the configuration alone.
func (p *Protocol) proposed(name string, config tftypes.Value, prior Stored) tftypes.Value {
	p.t.Helper()
	before := p.Decode(config.Type(), prior.Value)
	if config.IsNull() || before.IsNull() {
		return config
	}
	values, known := p.attributes(config), p.attributes(before)
	for _, attribute := range p.schema.ResourceSchemas[name].Block.Attributes {
		if attribute.Computed && values[attribute.Name].IsNull() {
			values[attribute.Name] = known[attribute.Name]
		}
	}
	return tftypes.NewValue(config.Type(), values)
}

// attributes returns those of an object.
func (p *Protocol) attributes(object tftypes.Value) (values map[string]tftypes.Value) {
	p.t.Helper()
	if err := object.As(&values); err != nil {
		p.t.Fatal(err)
	}
	return values
}

// Decode unpacks a value of an answer.
func (p *Protocol) Decode(typ tftypes.Type, packed *tfprotov6.DynamicValue) tftypes.Value {
	p.t.Helper()
	v, err := packed.Unmarshal(typ)
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}
