package acctest

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

func texts(values ...string) tftypes.Value {
	elements := []tftypes.Value{}
	for _, v := range values {
		elements = append(elements, text(v))
	}
	return tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, elements)
}

// ruleConfig is the configuration of a rule, with more attributes.
func ruleConfig(p *Protocol, name string, more map[string]tftypes.Value) tftypes.Value {
	recipients := p.ResourceType(ruleType).AttributeTypes["recipients"].(tftypes.Set)
	recipient := nulls(recipients.ElementType.(tftypes.Object))
	recipient["email"], recipient["levels"] = text("dq@example.com"), texts("critical")
	attributes := map[string]tftypes.Value{
		"name": text(name), "rule_type": text("check"),
		"recipients": tftypes.NewValue(recipients, []tftypes.Value{tftypes.NewValue(recipients.ElementType, recipient)}),
	}
	maps.Copy(attributes, more)
	return p.Object(ruleType, attributes)
}
