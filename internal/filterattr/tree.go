package filterattr

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// Between Terraform's values, or JSON, and expressions stands a tree of map[string]any, []any and string, as
// encoding/json makes it: so both spellings are read and written by the same code. In a tree that is read, nil is null,
// unknown{} not known yet, and anything else what a filter does not contain.
type unknown struct{}

// plain returns the tree of a Terraform value. Which kind of object or list it is does not matter: conversions of
// modules and functions turn objects into maps, and tuples into lists and sets.
func plain(v attr.Value) any {
	switch {
	case v == nil || v.IsNull():
		return nil
	case v.IsUnknown():
		return unknown{}
	}
	switch v := v.(type) {
	case Value:
		return plain(v.UnderlyingValue())
	case basetypes.DynamicValue:
		return plain(v.UnderlyingValue())
	case basetypes.ObjectValue:
		return plainMap(v.Attributes())
	case basetypes.MapValue:
		return plainMap(v.Elements())
	case basetypes.TupleValue:
		return plainList(v.Elements())
	case basetypes.ListValue:
		return plainList(v.Elements())
	case basetypes.SetValue:
		return plainList(v.Elements())
	case basetypes.StringValue:
		return v.ValueString()
	case basetypes.BoolValue:
		return v.ValueBool()
	case basetypes.NumberValue:
		return json.Number(v.ValueBigFloat().Text('g', -1))
	default:
		return v
	}
}

func plainMap(values map[string]attr.Value) map[string]any {
	trees := make(map[string]any, len(values))
	for key, v := range values {
		trees[key] = plain(v)
	}
	return trees
}

func plainList(values []attr.Value) []any {
	trees := make([]any, len(values))
	for i, v := range values {
		trees[i] = plain(v)
	}
	return trees
}

// literal returns the Terraform value that the tree would be as a literal in HCL.
func literal(node any) attr.Value {
	ctx := context.Background() // the types below are plain; none asks for it
	switch node := node.(type) {
	case map[string]any:
		types, values := make(map[string]attr.Type, len(node)), make(map[string]attr.Value, len(node))
		for key, child := range node {
			values[key] = literal(child)
			types[key] = values[key].Type(ctx)
		}
		return basetypes.NewObjectValueMust(types, values)
	case []any:
		types, values := make([]attr.Type, len(node)), make([]attr.Value, len(node))
		for i, child := range node {
			values[i] = literal(child)
			types[i] = values[i].Type(ctx)
		}
		return basetypes.NewTupleValueMust(types, values)
	default:
		text, _ := node.(string)
		return basetypes.NewStringValue(text)
	}
}

// jsonText writes a tree as Terraform's jsonencode does.
func jsonText(node any) string {
	text, _ := json.Marshal(node) // maps, lists and strings always encode
	return string(text)
}

// tree returns the tree of an expression in the shape that reader reads.
func tree(e *filter.Expr) any {
	switch e.Op {
	case filter.And, filter.Or:
		if len(e.Operands) > 0 {
			return map[string]any{string(e.Op): trees(e.Operands)}
		}
	case filter.Not:
		return map[string]any{"not": tree(e.Operands[0])}
	case filter.Equals, filter.Contains:
		return comparison(e, e.Value)
	case filter.In:
		if len(e.Values) > 0 {
			return comparison(e, texts(e.Values))
		}
	}
	return map[string]any{"raw": e.String()}
}

func trees(operands []*filter.Expr) []any {
	nodes := make([]any, len(operands))
	for i, operand := range operands {
		nodes[i] = tree(operand)
	}
	return nodes
}

func comparison(e *filter.Expr, operand any) map[string]any {
	node := map[string]any{"field": e.Field, string(e.Op): operand}
	if e.Attribute != "" {
		node["attribute"] = e.Attribute
	}
	return node
}

func texts(values []string) []any {
	nodes := make([]any, len(values))
	for i, value := range values {
		nodes[i] = value
	}
	return nodes
}
