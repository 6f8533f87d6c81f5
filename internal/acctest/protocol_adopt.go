package acctest

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What a CLI does to take over objects that exist: it lists them, names them by their identity, imports and reads them, and
// writes their configuration.

var identityType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}

// Identity packs the identity of the object with the id.
func (p *Protocol) Identity(id string) *tfprotov6.ResourceIdentityData {
	p.t.Helper()
	v := tftypes.NewValue(identityType, map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, id)})
	return &tfprotov6.ResourceIdentityData{IdentityData: p.Encode(v)}
}

// IdentityID returns the id in an identity, "" if that is missing.
func (p *Protocol) IdentityID(identity *tfprotov6.ResourceIdentityData) (id string) {
	p.t.Helper()
	if identity == nil {
		return ""
	}
	if err := p.attributes(p.Decode(identityType, identity.IdentityData))["id"].As(&id); err != nil {
		p.t.Fatal(err)
	}
	return id
}

// Import imports an object, without any diagnostic, and reads it. It returns what is in the state before and after the read.
func (p *Protocol) Import(ctx context.Context, name string, req *tfprotov6.ImportResourceStateRequest) (stub, found Stored, diagnostics []*tfprotov6.Diagnostic) {
	p.t.Helper()
	req.TypeName = name
	imported, err := p.ImportResourceState(ctx, req)
	if err != nil || len(imported.Diagnostics) > 0 || len(imported.ImportedResources) != 1 {
		p.t.Fatal(err, imported)
	}
	object := imported.ImportedResources[0]
	stub = Stored{object.State, object.Private, object.Identity}
	found, diagnostics = p.Read(ctx, name, stub)
	return stub, found, diagnostics
}

// List lists objects as `terraform query` does. Arguments that are left out are null.
func (p *Protocol) List(ctx context.Context, name string, arguments map[string]tftypes.Value, limit int64, withResource bool) []tfprotov6.ListResourceResult {
	p.t.Helper()
	server, ok := p.ProviderServer.(tfprotov6.ProviderServerWithListResource) //nolint:staticcheck // the only way to lists, until ProviderServer has them
	if !ok {
		p.t.Fatal("the server has no list resources")
	}
	schema, ok := p.schema.ListResourceSchemas[name]
	if !ok {
		p.t.Fatalf("no list resource %s", name)
	}
	configType := schema.ValueType().(tftypes.Object)
	values := nulls(configType)
	maps.Copy(values, arguments)
	config := p.Encode(tftypes.NewValue(configType, values))
	validated, err := server.ValidateListResourceConfig(ctx, &tfprotov6.ValidateListResourceConfigRequest{TypeName: name, Config: config})
	if err != nil {
		p.t.Fatal(err)
	}
	if len(validated.Diagnostics) > 0 {
		return []tfprotov6.ListResourceResult{{Diagnostics: validated.Diagnostics}}
	}
	stream, err := server.ListResource(ctx, &tfprotov6.ListResourceRequest{TypeName: name, Config: config, IncludeResource: withResource, Limit: limit})
	if err != nil {
		p.t.Fatal(err)
	}
	return slices.Collect(stream.Results)
}

// GeneratedByProvider is the configuration that Terraform 1.14 and later write for a state: the provider gives its values.
func (p *Protocol) GeneratedByProvider(ctx context.Context, name string, state *tfprotov6.DynamicValue) tftypes.Value {
	p.t.Helper()
	resp, err := p.GenerateResourceConfig(ctx, &tfprotov6.GenerateResourceConfigRequest{TypeName: name, State: state})
	if err != nil || len(resp.Diagnostics) > 0 || !p.schema.ServerCapabilities.GenerateResourceConfig {
		p.t.Fatal(err, resp, p.schema.ServerCapabilities)
	}
	return p.Decode(p.ResourceType(name), resp.Config)
}

// Generated is the configuration that older CLIs write for a state: what only the provider sets and what is sensitive are null.
func (p *Protocol) Generated(name string, state *tfprotov6.DynamicValue) tftypes.Value {
	p.t.Helper()
	config, err := tftypes.Transform(p.Decode(p.ResourceType(name), state), func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if leftOut(p.schema.ResourceSchemas[name].Block.Attributes, at) {
			return tftypes.NewValue(v.Type(), nil), nil
		}
		return v, nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return config
}

func leftOut(attributes []*tfprotov6.SchemaAttribute, at *tftypes.AttributePath) bool {
	for _, step := range at.Steps() {
		name, ok := step.(tftypes.AttributeName)
		if !ok {
			continue // an element of a collection
		}
		i := slices.IndexFunc(attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == string(name) })
		if i < 0 {
			return false // inside a dynamic value
		}
		a := attributes[i]
		if a.Sensitive || a.Computed && !a.Optional {
			return true
		}
		attributes = nil
		if a.NestedType != nil {
			attributes = a.NestedType.Attributes
		}
	}
	return false
}

// Changes plans what a configuration makes of an object and reports whether it changes anything.
func (p *Protocol) Changes(ctx context.Context, name string, config tftypes.Value, prior Stored) bool {
	p.t.Helper()
	plan, diagnostics := p.Plan(ctx, name, config, prior)
	if failed(diagnostics) {
		p.t.Fatal(diagnostics)
	}
	return p.changes(plan)
}
