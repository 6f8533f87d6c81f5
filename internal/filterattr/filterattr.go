// Package filterattr holds the filter of a notification rule as Terraform sees it: a dynamic attribute of any depth, read
// from and written to package filter's expressions. What filters mean, and Soda's JSON for them, live in package filter.
//
// An expression is written as one of
//
//	{ and = [...] }  { or = [...] }  { not = {...} }
//	{ field = "datasetTags", contains = "finance" }
//	{ field = "checkResourceAttribute", attribute = "severity", equals = "critical" }
//	{ field = "datasourceLabel", in = ["a", "b"] }
//	{ raw = "JSON of one expression as Soda has it, for what this version cannot express" }
//
// and the whole filter also as a string: the JSON of that shape, for modules whose typed variables cannot hold filters of
// different shapes.
package filterattr

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// Attribute returns the optional filter attribute of a resource.
func Attribute(description string) schema.DynamicAttribute {
	return schema.DynamicAttribute{
		MarkdownDescription: description,
		CustomType:          Type{},
		Optional:            true,
		PlanModifiers:       []planmodifier.Dynamic{KeepEqual()},
	}
}

// KeepEqual returns a plan modifier that plans the value in state if the configured filter equals it: the framework does
// not ask for semantic equality in plans. A filter that is not fully known equals nothing, so the configuration stands;
// so it does where either is null, since Terraform refuses a planned value for an attribute that is not configured.
func KeepEqual() planmodifier.Dynamic { return keepEqual{} }

type keepEqual struct{}

func (keepEqual) Description(context.Context) string {
	return "Another spelling of the same filter is not a change."
}

// KeepsState tells that a plan that equals the state stays as it is.
func (keepEqual) KeepsState() {}

func (m keepEqual) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (keepEqual) PlanModifyDynamic(_ context.Context, req planmodifier.DynamicRequest, resp *planmodifier.DynamicResponse) {
	if plain(req.PlanValue) == nil || plain(req.StateValue) == nil {
		return
	}
	if (Value{req.PlanValue}).equals(Value{req.StateValue}) {
		resp.PlanValue = req.StateValue
	}
}
