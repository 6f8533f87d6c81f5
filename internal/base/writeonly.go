package base

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// WriteOnly is a write-only value and its version, as the configuration has them.
type WriteOnly struct {
	Name    string // of the value's attribute; that of the version ends in _version
	Value   types.String
	Version types.Int64
}

// VersionPath is that of the version, beside at.
func (w WriteOnly) VersionPath(at path.Path) path.Path { return at.AtName(w.Name + "_version") }

// Validate refuses a version of nothing.
func (w WriteOnly) Validate(at path.Path, diags *diag.Diagnostics) {
	if w.Value.IsNull() && !w.Version.IsNull() {
		version := w.VersionPath(at)
		diags.AddAttributeError(version, "Version without a value", version.String()+" requires "+w.Name+": add it, or remove the version.")
	}
}

// PlanVersion returns the version to plan. The user's own stands as it is. Without one the provider counts: 1 for a new
// value, one more than prior for a changed one, unknown where the value is not known before apply. A version without a
// value is for validation to refuse.
//
// updating says that the object is to be written anyway. Then an unchanged value's version is unknown too: the write sends
// the value as it is at apply, which may be another than at plan, and Terraform refuses a version that was planned otherwise.
func (w WriteOnly) PlanVersion(slot string, prior types.Int64, f Fingerprints, updating bool) types.Int64 {
	if !w.Version.IsNull() || w.Value.IsNull() {
		return w.Version
	}
	version := w.version(slot, prior, f)
	if updating && version.Equal(prior) {
		return types.Int64Unknown()
	}
	return version
}

// Settle returns the version to store: the planned one, or where that is unknown, the one that the value calls for.
func (w WriteOnly) Settle(planned types.Int64, slot string, prior types.Int64, f Fingerprints) types.Int64 {
	if planned.IsUnknown() {
		return w.version(slot, prior, f)
	}
	return planned
}

func (w WriteOnly) version(slot string, prior types.Int64, f Fingerprints) types.Int64 {
	switch {
	case w.Value.IsUnknown():
		return types.Int64Unknown()
	case !prior.IsNull() && f.unchanged(slot, w.Value.ValueString()):
		return prior
	}
	return types.Int64Value(prior.ValueInt64() + 1)
}

// Missed reports whether a changed value will not be sent because the user's version equals the one counted so far.
func (w WriteOnly) Missed(slot string, prior types.Int64, f Fingerprints) bool {
	_, counted := f[slot]
	return counted && w.Version.Equal(prior) && !w.Value.IsNull() && !w.Value.IsUnknown() && !f.matches(slot, w.Value.ValueString())
}

// Counted returns the value, if it is known and the provider counts its versions, for Hash and WriteFingerprints.
func (w WriteOnly) Counted() (value string, ok bool) {
	return w.Value.ValueString(), w.Version.IsNull() && !w.Value.IsNull() && !w.Value.IsUnknown()
}

// ForgetValue is what a state has of a value that it does not know any more: a text that no configuration has. Null stays null.
func ForgetValue(v types.String) types.String {
	if v.IsNull() {
		return v
	}
	return forgotten
}

// ForgetVersion is the same for a version, which begin at 1.
func ForgetVersion(v types.Int64) types.Int64 {
	if v.IsNull() {
		return v
	}
	return types.Int64Value(0)
}

var forgotten = types.StringValue("(not known: the response to an update was lost)")

// Remember returns a value of the state, or in place of one that ForgetValue left there, the configured one.
func Remember(v, configured types.String) types.String {
	if v.Equal(forgotten) {
		if configured.Equal(forgotten) {
			return types.StringNull()
		}
		return configured
	}
	return v
}
