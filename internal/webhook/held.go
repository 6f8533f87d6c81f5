package webhook

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// A plan does not see the configuration of what ignore_changes names: it sees what the state has, which is nothing for a
// write-only value, and for a header that Soda Cloud did not show at an import. An apply sees the configuration as it is. So an
// update, which replaces the whole webhook, could erase such a value or send one that the user said to ignore. What a plan finds
// held goes to its apply in the private state.

// heldKey is where the private state holds the slots that a plan found held.
const heldKey = "held"

// held are values that ignore_changes holds, by slot: what Soda Cloud shows of them, nil where it hides them.
type held map[string]*string

// value is what to send: what Soda Cloud has, if that is held and shown, else what the configuration has.
func (h held) value(slot string, configured *string) *string {
	if shown := h[slot]; shown != nil {
		return shown
	}
	return configured
}

// shown names those in whose place an update sends what Soda Cloud shows.
func (h held) shown() []string {
	return slices.DeleteFunc(slices.Collect(maps.Keys(h)), func(slot string) bool { return h[slot] == nil })
}

// without drops these from values, by slot.
func (h held) without(values map[string]string) map[string]string {
	maps.DeleteFunc(values, func(slot, _ string) bool { return h[slot] != nil })
	return values
}

// heldSlots names what ignore_changes holds. m is the configuration as a plan sees it.
func (m model) heldSlots() []string {
	var slots []string
	if m.URL.IsNull() && m.URLWO.IsNull() {
		slots = append(slots, urlSlot)
	}
	if m.holdsSignature() {
		slots = append(slots, signingSlot)
	}
	for name, h := range header.Read(m.Headers) {
		if h.Held() {
			slots = append(slots, header.Slot(name))
		}
	}
	slices.Sort(slots)
	return slots
}

// holdsSignature knows it by the version, which validation refuses without a value, or by has_secret. Without them, ignore_changes
// looks like a configuration that has no secret any more.
func (m model) holdsSignature() bool {
	return m.Secret.IsNull() && m.SecretWO.IsNull() && (!m.SecretWOVersion.IsNull() || m.HasSecret.ValueBool())
}

// find looks up what Soda Cloud shows of held values, but for those that it shows otherwise than it has them.
func (r *webhookResource) find(ctx context.Context, id string, slots []string, private base.PrivateReader, diags *diag.Diagnostics) (held, error) {
	if len(slots) == 0 {
		return nil, nil
	}
	stored, err := r.Client.Webhook(ctx, id)
	if err != nil {
		return nil, err
	}
	all, found := readable(stored), held{}
	for _, slot := range base.ReadNames(ctx, private, alteredKey, diags) {
		delete(all, slot)
	}
	if untouched(ctx, stored, private, diags) {
		for _, slot := range base.ReadFingerprints(ctx, private, diags).Altered(all) {
			delete(all, slot)
		}
	}
	for _, slot := range slots {
		found[slot] = nil
		if value, ok := all[slot]; ok {
			found[slot] = &value
		}
	}
	return found, nil
}

// checkCurrent stops an update that would undo what somebody has changed of the held values since they were looked up.
func (h held) checkCurrent(current *soda.Webhook, diags *diag.Diagnostics) {
	now := readable(current)
	for _, slot := range slices.Sorted(maps.Keys(h)) {
		if was := h[slot]; was != nil && *was != now[slot] {
			diags.AddError("The webhook integration has changed since the plan", "Someone changed a value that ignore_changes covers. "+
				"Nothing was written, because a write would have undone the change. Plan again, then apply.")
			return
		}
	}
}

