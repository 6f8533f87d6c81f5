package webhook

import (
	"context"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
)

// signingSlot and headerSlot name the write-only values in the private state. Header names do not differ by case.
const signingSlot = "secret"

func headerSlot(name string) string { return "header:" + strings.ToLower(name) }

func (m model) signing() base.WriteOnly {
	return base.WriteOnly{Value: m.SecretWO, Version: m.SecretWOVersion}
}

func (h header) secret() base.WriteOnly {
	return base.WriteOnly{Value: h.SecretWO, Version: h.SecretWOVersion}
}

// planSecrets plans the versions of the write-only values and whether there is a signing secret. m is the plan; the values
// are in config, since a plan has none.
func (m model) planSecrets(ctx context.Context, config, state model, f base.Fingerprints, diags *diag.Diagnostics) model {
	m.SecretWOVersion = config.signing().PlanVersion(signingSlot, state.SecretWOVersion, f)
	switch {
	case firstKnown(config.Secret, config.SecretWO) != nil:
		m.HasSecret = types.BoolValue(true)
	case config.Secret.IsUnknown() || config.SecretWO.IsUnknown():
		m.HasSecret = types.BoolUnknown()
	default:
		m.HasSecret = types.BoolValue(false)
	}
	m.Headers = planHeaders(ctx, m.Headers, config.Headers, state.Headers, f, diags)
	return m
}

func planHeaders(ctx context.Context, plan, config, state types.Map, f base.Fingerprints, diags *diag.Diagnostics) types.Map {
	if plan.IsNull() || plan.IsUnknown() {
		return plan
	}
	configured, before := headersOf(ctx, config, diags), headersOf(ctx, state, diags)
	elements := make(map[string]attr.Value, len(plan.Elements()))
	maps.Copy(elements, plan.Elements())
	for name, h := range headersOf(ctx, plan, diags) {
		h.SecretWOVersion = configured[name].secret().PlanVersion(headerSlot(name), before[name].SecretWOVersion, f)
		object, d := types.ObjectValueFrom(ctx, headerType.AttrTypes, h)
		diags.Append(d...)
		elements[name] = object
	}
	planned, d := types.MapValue(headerType, elements)
	diags.Append(d...)
	return planned
}

// countedSecrets returns the write-only values whose versions the provider counts, by slot.
func (m model) countedSecrets(ctx context.Context, diags *diag.Diagnostics) map[string]string {
	values := map[string]string{}
	if value, ok := m.signing().Counted(); ok {
		values[signingSlot] = value
	}
	for name, h := range headersOf(ctx, m.Headers, diags) {
		if value, ok := h.secret().Counted(); ok {
			values[headerSlot(name)] = value
		}
	}
	return values
}
