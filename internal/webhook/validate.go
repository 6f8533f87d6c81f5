package webhook

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/endpoint"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
)

// ValidateConfig checks what spans several attributes, and warns of secrets where plans show them.
func (r *webhookResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	config.signing().Validate(path.Empty(), &resp.Diagnostics)
	endpoint.WarnCredential(config.URL, &resp.Diagnostics)
	headers := header.Read(config.Headers)
	if !req.ClientCapabilities.WriteOnlyAttributesAllowed {
		config.refuseWriteOnly(&resp.Diagnostics)
	}
	header.Validate(headers, header.WithWriteOnly, &resp.Diagnostics)
}

// refuseWriteOnly says what to do on a CLI that does not know write-only values. That it does not is also said by the
// framework, at each of them.
func (m model) refuseWriteOnly(diags *diag.Diagnostics) {
	if m.usesWriteOnly() {
		diags.AddError("Write-only values need a newer CLI", "secret_wo needs Terraform 1.11 or OpenTofu 1.11. Upgrade, or use secret instead of secret_wo: "+
			"it is hidden in plans too, but kept in the state, so keep the state where only those who may know the secret can read it.")
	}
}
