package webhook

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
)

// A webhook that was imported can stay as Soda Cloud has it without any secret in the configuration: headers without a value, and
// has_secret = true without a signing secret. So a generated configuration needs no edit. Only an update asks for the values.

// importedKey is where the private state holds the names of headers whose values only an import has brought into the state.
const importedKey = "imported_headers"

// keepsSignature reports whether a configuration keeps the signing secret that Soda Cloud has, as after an import.
func (m model) keepsSignature() bool {
	return m.holdsSignature() && m.SecretWOVersion.IsNull()
}

// checkValues refuses a signing secret to keep that is none, and headers without a value, but for those that stay as Soda Cloud has
// them since an import: the state has no value of them, or one that only the import has brought. m is the configuration.
func (m model) checkValues(state model, imported []string, diags *diag.Diagnostics) {
	if m.keepsSignature() && !state.HasSecret.ValueBool() {
		diags.AddAttributeError(path.Root("has_secret"), "No signing secret to keep", "has_secret = true without secret or secret_wo keeps the "+
			"signing secret that Soda Cloud has, but this webhook has none there. Set secret or secret_wo, or remove has_secret.")
	}
	before := header.Read(state.Headers)
	for name, h := range header.Read(m.Headers) {
		prior, stored := before[name]
		at := path.Root("headers").AtMapKey(name)
		switch {
		case !h.Held() || stored && prior.Held():
		case stored && slices.Contains(imported, name):
			diags.AddAttributeWarning(at, "Header without a value", fmt.Sprintf(
				"Header %q keeps the value that it has in Soda Cloud: the configuration sets none, and the state will no longer contain it.", name))
		default:
			header.Stored.AddNone(at, name, diags)
		}
	}
}

// forgets reports whether all that a plan changes is that values which only an import has brought leave the state. Nothing has to be
// sent for that. m is the plan.
func (m model) forgets(ctx context.Context, config, state model, imported []string) bool {
	configured, before := header.Read(config.Headers), header.Read(state.Headers)
	var diags diag.Diagnostics
	m.Headers = header.Change(ctx, m.Headers, func(name string, h header.Header) header.Header {
		if prior, stored := before[name]; stored && configured[name].Held() && slices.Contains(imported, name) {
			return prior
		}
		return h
	}, &diags)
	m.Timeouts = state.Timeouts
	return len(diags) == 0 && reflect.DeepEqual(m, state)
}
