package base

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Valid walks a configuration once, where the framework reads each value anew from its root. A plan asks for most configurations
// twice: what was found valid stays so, since nothing but the configuration decides about it.
func (s *shortcuts[M]) Valid(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) bool {
	key := validKey{keyOf(req.Config), allowsWriteOnly(req)}
	if _, ok := s.valid.Load(key); ok {
		return true
	}
	ok := s.walk(ctx, req)
	if ok {
		s.valid.Store(key, nil)
	}
	return ok
}

type validKey struct {
	config    [sha256.Size]byte
	writeOnly bool
}

// keyOf is the same for what a CLI has sent twice. It keeps no value.
func keyOf(sent *tfprotov6.DynamicValue) [sha256.Size]byte {
	hash := sha256.New()
	_, _ = fmt.Fprintln(hash, len(sent.MsgPack), len(sent.JSON)) // a hash takes everything
	hash.Write(sent.MsgPack)
	hash.Write(sent.JSON)
	return [sha256.Size]byte(hash.Sum(nil))
}

func allowsWriteOnly(req *tfprotov6.ValidateResourceConfigRequest) bool {
	return req.ClientCapabilities != nil && req.ClientCapabilities.WriteOnlyAttributesAllowed
}

func (s *shortcuts[M]) walk(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) bool {
	raw, ok := s.unpack(req.Config)
	if !ok {
		return false
	}
	value, err := s.typ.ValueFromTerraform(ctx, raw)
	if err != nil {
		return false
	}
	v := validation{
		config:    tfsdk.Config{Raw: raw, Schema: s.schema},
		writeOnly: allowsWriteOnly(req),
	}
	if s.Validate != nil {
		v.diags.Append(s.Validate(ctx, s.model(value))...)
	} else if r, ok := s.resource.(resource.ResourceWithValidateConfig); ok {
		var resp resource.ValidateConfigResponse
		r.ValidateConfig(ctx, resource.ValidateConfigRequest{
			Config: v.config, ClientCapabilities: resource.ValidateConfigClientCapabilities{WriteOnlyAttributesAllowed: v.writeOnly},
		}, &resp)
		v.diags.Append(resp.Diagnostics...)
	}
	if _, ok := s.resource.(resource.ResourceWithConfigValidators); ok || s.schema.DeprecationMessage != "" {
		return false
	}
	return v.object(ctx, path.Empty(), value, s.schema.Attributes) && v.blocks(ctx, value) && len(v.diags) == 0
}

// validation collects what validators say of a configuration. Its methods report whether they know all that they met.
type validation struct {
	config    tfsdk.Config
	writeOnly bool // the CLI knows write-only attributes
	diags     diag.Diagnostics
}

// object validates the attributes of a known object.
func (v *validation) object(ctx context.Context, at path.Path, value attr.Value, attributes map[string]schema.Attribute) bool {
	object, ok := value.(basetypes.ObjectValue)
	if !ok || object.IsNull() || object.IsUnknown() {
		return false
	}
	values := object.Attributes()
	for name, a := range attributes {
		if !v.attribute(ctx, at.AtName(name), a, values[name]) {
			return false
		}
	}
	return true
}

// blocks validates those of the configuration, which are single. One that is left out has no values.
func (v *validation) blocks(ctx context.Context, value attr.Value) bool {
	values := value.(basetypes.ObjectValue).Attributes()
	for name, b := range v.config.Schema.(schema.Schema).Blocks {
		block, ok := b.(schema.SingleNestedBlock)
		object, isObject := values[name].(basetypes.ObjectValuable)
		if !ok || !isObject || len(block.Validators) > 0 || len(block.Blocks) > 0 || block.DeprecationMessage != "" {
			return false
		}
		base, diags := object.ToObjectValue(ctx)
		v.diags.Append(diags...)
		if base.IsNull() {
			base = nullAttributes(ctx, base)
		}
		if !v.object(ctx, path.Root(name), base, block.Attributes) {
			return false
		}
	}
	return true
}

// nullAttributes returns the object with null for each attribute in place of none.
func nullAttributes(ctx context.Context, o basetypes.ObjectValue) basetypes.ObjectValue {
	values := map[string]attr.Value{}
	for name, typ := range o.AttributeTypes(ctx) {
		values[name], _ = typ.ValueFromTerraform(ctx, tftypes.NewValue(typ.TerraformType(ctx), nil)) // of any type there is a null
	}
	return basetypes.NewObjectValueMust(o.AttributeTypes(ctx), values)
}

