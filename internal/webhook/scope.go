package webhook

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// scope validates a kind of events.
type scope struct{}

func (scope) Description(context.Context) string {
	return `must be one of "` + strings.Join(soda.Scopes, `", "`) + `"`
}
func (v scope) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v scope) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || slices.Contains(soda.Scopes, req.ConfigValue.ValueString()) {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Unknown scope", fmt.Sprintf("%q is not a scope. The value %s.", req.ConfigValue.ValueString(), v.Description(ctx)))
}
