package base

import (
	"bytes"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// unpack reads what the CLI has sent. It fails on what is no object, as in a plan to create or to destroy.
func (s *shortcuts[M]) unpack(sent *tfprotov6.DynamicValue) (tftypes.Value, bool) {
	if values, ok := s.attributes(sent.MsgPack); ok {
		return tftypes.NewValue(s.wire, values), true
	}
	raw, err := sent.Unmarshal(s.wire)
	return raw, err == nil && raw.IsKnown() && !raw.IsNull()
}

// attributes reads an object in MessagePack, as Terraform's protocol describes it, one attribute after the other.
func (s *shortcuts[M]) attributes(packed []byte) (map[string]tftypes.Value, bool) {
	types := s.wire.(tftypes.Object).AttributeTypes
	dec := msgpack.NewDecoder(bytes.NewReader(packed))
	if n, err := dec.DecodeMapLen(); err != nil || n != len(types) {
		return nil, false
	}
	values := make(map[string]tftypes.Value, len(types))
	for range types {
		name, err := dec.DecodeString()
		if err != nil || types[name] == nil {
			return nil, false
		}
		value, err := dec.DecodeRaw()
		if err != nil {
			return nil, false
		}
		if values[name], err = s.value(value, types[name]); err != nil {
			return nil, false
		}
	}
	return values, len(values) == len(types)
}

// value reads a value. A dynamic one comes with its type in JSON, which takes longer to read than the value itself. But the filters
// of an organization have few types, so each is read once.
func (s *shortcuts[M]) value(packed msgpack.RawMessage, typ tftypes.Type) (tftypes.Value, error) {
	if typ.Is(tftypes.DynamicPseudoType) && packed[0] == msgpcode.FixedArrayLow|2 {
		dec := msgpack.NewDecoder(bytes.NewReader(packed[1:]))
		described, err := dec.DecodeBytes()
		if err != nil {
			return tftypes.Value{}, err
		}
		if packed, err = dec.DecodeRaw(); err != nil {
			return tftypes.Value{}, err
		}
		if typ, err = s.described(described); err != nil {
			return tftypes.Value{}, err
		}
	}
	return (&tfprotov6.DynamicValue{MsgPack: packed}).Unmarshal(typ)
}

// described returns the type that a JSON text describes.
func (s *shortcuts[M]) described(text []byte) (tftypes.Type, error) {
	if known, ok := s.types.Load(string(text)); ok {
		return known.(tftypes.Type), nil
	}
	typ, err := tftypes.ParseJSONType(text) //nolint:staticcheck // There is no other way to a type in JSON.
	if err == nil {
		s.types.Store(string(text), typ)
	}
	return typ, err
}
