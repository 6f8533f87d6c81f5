// Package directory holds the look-ups of what notification rules refer to and this provider never writes: users, user
// groups, datasets, datasources and attributes. Each file is one data source. How one object is found among many, and what
// is said when that fails, is base.Lookup; what is asked of Soda Cloud is package soda's. Integrations, which rules refer
// to as well, are package notification's.
package directory

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// computed describes an attribute that is found, not given.
func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func computedStrings(description string) schema.ListAttribute {
	return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
}

// hidden says why something that somebody sees in Soda Cloud is not found with this key.
func hidden(permission string) string {
	return "If it exists, the owner of this API key may not be able to view it: Soda Cloud shows a key only what its owner can view, " +
		"which requires the permission " + permission + "."
}
