package functions

import (
	"bytes"
	"context"
	"encoding/json"
	"math/big"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// sampleTime is when the sampled events happened: a function has no clock.
var sampleTime = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

var sampleEvent = pure{
	name: "sample_event",
	definition: function.Definition{
		Summary: "Return a sample payload of a webhook event",
		MarkdownDescription: "Returns an invented payload of the event as an object, for tests of a receiver's template or mapping. It is the same each time. " +
			"`data.soda_webhook_test` and its resource send such events.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "name", MarkdownDescription: "Name of the event: " + names() + "."},
		},
		Return: function.DynamicReturn{},
	},
	run: func(ctx context.Context, args function.ArgumentsData, result *function.ResultData) *function.FuncError {
		var name string
		if failed := args.Get(ctx, &name); failed != nil {
			return failed
		}
		payload, err := event.Sample(event.Name(name), 1, sampleTime)
		if err != nil {
			return function.NewArgumentFuncError(0, err.Error())
		}
		text, err := json.Marshal(payload)
		if err != nil {
			return function.NewFuncError(err.Error())
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		var tree any
		if err := decoder.Decode(&tree); err != nil {
			return function.NewFuncError(err.Error())
		}
		return result.Set(ctx, types.DynamicValue(value(ctx, tree)))
	},
}

func names() string {
	var text strings.Builder
	for i, name := range event.Names() {
		if i > 0 {
			text.WriteString(", ")
		}
		text.WriteString("`" + string(name) + "`")
	}
	return text.String()
}

// value returns what jsondecode() makes of the tree.
func value(ctx context.Context, tree any) attr.Value {
	switch node := tree.(type) {
	case map[string]any:
		kinds, values := map[string]attr.Type{}, map[string]attr.Value{}
		for key, child := range node {
			values[key] = value(ctx, child)
			kinds[key] = values[key].Type(ctx)
		}
		return types.ObjectValueMust(kinds, values)
	case []any:
		kinds, values := make([]attr.Type, len(node)), make([]attr.Value, len(node))
		for i, child := range node {
			values[i] = value(ctx, child)
			kinds[i] = values[i].Type(ctx)
		}
		return types.TupleValueMust(kinds, values)
	case json.Number:
		number, _, _ := big.ParseFloat(node.String(), 10, 512, big.ToNearestEven) // what JSON wrote is a number
		return types.NumberValue(number)
	case string:
		return types.StringValue(node)
	case bool:
		return types.BoolValue(node)
	default:
		return types.DynamicNull()
	}
}
