package base

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// KeepsState marks a plan modifier that leaves a plan alone if it equals the state, so that shortcuts need not run it.
type KeepsState interface{ KeepsState() }

// elements are the parts of a schema with which TestShortcuts has compared the shortcuts with the framework.
var elements = []reflect.Type{
	reflect.TypeFor[schema.Schema](),
	reflect.TypeFor[schema.StringAttribute](),
	reflect.TypeFor[schema.BoolAttribute](),
	reflect.TypeFor[schema.Int64Attribute](),
	reflect.TypeFor[schema.DynamicAttribute](),
	reflect.TypeFor[schema.SetAttribute](),
	reflect.TypeFor[schema.SetNestedAttribute](),
	reflect.TypeFor[schema.ListNestedAttribute](),
	reflect.TypeFor[schema.MapNestedAttribute](),
	reflect.TypeFor[schema.SingleNestedAttribute](),
	reflect.TypeFor[schema.NestedAttributeObject](),
	reflect.TypeFor[schema.SingleNestedBlock](),
}

// known collects what shortcuts have to know of a schema, and the places of what they do not know.
type known struct {
	modifies bool // the resource tells what ModifyPlan does
	defaults map[string]tftypes.Value
	not      []string
}

func (k *known) lacks(at, format string, args ...any) {
	k.not = append(k.not, fmt.Sprintf("%s of %q", fmt.Sprintf(format, args...), at))
}

// element looks at every field of a part of a schema: one that is set and that nobody has thought of here is not known.
func (k *known) element(at string, element reflect.Value) {
	if !knownElement(element.Type()) {
		k.lacks(at, "the kind %s", element.Type())
		return
	}
	for i := range element.NumField() {
		if value := element.Field(i); !value.IsZero() {
			k.field(at, element.Type().Field(i).Name, value)
		}
	}
}

func (k *known) field(at, field string, value reflect.Value) {
	switch field {
	case "Required", "Optional", "Computed", "Sensitive", "Description", "MarkdownDescription", "DeprecationMessage",
		"Validators", "ElementType", "CustomType", "Version":
		// no matter to the read and the plan of what stays as it is; the version is compared
	case "Attributes", "Blocks":
		for _, name := range value.MapKeys() {
			k.element(join(at, name.String()), value.MapIndex(name).Elem())
		}
	case "NestedObject":
		k.element(at, value)
	case "PlanModifiers":
		for j := range value.Len() {
			if modifier := value.Index(j).Interface(); !keepsState(modifier) {
				k.lacks(at, "the plan modifier %T", modifier)
			}
		}
	case "Default":
		k.defaultValue(at, value.Interface())
	case "WriteOnly":
		if !k.modifies {
			k.lacks(at, "the plan of the write-only value")
		}
	default:
		k.lacks(at, "%s", field)
	}
}

func knownElement(typ reflect.Type) bool {
	return slices.Contains(elements, typ)
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

func keepsState(modifier any) bool {
	_, marked := modifier.(KeepsState)
	return marked || reflect.DeepEqual(modifier, stringplanmodifier.UseStateForUnknown()) ||
		reflect.DeepEqual(modifier, boolplanmodifier.UseStateForUnknown())
}

// defaultValue notes a default: the static one of a text at the top of the schema.
func (k *known) defaultValue(at string, value any) {
	text, ok := value.(defaults.String)
	if !ok || reflect.TypeOf(value) != reflect.TypeOf(stringdefault.StaticString("")) || !isName(at) {
		k.lacks(at, "the default %T", value)
		return
	}
	var resp defaults.StringResponse
	text.DefaultString(context.Background(), defaults.StringRequest{}, &resp)
	if k.defaults == nil {
		k.defaults = map[string]tftypes.Value{}
	}
	k.defaults[at] = tftypes.NewValue(tftypes.String, resp.PlanValue.ValueString())
}

// fields finds the fields of a model by the attributes that they hold; each must hold what the schema gives it.
func (k *known) fields(ctx context.Context, model reflect.Type, attributes map[string]attr.Type) map[string][]int {
	found := map[string][]int{}
	for _, field := range reflect.VisibleFields(model) {
		if name := field.Tag.Get("tfsdk"); name != "" {
			found[name] = field.Index
		}
	}
	for name, typ := range attributes {
		value := reflect.TypeOf(typ.ValueType(ctx))
		if index, ok := found[name]; !ok || model.FieldByIndex(index).Type != value {
			k.lacks(name, "the field of %s that holds the %s", model, value)
		}
	}
	if _, ok := attributes["id"].(basetypes.StringType); !ok {
		k.lacks("id", "the identity")
	}
	return found
}

// isName reports whether a place is at the top of the schema.
func isName(at string) bool { return !strings.Contains(at, ".") }
