package base

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// An organization has objects by the thousand, and most plans leave most of them alone. For each of them the framework walks
// the whole object a dozen times. A shortcut recognizes such an object in a fraction of the time, for the provider's server to
// answer by itself. When in doubt it says no, and the framework does what it always does. BenchmarkNoOp shows what each call
// takes.

// Shortcuts answer the calls of a CLI about an object that nothing has happened to.
type Shortcuts interface {
	// Refreshed is the response to the read of an object that leaves its state as it is and has nothing to say to the user;
	// nil for any other.
	Refreshed(ctx context.Context, client *soda.Client, req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse
	// Upgraded is the response for a stored state that has exactly the attributes of today's schema; nil for any other.
	Upgraded(req *tfprotov6.UpgradeResourceStateRequest) *tfprotov6.UpgradeResourceStateResponse
	// Valid reports whether there is nothing to say of a configuration.
	Valid(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) bool
	// PlansNothing reports whether the plan of an object is its prior state.
	PlansNothing(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) bool
}

// ResourceWithShortcuts is a resource that offers shortcuts. An error says what in its schema they do not know.
type ResourceWithShortcuts interface {
	resource.Resource
	Shortcuts() (Shortcuts, error)
}

// Unchanged is what a resource with the model M tells of itself to get shortcuts. The rest they take from its schema.
type Unchanged[M any] struct {
	// Refresh returns what Read puts into the state: false if it has more to say. It may return what private holds.
	Refresh func(ctx context.Context, client *soda.Client, state M, private PrivateReader) (now M, quiet bool)
	// Validate returns what ValidateConfig has to say. It may be nil: then that method is called, and reads what it needs anew.
	Validate func(ctx context.Context, config M) diag.Diagnostics
	// Plans reports whether ModifyPlan leaves alone, without a word, a plan that equals the state. It may be nil if ModifyPlan
	// does so with any, which it cannot where the schema has write-only attributes: a plan never has these.
	Plans func(ctx context.Context, config, state M) bool
}

// NewShortcuts returns the shortcuts of a resource, or an error that lists what of its schema they do not know.
func NewShortcuts[M any](ctx context.Context, r resource.Resource, of Unchanged[M]) (Shortcuts, error) {
	described := SchemaOf(ctx, r)
	s := &shortcuts[M]{Unchanged: of, resource: r, schema: described, typ: described.Type()}
	s.wire = s.typ.TerraformType(ctx)
	known := known{modifies: of.Plans != nil}
	known.element("", reflect.ValueOf(described))
	s.defaults = known.defaults
	s.fields = known.fields(ctx, reflect.TypeFor[M](), s.typ.(attr.TypeWithAttributeTypes).AttributeTypes())
	if len(known.not) > 0 {
		slices.Sort(known.not)
		return nil, fmt.Errorf("shortcuts do not support %s", strings.Join(known.not, "; "))
	}
	return s, nil
}

type shortcuts[M any] struct {
	Unchanged[M]

	resource resource.Resource
	schema   schema.Schema
	typ      attr.Type
	wire     tftypes.Type
	fields   map[string][]int         // of M, by attribute
	defaults map[string]tftypes.Value // by attribute
	types    sync.Map                 // those of dynamic values, by their JSON
	valid    sync.Map                 // the keys of configurations that were found valid
	settled  sync.Map                 // the keys of states that were read again and that ModifyPlan and defaults leave alone
}

func (s *shortcuts[M]) Refreshed(ctx context.Context, client *soda.Client, req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	private, err := readPrivate(req.Private)
	raw, ok := s.unpack(req.CurrentState)
	if err != nil || !ok {
		return nil
	}
	before, ok := s.decode(ctx, raw)
	if !ok {
		return nil
	}
	now, quiet := s.Refresh(ctx, client, before, private)
	if !quiet || !reflect.DeepEqual(now, before) {
		return nil
	}
	id, ok := reflect.TypeAssert[types.String](reflect.ValueOf(&now).Elem().FieldByIndex(s.fields["id"]))
	if !ok {
		return nil
	}
	if s.Plans == nil && len(s.apart(raw)) == 0 {
		s.settled.Store(keyOf(req.CurrentState), nil)
	}
	// A state that was written by a CLI without identities has none yet.
	return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private, NewIdentity: PackIdentity(id.ValueString())}
}

