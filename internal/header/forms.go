package header

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/net/http/httpguts"
)

// Forms words what a header may have, for an object that takes write-only values and for one that cannot.
type Forms struct {
	oneOf, choice, hiding string
	lateCheck             bool // a plan decides whether a header may go without a value
}

// The forms of an object that takes write-only values, and of one that cannot. Of Stored, a plan has to refuse headers without a
// value: see AddNone.
var (
	WithWriteOnly = Forms{
		oneOf:  "value (shown in plans), secret (hidden) and secret_wo (hidden and not in the state)",
		choice: "value if plans may show it, secret if the state may hold it, and otherwise secret_wo",
		hiding: "secret, or secret_wo, which is not in the state either",
	}
	WithoutWriteOnly = Forms{
		oneOf:  "value (shown in plans) and secret (hidden)",
		choice: "value if plans may show it, and otherwise secret",
		hiding: "secret",
	}
	Stored = Forms{oneOf: WithWriteOnly.oneOf, choice: WithWriteOnly.choice, hiding: WithWriteOnly.hiding, lateCheck: true}
)

// Validate checks headers, each by itself and all together.
func Validate(written types.Map, forms Forms, diags *diag.Diagnostics) {
	headers, spelled := Read(written), map[string]string{}
	for _, name := range Names(headers) {
		at := path.Root("headers").AtMapKey(name)
		validate(at, name, headers[name], forms, diags)
		if forms.lateCheck && written.Elements()[name].IsNull() {
			forms.AddNone(at, name, diags)
		}
		if other, taken := spelled[strings.ToLower(name)]; taken {
			diags.AddAttributeError(at, "Duplicate header", fmt.Sprintf(
				"%q and %q are the same header: HTTP header names are case-insensitive. Keep one of them.", other, name))
		}
		spelled[strings.ToLower(name)] = name
	}
}

func validate(at path.Path, name string, h Header, forms Forms, diags *diag.Diagnostics) {
	if !httpguts.ValidHeaderFieldName(name) {
		diags.AddAttributeError(at, "Invalid header name", fmt.Sprintf(
			"%q is not an HTTP header name: it can contain only letters, digits and !#$%%&'*+-.^_`|~, and no spaces or colons (RFC 9110).", name))
	}
	if reason, ok := senders[strings.ToLower(name)]; ok {
		diags.AddAttributeError(at, "Header set by the sender", fmt.Sprintf("Header %q cannot be set: %s. Remove it.", name, reason))
	}
	validateForms(at, name, h, forms, diags)
	h.WriteOnly().Validate(at, diags)
	for _, value := range []types.String{h.Value, h.Secret, h.SecretWO} {
		if !httpguts.ValidHeaderFieldValue(value.ValueString()) {
			diags.AddAttributeError(at, "Invalid header value", fmt.Sprintf(
				"The value of header %q contains a line break or another control character. If it comes from a file, use trimspace().", name))
		}
	}
	if !h.Value.IsNull() && warned(name, h.Value.ValueString()) {
		diags.AddAttributeWarning(at, "Credential in plain view", fmt.Sprintf(
			"Header %q seems to carry a credential, and plans show its value. Use %s.", name, forms.hiding))
	}
}

// senders are the headers that whoever sends a request has to set, by name in lower case, with the reason.
var senders = map[string]string{
	"host":              "it is the host of the URL, and a different one would send the request elsewhere",
	"content-length":    "it is the length of the payload, which varies from event to event",
	"transfer-encoding": "it describes how this connection frames the payload",
	"connection":        "it applies to a single connection",
	"trailer":           "it announces fields that would have to follow the payload",
}

// validateForms demands exactly one form of value. What is unknown may turn out to be null.
func validateForms(at path.Path, name string, h Header, forms Forms, diags *diag.Diagnostics) {
	var set []string
	unknown := false
	for _, form := range []struct {
		name  string
		value types.String
	}{{"value", h.Value}, {"secret", h.Secret}, {"secret_wo", h.SecretWO}} {
		unknown = unknown || form.value.IsUnknown()
		if !form.value.IsNull() && !form.value.IsUnknown() {
			set = append(set, form.name)
		}
	}
	switch {
	case len(set) > 1:
		diags.AddAttributeError(at, "Header with two values", fmt.Sprintf(
			"Header %q has %s. Keep %s.", name, strings.Join(set, " and "), forms.choice))
	case len(set) == 0 && !unknown && !forms.lateCheck:
		forms.AddNone(at, name, diags)
	}
}

// AddNone refuses a header without a value.
func (f Forms) AddNone(at path.Path, name string, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Header without a value", fmt.Sprintf("Header %q needs exactly one of %s.", name, f.oneOf))
}
