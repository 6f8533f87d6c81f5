// Package endpoint is the address of a webhook as a Terraform value: which URLs Soda Cloud may send to, and which parts of one
// seem to be credentials. Headers are package header's; sending is package delivery's.
package endpoint

import (
	"context"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// URL validates the address of an endpoint.
type URL struct{}

// Description completes "The value …".
func (URL) Description(context.Context) string {
	return "must be an https URL with a host (http is accepted only for loopback addresses)"
}

// MarkdownDescription is the same.
func (v URL) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString passes what is not known yet.
func (v URL) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() {
		v.Check(ctx, req.Path, req.ConfigValue.ValueString(), &resp.Diagnostics)
	}
}

// Check validates an address that was not known before.
func (v URL) Check(ctx context.Context, at path.Path, text string, diags *diag.Diagnostics) {
	if hint := base.SpaceHint(text); hint != "" {
		diags.AddAttributeError(at, "Invalid URL", "The URL begins or ends with white space. "+hint)
		return
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && (u.Scheme != "http" || !soda.IsLoopback(u.Hostname())) {
		diags.AddAttributeError(at, "Invalid URL", "The value "+v.Description(ctx)+": Soda Cloud sends events over TLS only.")
	}
}

// WarnCredential warns of an address that seems to carry a credential where plans show it.
func WarnCredential(value types.String, diags *diag.Diagnostics) {
	if part := CredentialPart(value.ValueString()); part != "" {
		diags.AddAttributeWarning(path.Root("url"), "Credential in the URL", "The "+part+" of the URL seems to carry a credential, and plans "+
			"and the state show the URL. Use url_wo instead or, if the receiver accepts it, put the credential into a header as secret or secret_wo.")
	}
}
