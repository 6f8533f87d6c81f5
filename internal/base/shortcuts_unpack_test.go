package base_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
)

// Shortcuts read an object as the framework does, with the types of dynamic values remembered from the one before, and whatever
// happens to the bytes: where they read something, the framework reads the same.
func TestShortcuts_unpack(t *testing.T) {
	t.Parallel()
	shortcuts, err := shortcutsOf[types.Dynamic](schema.DynamicAttribute{Optional: true})
	if err != nil {
		t.Fatal(err)
	}
	p := partOf(schema.DynamicAttribute{Optional: true})
	read := 0
	for round, value := range slices.Concat(dynamics(), dynamics()) {
		packed, err := tfprotov6.NewDynamicValue(partType(p), tftypes.NewValue(partType(p), map[string]tftypes.Value{
			"id": tftypes.NewValue(tftypes.String, "1"), "part": value,
		}))
		if err != nil {
			t.Fatal(err)
		}
		got, ok := base.Unpack(shortcuts, &packed)
		if want := unpack(t, p, &packed); !ok || !got.Equal(want) {
			t.Errorf("round %d: got %s, %t, want %s", round, got, ok, want)
		}
		for i := range packed.MsgPack {
			for _, damaged := range [][]byte{packed.MsgPack[:i], damage(packed.MsgPack, i, 1), damage(packed.MsgPack, i, 0x80), damage(packed.MsgPack, i, 0xff)} {
				sent := &tfprotov6.DynamicValue{MsgPack: damaged}
				got, ok := base.Unpack(shortcuts, sent)
				if !ok {
					continue
				}
				read++
				if want, err := sent.Unmarshal(partType(p)); err != nil || !got.Equal(want) {
					t.Errorf("% x: got %s, want %s, %v", damaged, got, want, err)
				}
			}
		}
	}
	if read == 0 {
		t.Error("no damaged object could be read, so nothing was compared")
	}
}

// dynamics are values of a dynamic attribute.
func dynamics() []tftypes.Value {
	text := func(v any) tftypes.Value { return tftypes.NewValue(tftypes.String, v) }
	texts := tftypes.List{ElementType: tftypes.String}
	object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"any": tftypes.DynamicPseudoType, "and": tftypes.Tuple{ElementTypes: []tftypes.Type{tftypes.String, texts}},
	}}
	return []tftypes.Value{
		tftypes.NewValue(tftypes.DynamicPseudoType, nil),
		tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue),
		text("a"), text(nil), text(tftypes.UnknownValue),
		tftypes.NewValue(tftypes.Number, 1), tftypes.NewValue(tftypes.Bool, true),
		tftypes.NewValue(texts, []tftypes.Value{text("a"), text("b")}),
		tftypes.NewValue(object, map[string]tftypes.Value{
			"any": text("a"), "and": tftypes.NewValue(object.AttributeTypes["and"], []tftypes.Value{
				text(tftypes.UnknownValue), tftypes.NewValue(texts, nil),
			}),
		}),
	}
}

func damage(packed []byte, at int, bits byte) []byte {
	damaged := slices.Clone(packed)
	damaged[at] ^= bits
	return damaged
}
