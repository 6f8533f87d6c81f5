package notification

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// What the data sources that return lists share: arguments that select, each of which may be left out.

func nameRegexAttribute(what string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true,
		MarkdownDescription: what + " A regular expression as Terraform's `regex` function takes it " +
			"([RE2](https://github.com/google/re2/wiki/Syntax)); it may match anywhere in the name unless `^` and `$` bind it.",
		Validators: []validator.String{regularExpression{}},
	}
}

// namePattern compiles an expression; null and what does not compile, which is an error, match every name.
func namePattern(at path.Path, expression types.String, diags *diag.Diagnostics) *regexp.Regexp {
	pattern, err := regexp.Compile(expression.ValueString())
	if err != nil {
		diags.AddAttributeError(at, "Invalid regular expression", fmt.Sprintf("The value must be a regular expression (RE2): %s.", err))
		return regexp.MustCompile("")
	}
	return pattern
}

// isOrAny reports whether the value is the wanted one, or any is wanted.
func isOrAny(want types.String, value string) bool {
	return want.IsNull() || want.ValueString() == value
}

// regularExpression checks the syntax of RE2.
type regularExpression struct{}

func (regularExpression) Description(context.Context) string {
	return "must be a regular expression (RE2)"
}
func (v regularExpression) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (regularExpression) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	namePattern(req.Path, req.ConfigValue, &resp.Diagnostics)
}
