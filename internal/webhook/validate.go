package webhook

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
	config.validateURL(&resp.Diagnostics)
	config.address().Validate(path.Empty(), &resp.Diagnostics)
	config.signing().Validate(path.Empty(), &resp.Diagnostics)
	if known := header.FirstKnown(config.Secret, config.SecretWO) != nil; known && config.HasSecret.Equal(types.BoolValue(false)) {
		resp.Diagnostics.AddAttributeError(path.Root("has_secret"), "Signing secret rejected", "has_secret is false, but the webhook has a signing "+
			"secret. Remove has_secret, which the provider derives from secret and secret_wo, or remove the secret.")
	}
	endpoint.WarnCredential(config.URL, &resp.Diagnostics)
	if !req.ClientCapabilities.WriteOnlyAttributesAllowed {
		config.refuseWriteOnly(&resp.Diagnostics)
	}
	header.Validate(config.Headers, header.Stored, &resp.Diagnostics)
}

// validateURL demands one of the two forms. What is unknown may turn out to be null.
func (m model) validateURL(diags *diag.Diagnostics) {
	switch {
	case m.URL.IsNull() && m.URLWO.IsNull():
		diags.AddAttributeError(path.Root("url"), "Webhook without a URL", "Set url, or url_wo if the URL is a secret.")
	case header.FirstKnown(m.URL) != nil && header.FirstKnown(m.URLWO) != nil:
		diags.AddAttributeError(path.Root("url_wo"), "Webhook with two URLs", "Keep url if plans and the state may show the URL; otherwise, keep url_wo.")
	}
}

// refuseWriteOnly says what to do on a CLI that does not know write-only values. That it does not is also said by the
// framework, at each of them.
func (m model) refuseWriteOnly(diags *diag.Diagnostics) {
	if m.usesWriteOnly() {
		diags.AddError("Write-only values need a newer CLI", "secret_wo and url_wo need Terraform 1.11 or OpenTofu 1.11. Upgrade, or use secret instead of secret_wo: "+
			"it is hidden in plans too, but kept in the state, so restrict access to the state.")
	}
}
