package webhook

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/net/http/httpguts"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// ValidateConfig checks what spans several attributes, and warns of secrets where plans show them.
func (r *webhookResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	validateVersion(path.Empty(), config.signing(), &resp.Diagnostics)
	warnURL(config.URL, &resp.Diagnostics)
	headers := headersOf(ctx, config.Headers, &resp.Diagnostics)
	if !req.ClientCapabilities.WriteOnlyAttributesAllowed {
		refuseWriteOnly(config, headers, &resp.Diagnostics)
	}
	validateHeaders(headers, withWriteOnly, &resp.Diagnostics)
}

// headerForms words what a header may have, for an object that takes write-only values and for one that cannot.
type headerForms struct{ oneOf, choice, hiding string }

var (
	withWriteOnly = headerForms{
		oneOf:  "value (shown in plans), secret (hidden) and secret_wo (hidden, and not in the state)",
		choice: "value if plans may show it, secret if the state may hold it, else secret_wo",
		hiding: "secret, or secret_wo, which is not in the state either",
	}
	withoutWriteOnly = headerForms{
		oneOf:  "value (shown in plans) and secret (hidden)",
		choice: "value if plans may show it, else secret",
		hiding: "secret",
	}
)

func validateHeaders(headers map[string]header, forms headerForms, diags *diag.Diagnostics) {
	spelled := map[string]string{}
	for _, name := range sortedNames(headers) {
		at := path.Root("headers").AtMapKey(name)
		validateHeader(at, name, headers[name], forms, diags)
		if other, taken := spelled[strings.ToLower(name)]; taken {
			diags.AddAttributeError(at, "Duplicate header", fmt.Sprintf(
				"%q and %q are the same header: HTTP header names do not differ by case. Keep one of them.", other, name))
		}
		spelled[strings.ToLower(name)] = name
	}
}

func validateHeader(at path.Path, name string, h header, forms headerForms, diags *diag.Diagnostics) {
	if !httpguts.ValidHeaderFieldName(name) {
		diags.AddAttributeError(at, "Invalid header name", fmt.Sprintf(
			"%q is not an HTTP header name: it may hold letters, digits and !#$%%&'*+-.^_`|~ only, and no spaces or colons (RFC 9110).", name))
	}
	validateForms(at, name, h, forms, diags)
	validateVersion(at, h.secret(), diags)
	for _, value := range []types.String{h.Value, h.Secret, h.SecretWO} {
		if !httpguts.ValidHeaderFieldValue(value.ValueString()) {
			diags.AddAttributeError(at, "Invalid header value", fmt.Sprintf(
				"The value of header %q holds a line break or another control character. Does it come from a file? Then use trimspace().", name))
		}
	}
	if !h.Value.IsNull() && carriesCredential(name) {
		diags.AddAttributeWarning(at, "Credential in the open", fmt.Sprintf(
			"Header %q usually carries a credential, and plans show what is in value. Use %s.", name, forms.hiding))
	}
}

// validateForms demands exactly one form of value. What is unknown may turn out to be null.
func validateForms(at path.Path, name string, h header, forms headerForms, diags *diag.Diagnostics) {
	var set []string
	unknown := false
	for _, form := range []struct {
		name  string
		value types.String
	}{{"value", h.Value}, {"secret", h.Secret}, {"secret_wo", h.SecretWO}} {
		unknown = unknown || form.value.IsUnknown()
		if !form.value.IsNull() && !form.value.IsUnknown() {
			set = append(set, form.name)
		}
	}
	switch {
	case len(set) > 1:
		diags.AddAttributeError(at, "Header with two values", fmt.Sprintf(
			"Header %q has %s. Keep %s.", name, strings.Join(set, " and "), forms.choice))
	case len(set) == 0 && !unknown:
		diags.AddAttributeError(at, "Header without a value", fmt.Sprintf("Header %q needs exactly one of %s.", name, forms.oneOf))
	}
}

// validateVersion refuses a version of nothing.
func validateVersion(at path.Path, w base.WriteOnly, diags *diag.Diagnostics) {
	if w.Value.IsNull() && !w.Version.IsNull() {
		diags.AddAttributeError(at.AtName("secret_wo_version"), "Version without a secret", at.AtName("secret_wo_version").String()+" goes with secret_wo: add that, or remove the version.")
	}
}

// refuseWriteOnly says what to do on a CLI that does not know write-only values. That it does not is also said by the
// framework, at each of them.
func refuseWriteOnly(config model, headers map[string]header, diags *diag.Diagnostics) {
	used := !config.SecretWO.IsNull()
	for _, h := range headers {
		used = used || !h.SecretWO.IsNull()
	}
	if used {
		diags.AddError("Write-only values need a newer CLI", "secret_wo needs Terraform 1.11 or OpenTofu 1.11. Upgrade, or use secret instead of secret_wo: "+
			"it is hidden in plans too, but kept in the state, so keep the state where only those who may know the secret can read it.")
	}
}

func warnURL(value types.String, diags *diag.Diagnostics) {
	u, err := url.Parse(value.ValueString())
	if err != nil {
		return
	}
	if part := credentialPart(u); part != "" {
		diags.AddAttributeWarning(path.Root("url"), "Credential in the URL", "The "+part+" of the URL seems to carry a credential, and plans "+
			"and the state show the URL. If the receiver takes the credential in a header, put it there, as secret or secret_wo.")
	}
}

func sortedNames(headers map[string]header) []string {
	names := make([]string, 0, len(headers))
	for name := range headers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// endpointURL checks the address of a webhook.
type endpointURL struct{}

func (endpointURL) Description(context.Context) string {
	return "must be an https URL with a host (http is accepted for loopback addresses only)"
}
func (v endpointURL) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v endpointURL) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	v.check(ctx, req.Path, req.ConfigValue.ValueString(), &resp.Diagnostics)
}

func (v endpointURL) check(ctx context.Context, at path.Path, text string, diags *diag.Diagnostics) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && (u.Scheme != "http" || !soda.IsLoopback(u.Hostname())) {
		diags.AddAttributeError(at, "Invalid URL", "The value "+v.Description(ctx)+": Soda Cloud sends events over TLS only.")
	}
}
