package notification_test

import (
	"math/rand/v2"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

const ruleType = "soda_notification_rule"

// fullRule is a configuration of a rule that uses every attribute.
func fullRule(p *acctest.Protocol) tftypes.Value {
	recipients := p.ResourceType(ruleType).AttributeTypes["recipients"].(tftypes.Set)
	recipient := recipients.ElementType.(tftypes.Object)
	return p.Object(ruleType, map[string]tftypes.Value{
		"name":      text("finance gold"),
		"rule_type": text("check"),
		"status":    text("paused"),
		"filter": object(map[string]tftypes.Value{"and": tuple(
			object(map[string]tftypes.Value{"field": text("datasetTags"), "contains": text("finance")}),
			object(map[string]tftypes.Value{"or": tuple(
				object(map[string]tftypes.Value{"field": text("datasourceLabel"), "in": tuple(text("snowflake"), text("postgres"))}),
				object(map[string]tftypes.Value{"field": text("checkResourceAttribute"), "attribute": text("severity"), "equals": text("critical")}),
			)}),
			object(map[string]tftypes.Value{"not": object(map[string]tftypes.Value{"field": text("checkName"), "contains": text("experimental")})}),
		)}),
		"recipients": tftypes.NewValue(recipients, []tftypes.Value{
			element(recipient, map[string]tftypes.Value{"email": text("dq@example.com"), "levels": texts("critical", "warning")}),
			element(recipient, map[string]tftypes.Value{"integration_id": text("slack-1"), "channel": text("#data"), "levels": texts("critical"), "scan_states": texts("failed")}),
			element(recipient, map[string]tftypes.Value{"resource_role": text("datasetOwner"), "levels": texts("info")}),
		}),
		"customization": element(p.ResourceType(ruleType).AttributeTypes["customization"].(tftypes.Object),
			map[string]tftypes.Value{"type": text("minimal"), "message": text("See runbook")}),
		"timeouts": element(p.ResourceType(ruleType).AttributeTypes["timeouts"].(tftypes.Object), map[string]tftypes.Value{"create": text("1h")}),
	})
}

// Values that are not known yet are never an error: any subset of a full configuration's values, down to the leaves of the
// filter, is made unknown, validated, and planned as a creation and as a change.
func TestUnknownValues(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	seed(t, cloud, organization)
	p := acctest.NewProtocol(t, cloud)
	config := fullRule(p)
	expectClean(t, p.ValidateAndPlan(t.Context(), ruleType, config, nil), config)
	p = acctest.NewProtocol(t, cloud) // the apply plans again
	state := p.Create(t.Context(), ruleType, config)
	cloud.ForgetRule(cloud.Rules()[0].ID) // its name would be warned of

	p = acctest.NewProtocol(t, cloud) // another phase
	for round := range 1000 {
		random := rand.New(rand.NewPCG(1, uint64(round)))
		share := random.Float64()
		unknown := acctest.SomeUnknown(t, config, func() bool { return random.Float64() < share })
		expectClean(t, p.ValidateAndPlan(t.Context(), ruleType, unknown, nil), unknown)
		expectClean(t, p.ValidateAndPlan(t.Context(), ruleType, unknown, state), unknown)
	}
}

func expectClean(t *testing.T, diagnostics []*tfprotov6.Diagnostic, config tftypes.Value) {
	t.Helper()
	for _, d := range diagnostics {
		t.Fatalf("got %s: %s at %s, for\n%s", d.Summary, d.Detail, d.Attribute, config)
	}
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

func texts(values ...string) tftypes.Value {
	var elements []tftypes.Value
	for _, v := range values {
		elements = append(elements, text(v))
	}
	return tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, elements)
}

func object(attributes map[string]tftypes.Value) tftypes.Value {
	attributeTypes := map[string]tftypes.Type{}
	for name, v := range attributes {
		attributeTypes[name] = v.Type()
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: attributeTypes}, attributes)
}

func tuple(elements ...tftypes.Value) tftypes.Value {
	var elementTypes []tftypes.Type
	for _, v := range elements {
		elementTypes = append(elementTypes, v.Type())
	}
	return tftypes.NewValue(tftypes.Tuple{ElementTypes: elementTypes}, elements)
}

// element makes an object of the type; attributes that are left out are null.
func element(typ tftypes.Object, attributes map[string]tftypes.Value) tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, attributeType := range typ.AttributeTypes {
		values[name] = tftypes.NewValue(attributeType, nil)
		if v, ok := attributes[name]; ok {
			values[name] = v
		}
	}
	return tftypes.NewValue(typ, values)
}
