package notification

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// An organization has rules by the thousand, and most plans leave most of them alone. For each of them the framework walks
// the whole object a dozen times, and what stands in a set costs the square of its size. The functions below recognize such a
// rule in a twentieth of the time, for the provider's server to answer by itself. When in doubt they say no, and the framework
// does what it always does. BenchmarkNoOp shows what each call takes.

// Refreshed answers the read of a rule that leaves its state as it is, without a word to the user; it is nil for any other.
// The identity is missing in a state that was written by a CLI which knows none.
func Refreshed(ctx context.Context, client *soda.Client, req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	if req.TypeName != kind.Type {
		return nil
	}
	before, ok := decode(ctx, req.CurrentState)
	if !ok {
		return nil
	}
	found, err := client.Rule(ctx, before.ID.ValueString())
	if err != nil {
		return nil
	}
	var diags diag.Diagnostics
	now := before.fromAPI(ctx, found, &diags)
	if len(diags) > 0 || !reflect.DeepEqual(now, before) {
		return nil
	}
	return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private, NewIdentity: base.PackIdentity(found.ID)}
}

// Upgraded answers for a stored state that has what today's schema has, to the letter, and so stays as it is; it is nil for
// any other.
func Upgraded(req *tfprotov6.UpgradeResourceStateRequest) *tfprotov6.UpgradeResourceStateResponse {
	if req.TypeName != kind.Type || req.Version != ruleSchema().Version || !fits(req.RawState.JSON, wireType()) {
		return nil
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}
}

// fits reports whether the objects in a JSON text have the attributes of the type, all of them and no others.
func fits(text json.RawMessage, typ tftypes.Type) bool {
	switch typ := typ.(type) {
	case tftypes.Object:
		var members map[string]json.RawMessage
		if json.Unmarshal(text, &members) != nil {
			return false
		}
		for name, member := range members {
			if attribute, ok := typ.AttributeTypes[name]; !ok || !fits(member, attribute) {
				return false
			}
		}
		return members == nil || len(members) == len(typ.AttributeTypes) // nil is null
	case tftypes.Set:
		var elements []json.RawMessage
		err := json.Unmarshal(text, &elements)
		return err == nil && !slices.ContainsFunc(elements, func(e json.RawMessage) bool { return !fits(e, typ.ElementType) })
	}
	return true
}

// PlansNothing reports whether the plan of a rule is its prior state. It is where the CLI proposes just that; only a default
// can still differ from what the CLI proposes, and status alone has one.
func PlansNothing(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) bool {
	if req.TypeName != kind.Type || !reflect.DeepEqual(req.PriorState, req.ProposedNewState) {
		return false
	}
	prior, ok := decode(ctx, req.PriorState)
	if ok && prior.Status.ValueString() != defaultStatus {
		var config model
		config, ok = decode(ctx, req.Config)
		ok = ok && !config.Status.IsNull()
	}
	return ok
}

// decode reads a state or a configuration that the CLI has sent. It fails on what is no object, as in a plan to create or to
// destroy.
func decode(ctx context.Context, sent *tfprotov6.DynamicValue) (model, bool) {
	raw, err := sent.Unmarshal(wireType())
	if err != nil {
		return model{}, false
	}
	v, err := ruleType().ValueFromTerraform(ctx, raw)
	if err != nil || v.IsNull() {
		return model{}, false
	}
	values := v.(types.Object).Attributes()
	text := func(name string) types.String { return values[name].(types.String) }
	return model{
		ID:            text("id"),
		Name:          text("name"),
		RuleType:      text("rule_type"),
		Status:        text("status"),
		Filter:        values["filter"].(filterattr.Value),
		Recipients:    values["recipients"].(types.Set),
		Customization: values["customization"].(types.Object),
		OwnerID:       text("owner_id"),
		IsDefault:     values["is_default"].(types.Bool),
		CreatedAt:     text("created_at"),
	}, true
}

var (
	ruleType = sync.OnceValue(func() attr.Type { return ruleSchema().Type() })
	wireType = sync.OnceValue(func() tftypes.Type { return ruleType().TerraformType(context.Background()) })
)

var ruleSchema = sync.OnceValue(func() schema.Schema {
	var resp resource.SchemaResponse
	new(ruleResource).Schema(context.Background(), resource.SchemaRequest{}, &resp) // a literal; it asks for nothing
	return resp.Schema
})
