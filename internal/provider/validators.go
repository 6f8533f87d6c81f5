package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
)

// host checks what settings.ParseHost reads.
type host struct{}

func (host) Description(context.Context) string {
	return "must be a host, or a URL of scheme, host and port"
}
func (v host) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (host) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := settings.ParseHost(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid host", fmt.Sprintf("The host %v.", err))
	}
}

// apiPath checks an absolute path.
type apiPath struct{}

func (apiPath) Description(context.Context) string {
	return `must be a path that starts with "/", without a query`
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
