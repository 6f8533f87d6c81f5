package base

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// AddChanged reports the attributes in which an object differs from what Terraform last read of it: an update replaces the
// whole object, so it would undo what somebody else has done since. state is what was read then, now a model of what is there
// now. Attributes that the user cannot set do not count.
func (k Kind) AddChanged(ctx context.Context, diags *diag.Diagnostics, state tfsdk.State, now any) {
	current := tfsdk.State{Schema: state.Schema, Raw: state.Raw.Copy()}
	diags.Append(current.Set(ctx, now)...)
	var before, after map[string]tftypes.Value
	if state.Raw.As(&before) != nil || current.Raw.As(&after) != nil {
		return // neither is an object: nothing was read yet
	}
	var names []string
	for name, attribute := range state.Schema.GetAttributes() {
		if !normal(before[name]).Equal(normal(after[name])) && (attribute.IsRequired() || attribute.IsOptional()) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		diags.AddAttributeError(path.Root(name), "The "+k.Noun+" has changed since the plan", fmt.Sprintf(
			"Someone changed %s since Terraform last read it. Nothing was written, because a write would have undone the change. "+
				"Plan again to see it before you decide.", name))
	}
}

// normal is a value with all its texts in NFC, the form that a CLI gives what it keeps in the state.
func normal(v tftypes.Value) tftypes.Value {
	normalized, err := tftypes.Transform(v, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		var s string
		if !v.Type().Is(tftypes.String) || !v.IsKnown() || v.IsNull() || v.As(&s) != nil {
			return v, nil //nolint:nilerr // no text
		}
		return tftypes.NewValue(tftypes.String, text.NFC(s)), nil
	})
	if err != nil {
		return v
	}
	return normalized
}

// stopError is the reason why a write was stopped, as diagnostics.
type stopError struct{ diags diag.Diagnostics }

func (e *stopError) Error() string { return e.diags[0].Summary() }

// Stop returns an error that stops a write and reports the diagnostics; nil if none of them is an error.
func Stop(diags diag.Diagnostics) error {
	if !diags.HasError() {
		return nil
	}
	return &stopError{diags}
}
