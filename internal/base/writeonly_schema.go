package base

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// WriteOnlyAttribute is a value that neither plans nor the state have.
func WriteOnlyAttribute(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		Optional:            true,
		WriteOnly:           true,
		MarkdownDescription: description + ". Needs Terraform 1.11 or OpenTofu 1.11.",
		Validators:          append([]validator.String{stringvalidator.LengthAtLeast(1)}, validators...),
	}
}

// VersionAttribute is the version of a write-only attribute, which the provider counts where the user does not.
func VersionAttribute(of string) schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional: true,
		Computed: true,
		MarkdownDescription: "Version of `" + of + "`: change it to send the value again. If it is not set, the provider detects a changed value " +
			"by itself, from a salted hash that it keeps in the state.",
		Validators: []validator.Int64{int64validator.AtLeast(1)},
	}
}
