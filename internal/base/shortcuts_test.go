package base_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
)

// model is that of a part whose value is a T.
type model[T any] struct {
	ID   types.String `tfsdk:"id"`
	Part T            `tfsdk:"part"`
}

func shortcutsOf[T any](element any) (base.Shortcuts, error) {
	return base.NewShortcuts(context.Background(), partOf(element), base.Unchanged[model[T]]{})
}

// Whatever a schema may get that the shortcuts do not know, they say so, instead of planning as if it were not there.
func TestNewShortcuts_refuse(t *testing.T) {
	t.Parallel()
	texts := map[string]schema.Attribute{"text": schema.StringAttribute{Optional: true}}
	defaulted := map[string]schema.Attribute{"text": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("x")}}
	secret := map[string]schema.Attribute{"text": schema.StringAttribute{Optional: true, WriteOnly: true}}
	for name, try := range map[string]func() (base.Shortcuts, error){
		"default of a boolean": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Bool](schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(true)})
		},
		"default of a number": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Int64](schema.Int64Attribute{Optional: true, Computed: true, Default: int64default.StaticInt64(1)})
		},
		"default that is not static": func() (base.Shortcuts, error) {
			return shortcutsOf[types.String](schema.StringAttribute{Optional: true, Computed: true, Default: ofTheDay{stringdefault.StaticString("x")}})
		},
		"default inside an object": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Object](schema.SingleNestedAttribute{Optional: true, Attributes: defaulted})
		},
		"default inside a set": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Set](schema.SetNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: defaulted}})
		},
		"default of a list": func() (base.Shortcuts, error) {
			return shortcutsOf[types.List](schema.ListAttribute{
				Optional: true, Computed: true, ElementType: types.StringType, Default: listdefault.StaticValue(types.ListNull(types.StringType)),
			})
		},
		"plan modifier of a text": func() (base.Shortcuts, error) {
			return shortcutsOf[types.String](schema.StringAttribute{Optional: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}})
		},
		"plan modifier of a number": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Int64](schema.Int64Attribute{Computed: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()}})
		},
		"plan modifier of a set": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Set](schema.SetAttribute{
				Computed: true, ElementType: types.StringType, PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
			})
		},
		"plan modifier inside a map": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Map](schema.MapNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{
				Attributes: map[string]schema.Attribute{"flag": schema.BoolAttribute{Optional: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.RequiresReplace()}}},
			}})
		},
		"write-only value": func() (base.Shortcuts, error) {
			return shortcutsOf[types.String](schema.StringAttribute{Optional: true, WriteOnly: true})
		},
		"write-only value inside a map": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Map](schema.MapNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: secret}})
		},
		"list": func() (base.Shortcuts, error) {
			return shortcutsOf[types.List](schema.ListAttribute{Optional: true, ElementType: types.StringType})
		},
		"default inside a list": func() (base.Shortcuts, error) {
			return shortcutsOf[types.List](schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: defaulted}})
		},
		"map of texts": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Map](schema.MapAttribute{Optional: true, ElementType: types.StringType})
		},
		"object without a schema": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Object](schema.ObjectAttribute{Optional: true})
		},
		"another number": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Float64](schema.Float64Attribute{Optional: true})
		},
		"list of blocks": func() (base.Shortcuts, error) {
			return shortcutsOf[types.List](schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: texts}})
		},
		"set of blocks": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Set](schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: texts}})
		},
		"blocks inside a block": func() (base.Shortcuts, error) {
			return shortcutsOf[types.Object](schema.SingleNestedBlock{Blocks: map[string]schema.Block{"inner": schema.ListNestedBlock{}}})
		},
		"field of another type": func() (base.Shortcuts, error) { return shortcutsOf[types.Bool](schema.StringAttribute{Optional: true}) },
		"no field at all": func() (base.Shortcuts, error) {
			return base.NewShortcuts(t.Context(), partOf(schema.StringAttribute{Optional: true}), base.Unchanged[struct {
				ID types.String `tfsdk:"id"`
			}]{})
		},
	} {
		s, err := try()
		if s != nil || err == nil || !strings.Contains(err.Error(), `"part`) {
			t.Errorf("%s: got %v and the error %v, want an error that names the part", name, s, err)
		}
	}
}

// ofTheDay is a default that may be another one tomorrow.
type ofTheDay struct{ defaults.String }

// What the shortcuts know, they plan as the framework does: for every value in state, and every one in the configuration that
// lets a CLI propose the state.
func TestShortcuts_planAsTheFramework(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		attribute schema.StringAttribute
		mayDiffer bool
	}{
		"optional":          {schema.StringAttribute{Optional: true}, false},
		"computed":          {schema.StringAttribute{Computed: true}, true},
		"either":            {schema.StringAttribute{Optional: true, Computed: true}, true},
		"sensitive":         {schema.StringAttribute{Optional: true, Sensitive: true}, false},
		"another default":   {schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("x")}, true},
		"a default of \"\"": {schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("")}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shortcuts, err := shortcutsOf[types.String](tc.attribute)
			if err != nil {
				t.Fatal(err)
			}
			alone := 0
			for _, state := range []any{"x", "y", "", nil} {
				for _, config := range []any{state, nil} {
					if config == nil && state != nil && !tc.mayDiffer {
						continue // no CLI proposes the state then
					}
					req := planRequest(t, partOf(tc.attribute), state, config)
					framework := plan(t, partOf(tc.attribute), req)
					if shortcuts.PlansNothing(t.Context(), req) {
						alone++
						if !framework.Equal(unpack(t, partOf(tc.attribute), req.PriorState)) {
							t.Errorf("state %v, configuration %v: got no change, want %s", state, config, framework)
						}
					}
				}
			}
			if alone < 3 {
				t.Errorf("got %d plans recognized, want most of them", alone)
			}
		})
	}
}

// planRequest asks for the plan of an object whose state is what the CLI proposes.
func planRequest(t *testing.T, p *part, state, config any) *tfprotov6.PlanResourceChangeRequest {
	t.Helper()
	object := func(id, value any) *tfprotov6.DynamicValue {
		packed, err := tfprotov6.NewDynamicValue(partType(p), tftypes.NewValue(partType(p), map[string]tftypes.Value{
			"id": tftypes.NewValue(tftypes.String, id), "part": tftypes.NewValue(tftypes.String, value),
		}))
		if err != nil {
			t.Fatal(err)
		}
		return &packed
	}
	return &tfprotov6.PlanResourceChangeRequest{
		TypeName: "test_part", PriorState: object("1", state), ProposedNewState: object("1", state), Config: object(nil, config),
	}
}

// plan returns what the framework plans.
func plan(t *testing.T, p *part, req *tfprotov6.PlanResourceChangeRequest) tftypes.Value {
	t.Helper()
	resp, err := providerserver.NewProtocol6(&testProvider{p})().PlanResourceChange(t.Context(), req)
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp)
	}
	return unpack(t, p, resp.PlannedState)
}

func unpack(t *testing.T, p *part, packed *tfprotov6.DynamicValue) tftypes.Value {
	t.Helper()
	v, err := packed.Unmarshal(partType(p))
	if err != nil {
		t.Fatal(err)
	}
	return v
}
