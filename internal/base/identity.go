package base

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// IdentifiedResource is embedded by every resource that is an object in Soda Cloud. Its id is its identity, by which
// Terraform 1.12 and OpenTofu 1.12 import it and `terraform query` names it; older CLIs take no notice.
type IdentifiedResource struct{ Resource }

// IdentitySchema says that the id alone identifies an object.
func (*IdentifiedResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "ID of the object in Soda Cloud."},
	}}
}

// SetIdentity sets the identity in an answer to a CLI. The framework refuses any answer without one.
func SetIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, id string, diags *diag.Diagnostics) {
	diags.Append(identity.SetAttribute(ctx, path.Root("id"), id)...)
}

// KeepIdentity sets the identity of what is in the state. It goes first in reads and updates, so that no way out is without.
func KeepIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, state tfsdk.State, diags *diag.Diagnostics) {
	var id types.String
	diags.Append(state.GetAttribute(ctx, path.Root("id"), &id)...)
	SetIdentity(ctx, identity, id.ValueString(), diags)
}

// PackIdentity is the identity in an answer that is made without the framework.
func PackIdentity(id string) *tfprotov6.ResourceIdentityData {
	typ := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}
	packed, _ := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, id)})) // of that type
	return &tfprotov6.ResourceIdentityData{IdentityData: &packed}
}

// identified returns the id in an identity, "" if there is none.
func identified(ctx context.Context, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) string {
	var id types.String
	diags.Append(identity.GetAttribute(ctx, path.Root("id"), &id)...)
	return id.ValueString()
}
