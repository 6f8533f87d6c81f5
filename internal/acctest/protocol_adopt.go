package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What a CLI does to take over objects that exist: it names them by their identity, and imports and reads them.

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