func (s *shortcuts[M]) Upgraded(req *tfprotov6.UpgradeResourceStateRequest) *tfprotov6.UpgradeResourceStateResponse {
	if req.Version != s.schema.Version || req.RawState == nil || !fits(req.RawState.JSON, s.wire) {
		return nil
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}
}

// PlansNothing is for the case that the CLI proposes the prior state. Then only a default or ModifyPlan can still make a
// difference: plan modifiers that the schema may have do not, and nothing is marked as unknown.
func (s *shortcuts[M]) PlansNothing(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) bool {
	if !reflect.DeepEqual(req.PriorState, req.ProposedNewState) {
		return false
	}
	if _, ok := s.settled.Load(keyOf(req.PriorState)); ok {
		return true
	}
	state, ok := s.unpack(req.PriorState)
	if !ok {
		return false
	}
	apart := s.apart(state)
	if len(apart) == 0 && s.Plans == nil {
		return true
	}
	var config map[string]tftypes.Value
	configured, ok := s.unpack(req.Config)
	if !ok || configured.As(&config) != nil || slices.ContainsFunc(apart, func(name string) bool { return config[name].IsNull() }) {
		return false
	}
	return s.Plans == nil || s.plans(ctx, configured, state)
}

// apart returns the attributes of a state that differ from their defaults.
func (s *shortcuts[M]) apart(state tftypes.Value) []string {
	var values map[string]tftypes.Value
	_ = state.As(&values) // an object
	var names []string
	for name, value := range s.defaults {
		if !values[name].Equal(value) {
			names = append(names, name)
		}
	}
	return names
}

func (s *shortcuts[M]) plans(ctx context.Context, configured, state tftypes.Value) bool {
	config, ok := s.decode(ctx, configured)
	if !ok {
		return false
	}
	before, ok := s.decode(ctx, state)
	return ok && s.Plans(ctx, config, before)
}

// decode reads an object into its model. It does without the framework's reflection, which takes a hundred times as long.
func (s *shortcuts[M]) decode(ctx context.Context, raw tftypes.Value) (m M, ok bool) {
	v, err := s.typ.ValueFromTerraform(ctx, raw)
	if err != nil {
		return m, false
	}
	return s.model(v), true
}

func (s *shortcuts[M]) model(object attr.Value) (m M) {
	to := reflect.ValueOf(&m).Elem()
	for name, value := range object.(types.Object).Attributes() {
		to.FieldByIndex(s.fields[name]).Set(reflect.ValueOf(value))
	}
	return m
}

// fits reports whether the objects in a JSON text have the attributes of the type, all of them and no others.
func fits(text json.RawMessage, typ tftypes.Type) bool {
	var value any
	return json.Unmarshal(text, &value) == nil && valueFits(value, typ)
}

func valueFits(value any, typ tftypes.Type) bool {
	if value == nil {
		return true // null
	}
	switch typ := typ.(type) {
	case tftypes.Object:
		members, ok := value.(map[string]any)
		for name, member := range members {
			attribute := typ.AttributeTypes[name]
			ok = ok && attribute != nil && valueFits(member, attribute)
		}
		return ok && len(members) == len(typ.AttributeTypes)
	case tftypes.Map:
		elements, ok := value.(map[string]any)
		return ok && allFit(maps.Values(elements), typ.ElementType)
	case tftypes.Set:
		return elementsFit(value, typ.ElementType)
	case tftypes.List:
		return elementsFit(value, typ.ElementType)
	}
	return typ.Is(tftypes.String) || typ.Is(tftypes.Bool) || typ.Is(tftypes.Number) || typ.Is(tftypes.DynamicPseudoType)
}

func elementsFit(value any, typ tftypes.Type) bool {
	elements, ok := value.([]any)
	return ok && allFit(slices.Values(elements), typ)
}

func allFit(elements iter.Seq[any], typ tftypes.Type) bool {
	for element := range elements {
		if !valueFits(element, typ) {
			return false
		}
	}
	return true
}