func (v *validation) attribute(ctx context.Context, at path.Path, a schema.Attribute, value attr.Value) bool {
	null := value.IsNull()
	if dynamic, ok := value.(basetypes.DynamicValuable); ok && !null {
		inner, diags := dynamic.ToDynamicValue(ctx)
		v.diags.Append(diags...)
		null = inner.IsUnderlyingValueNull()
	}
	if a.GetDeprecationMessage() != "" || a.IsRequired() && null || a.IsComputed() && !a.IsOptional() && !null || a.IsWriteOnly() && !null && !v.writeOnly {
		return false
	}
	if checked, ok := value.(xattr.ValidateableAttribute); ok {
		var resp xattr.ValidateAttributeResponse
		checked.ValidateAttribute(ctx, xattr.ValidateAttributeRequest{Path: at}, &resp)
		v.diags.Append(resp.Diagnostics...)
	}
	switch a := a.(type) {
	case schema.StringAttribute:
		return v.text(ctx, at, a.Validators, value)
	case schema.BoolAttribute:
		return len(a.Validators) == 0
	case schema.Int64Attribute:
		return v.number(ctx, at, a.Validators, value)
	case schema.DynamicAttribute:
		return len(a.Validators) == 0
	case schema.SetAttribute:
		return v.set(ctx, at, a.Validators, value)
	case schema.ListNestedAttribute:
		return v.list(ctx, at, a, value)
	case schema.MapNestedAttribute:
		return v.mapped(ctx, at, a, value)
	case schema.SingleNestedAttribute:
		return len(a.Validators) == 0 && (value.IsNull() || v.object(ctx, at, value, a.Attributes))
	}
	return false
}

func (v *validation) text(ctx context.Context, at path.Path, validators []validator.String, value attr.Value) bool {
	text, ok := value.(basetypes.StringValuable)
	if !ok {
		return false
	}
	if len(validators) == 0 {
		return true
	}
	base, diags := text.ToStringValue(ctx)
	v.diags.Append(diags...)
	req := validator.StringRequest{Config: v.config, ConfigValue: base, Path: at, PathExpression: at.Expression()}
	for _, one := range validators {
		var resp validator.StringResponse
		one.ValidateString(ctx, req, &resp)
		v.diags.Append(resp.Diagnostics...)
	}
	return true
}

func (v *validation) number(ctx context.Context, at path.Path, validators []validator.Int64, value attr.Value) bool {
	number, ok := value.(basetypes.Int64Value)
	req := validator.Int64Request{Config: v.config, ConfigValue: number, Path: at, PathExpression: at.Expression()}
	for _, one := range validators {
		var resp validator.Int64Response
		one.ValidateInt64(ctx, req, &resp)
		v.diags.Append(resp.Diagnostics...)
	}
	return ok
}

func (v *validation) set(ctx context.Context, at path.Path, validators []validator.Set, value attr.Value) bool {
	set, ok := value.(basetypes.SetValue)
	req := validator.SetRequest{Config: v.config, ConfigValue: set, Path: at, PathExpression: at.Expression()}
	for _, one := range validators {
		var resp validator.SetResponse
		one.ValidateSet(ctx, req, &resp)
		v.diags.Append(resp.Diagnostics...)
	}
	return ok
}

func (v *validation) list(ctx context.Context, at path.Path, a schema.ListNestedAttribute, value attr.Value) bool {
	list, ok := value.(basetypes.ListValue)
	req := validator.ListRequest{Config: v.config, ConfigValue: list, Path: at, PathExpression: at.Expression()}
	for _, one := range a.Validators {
		var resp validator.ListResponse
		one.ValidateList(ctx, req, &resp)
		v.diags.Append(resp.Diagnostics...)
	}
	for i, element := range list.Elements() {
		ok = ok && v.element(ctx, at.AtListIndex(i), a.NestedObject, element)
	}
	return ok
}

func (v *validation) mapped(ctx context.Context, at path.Path, a schema.MapNestedAttribute, value attr.Value) bool {
	m, ok := value.(basetypes.MapValue)
	req := validator.MapRequest{Config: v.config, ConfigValue: m, Path: at, PathExpression: at.Expression()}
	for _, one := range a.Validators {
		var resp validator.MapResponse
		one.ValidateMap(ctx, req, &resp)
		v.diags.Append(resp.Diagnostics...)
	}
	for key, element := range m.Elements() {
		ok = ok && v.element(ctx, at.AtMapKey(key), a.NestedObject, element)
	}
	return ok
}

func (v *validation) element(ctx context.Context, at path.Path, o schema.NestedAttributeObject, value attr.Value) bool {
	object, ok := value.(basetypes.ObjectValue)
	req := validator.ObjectRequest{Config: v.config, ConfigValue: object, Path: at, PathExpression: at.Expression()}
	for _, one := range o.Validators {
		var resp validator.ObjectResponse
		one.ValidateObject(ctx, req, &resp)
		v.diags.Append(resp.Diagnostics...)
	}
	return ok && v.object(ctx, at, value, o.Attributes)
}
