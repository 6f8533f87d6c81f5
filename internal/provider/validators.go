package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
)

// filled refuses a text that is empty or white space only, as a variable of a CI system is whose secret is missing.
type filled struct{}

func (filled) Description(context.Context) string               { return "must not be empty" }
func (v filled) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (filled) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || strings.TrimSpace(req.ConfigValue.ValueString()) != "" {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Empty setting", fmt.Sprintf("%s is empty. Check that the CI system has the secret and passes it on. To "+
		"take the value from the environment or a profile, leave the attribute out or set it to null.", req.Path))
}

// host checks what settings.ParseHost reads.
type host struct{}

func (host) Description(context.Context) string {
	return "must be a host, or a URL with scheme, host and port"
}
func (v host) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (host) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if (filled{}).ValidateString(ctx, req, resp); resp.Diagnostics.HasError() {
		return
	}
	if _, err := settings.ParseHost(strings.TrimSpace(req.ConfigValue.ValueString())); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid host", fmt.Sprintf("The host %v.", err))
	}
}

// apiPath checks an absolute path.
type apiPath struct{}

func (apiPath) Description(context.Context) string {
	return `must be a path that starts with "/" and has no query string`
}
func (v apiPath) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v apiPath) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if settings.CheckPath(req.ConfigValue.ValueString()) != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid path", "The value "+v.Description(ctx)+".")
	}
}
