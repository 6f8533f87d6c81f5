package base

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Trimmed refuses space around a value, where it can only be a mistake.
type Trimmed struct{}

// Description completes "The value …".
func (Trimmed) Description(context.Context) string { return "must not begin or end with white space" }

// MarkdownDescription is the same.
func (v Trimmed) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString passes what is not known yet.
func (v Trimmed) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if hint := SpaceHint(req.ConfigValue.ValueString()); hint != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "White space around the value", "The value "+v.Description(ctx)+". "+hint)
	}
}

// WarnSpace warns of white space around a value in which it is possible, but hardly meant.
type WarnSpace struct{}

// Description completes "The value …".
func (WarnSpace) Description(context.Context) string {
	return "should not begin or end with white space"
}

// MarkdownDescription is the same.
func (v WarnSpace) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString passes what is not known yet.
func (v WarnSpace) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if hint := SpaceHint(req.ConfigValue.ValueString()); hint != "" {
		resp.Diagnostics.AddAttributeWarning(req.Path, "White space around the value", "The value begins or ends with white space, which is sent as part of it. "+hint)
	}
}

// SpaceHint says what to do about white space around a value, "" if there is none. It does not repeat the value, which may be a
// secret.
func SpaceHint(value string) string {
	switch {
	case strings.TrimSpace(value) == value:
		return ""
	case strings.HasSuffix(value, "\n"):
		return "It ends with a line break. If it comes from a file or a command, use trimspace()."
	}
	return "Remove it, or use trimspace()."
}
