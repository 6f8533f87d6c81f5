package base

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// NameRegexAttribute is the argument name_regex of a list resource, and of a data source that returns a list: the attributes
// of both have one interface.
func NameRegexAttribute(what string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true,
		MarkdownDescription: what + " A regular expression in the syntax of Terraform's `regex` function " +
			"([RE2](https://github.com/google/re2/wiki/Syntax)); it can match anywhere in the name unless anchored with `^` and `$`.",
		Validators: []validator.String{regularExpression{}},
	}
}

// NamePattern returns what a name_regex matches, in whichever normal form a name is stored; null and what does not compile, which is an
// error, match every name.
func NamePattern(expression types.String, diags *diag.Diagnostics) func(name string) bool {
	pattern, err := regexp.Compile(text.NFC(expression.ValueString()))
	if err != nil {
		diags.AddAttributeError(path.Root("name_regex"), "Invalid regular expression", fmt.Sprintf("name_regex must be a regular expression (RE2): %s.", err))
		return func(string) bool { return true }
	}
	return func(name string) bool { return pattern.MatchString(text.NFC(name)) }
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
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() {
		NamePattern(req.ConfigValue, &resp.Diagnostics)
	}
}