// checkHeld says what an update would do to held values that Soda Cloud does not show. m is the configuration.
func (r *webhookResource) checkHeld(ctx context.Context, m, state model, slots []string, private base.PrivateReader, diags *diag.Diagnostics) {
	found, err := r.find(ctx, state.ID.ValueString(), slots, private, diags)
	if err != nil {
		kind.AddPlanError(diags, err)
		return
	}
	warn := func(at path.Path, what string) {
		diags.AddAttributeWarning(at, what+" is sent again", what+" is in ignore_changes, and Soda Cloud does not show it. This "+
			"update replaces the whole webhook and sends the value from the configuration, which undoes any rotation outside Terraform. "+
			"If you rotated it elsewhere, put the current value into the configuration before you apply.")
	}
	check := func(slot string, at path.Path, what string, version types.Int64) {
		switch {
		case !slices.Contains(slots, slot) || found[slot] != nil:
		case version.IsNull():
			addMissing(at, what, diags)
		default:
			warn(at, what)
		}
	}
	check(urlSlot, path.Root("url_wo"), "The URL", state.URLWOVersion)
	check(signingSlot, path.Root("secret_wo"), "The signing secret", state.SecretWOVersion)
	before := header.Read(state.Headers)
	for name := range header.Read(m.Headers) {
		check(header.Slot(name), path.Root("headers").AtMapKey(name), fmt.Sprintf("Header %q", name), before[name].SecretWOVersion)
	}
}

// addMissing stops what would erase a value.
func addMissing(at path.Path, what string, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, what+" has no value", what+" has no value in the plan or the state, and Soda Cloud does not show one. "+
		"Nothing was written: an update replaces the whole webhook, so it would erase the value. If lifecycle has ignore_changes, remove "+
		strings.SplitN(at.String(), "[", 2)[0]+" from it, and put the current value into the configuration.")
}

// signature is the signing secret to send, nil for none. Plan and configuration have to agree on whether there is one.
func (m model) signature(config model, held held, diags *diag.Diagnostics) *string {
	secret := header.FirstKnown(m.Secret, config.Secret, config.SecretWO)
	_, ignored := held[signingSlot]
	switch {
	case ignored && secret == nil:
		addMissing(path.Root("secret_wo"), "The signing secret", diags)
	case ignored || m.HasSecret.IsUnknown() || m.HasSecret.ValueBool() == (secret != nil):
	case secret != nil:
		diags.AddAttributeError(path.Root("secret_wo"), "The configuration has a signing secret, but the plan has none",
			"Nothing was written. ignore_changes hides secret and secret_wo from the plan, but not from the apply, so the plan removes the "+
				"secret. Remove them from ignore_changes. To send a new secret_wo only when you decide to, set secret_wo_version: a "+
				"changed value is sent when the version changes.")
	default:
		diags.AddAttributeError(path.Root("secret_wo"), "The plan has a signing secret, but the configuration has none",
			"Nothing was written. The value was set at plan time and is null now. Plan again.")
	}
	return secret
}

// recall returns what the plan of this apply found held, with the values that Soda Cloud shows.
func (r *webhookResource) recall(ctx context.Context, id string, private base.PrivateReader, diags *diag.Diagnostics) held {
	found, err := r.find(ctx, id, base.ReadNames(ctx, private, heldKey, diags), private, diags)
	if err != nil {
		kind.AddError(diags, "update", err)
	}
	return found
}

// doubt is what an update leaves of which nobody knows if it was carried out: a state that does not claim to know a value that
// Soda Cloud may hide, so the next plan sends it, but for those that the update sent as they were. What Soda Cloud shows, the next refresh
// reads. Forms stay: they say what to hide.
func (m model) doubt(ctx context.Context, plan model, resp *resource.UpdateResponse) {
	planned := header.Read(plan.Headers)
	if !m.Secret.Equal(plan.Secret) {
		m.Secret = base.ForgetValue(m.Secret)
	}
	m.SecretWOVersion, m.URLWOVersion = base.ForgetVersion(m.SecretWOVersion), base.ForgetVersion(m.URLWOVersion)
	m.Headers = header.Change(ctx, m.Headers, func(name string, h header.Header) header.Header {
		if p := planned[name]; !p.Value.Equal(h.Value) || !p.Secret.Equal(h.Secret) {
			h.Value, h.Secret = base.ForgetValue(h.Value), base.ForgetValue(h.Secret)
		}
		h.SecretWOVersion = base.ForgetVersion(h.SecretWOVersion)
		return h
	}, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	base.WriteFingerprints(ctx, resp.Private, base.Written{}, &resp.Diagnostics)
}
