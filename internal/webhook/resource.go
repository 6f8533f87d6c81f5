// Package webhook holds soda_webhook_integration: the resource, its data source and its list resource.
//
// An update replaces the whole webhook, and Soda Cloud need not show what it holds: the signing secret never, values of
// headers perhaps. So the configuration is the source of every secret. A write-only value reaches neither plan nor state, so
// the version beside it carries the news that it has changed: the user counts it, or the provider does, which compares the
// value with a salted hash in the private state (secret.go). What Soda Cloud shows is compared with the same hash (drifted.go).
//
// The mapping to the API is in model.go, checks of configurations in validate.go, checks of plans in plan.go. The header map
// is package header's, the URL package endpoint's, calls are package soda's. Test events are package webhooktest's;
// notification rules that name a webhook are package notification's.
package webhook

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

var (
	_ resource.ResourceWithConfigure      = (*webhookResource)(nil)
	_ resource.ResourceWithIdentity       = (*webhookResource)(nil)
	_ resource.ResourceWithImportState    = (*webhookResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*webhookResource)(nil)
	_ resource.ResourceWithMoveState      = (*webhookResource)(nil)
	_ resource.ResourceWithValidateConfig = (*webhookResource)(nil)
)

// NewResource returns the soda_webhook_integration resource.
func NewResource() resource.Resource { return &webhookResource{} }

type webhookResource struct{ base.IdentifiedResource }

// opaqueKey is where the private state holds the names of header.Opaque.
const opaqueKey = "opaque_headers"

var kind = base.Kind{Type: "soda_webhook_integration", Noun: "webhook integration"}

func (r *webhookResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = kind.Type
}

func (r *webhookResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	in := plan.toAPI(ctx, config, nil, &resp.Diagnostics)
	ctx, cancel := base.WithTimeout(ctx, "create", plan.Timeouts.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	created, err := r.Client.CreateWebhook(ctx, in)
	if err != nil {
		kind.AddError(&resp.Diagnostics, "create", err)
		return
	}
	plan = plan.settleSecrets(ctx, config, model{}, nil, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan.stored(in, created, &resp.Diagnostics))...)
	base.WriteNames(ctx, resp.Private, opaqueKey, header.Opaque(in.Headers, created.Headers), &resp.Diagnostics)
	base.SetIdentity(ctx, resp.Identity, created.ID, &resp.Diagnostics)
	config.remember(ctx, nil, resp.Private, nil, in, created, &resp.Diagnostics)
	r.WriteOrigin(ctx, resp.Private, time.Now(), &resp.Diagnostics)
	kind.WarnTwins(&resp.Diagnostics, r.Client.WebhookTwins(ctx))
}

func (r *webhookResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	base.KeepIdentity(ctx, resp.Identity, req.State, &resp.Diagnostics)
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	state.teach(ctx, r.Client)
	found, err := r.Client.AwaitWebhook(ctx, state.ID.ValueString(), base.ReadCreated(ctx, req.Private, &resp.Diagnostics))
	switch {
	case soda.IsNotFound(err):
		if r.Gone(ctx, kind, state.ID.ValueString(), err, req.Private, &resp.Diagnostics) {
			resp.State.RemoveResource(ctx) // deleted outside Terraform: plan a new one
		}
	case err != nil:
		kind.AddReadError(&resp.Diagnostics, err)
	default:
		opaque := base.ReadNames(ctx, req.Private, opaqueKey, &resp.Diagnostics)
		now := state.fromAPI(ctx, found, opaque, &resp.Diagnostics)
		resp.Diagnostics.Append(resp.State.Set(ctx, now)...)
		r.KeepOrigin(ctx, req.Private, resp.Private, &resp.Diagnostics)
		markDrifted(ctx, found, req.Private, resp.Private, &resp.Diagnostics)
		if state.Name.IsNull() { // the first look after an import or a move
			warnUnreadable(&resp.Diagnostics, found, state)
			base.WriteNames(ctx, resp.Private, importedKey, header.Names(header.Read(now.Headers)), &resp.Diagnostics)
		}
	}
}

func (r *webhookResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	base.KeepIdentity(ctx, resp.Identity, req.State, &resp.Diagnostics)
	if !base.Writes(req.Plan.Raw, req.State.Raw) {
		resp.State.Raw = req.Plan.Raw
		return
	}
	var plan, config, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if plan.forgets(ctx, config, state, base.ReadNames(ctx, req.Private, importedKey, &resp.Diagnostics)) {
		resp.State.Raw = req.Plan.Raw
		return
	}
	ctx, cancel := base.WithTimeout(ctx, "update", plan.Timeouts.Update, &resp.Diagnostics)
	defer cancel()
	held := r.recall(ctx, state.ID.ValueString(), req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	in := plan.toAPI(ctx, config, held, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	opaque := base.ReadNames(ctx, req.Private, opaqueKey, &resp.Diagnostics)
	updated, err := r.Client.UpdateWebhook(ctx, plan.ID.ValueString(), in, func(current soda.Webhook) error {
		var changed diag.Diagnostics
		kind.AddChanged(ctx, &changed, req.State, state.fromAPI(ctx, &current, opaque, &changed))
		held.checkCurrent(&current, &changed)
		return base.Stop(changed)
	})
	if err != nil {
		kind.AddError(&resp.Diagnostics, "update", err)
		if soda.Unanswered(err) {
			state.doubt(ctx, plan, resp)
		}
		return
	}
	kind.WarnLost(&resp.Diagnostics, updated.Lost())
	plan.warnIgnored(config, updated, &resp.Diagnostics)
	fingerprints := base.ReadFingerprints(ctx, req.Private, &resp.Diagnostics)
	plan = plan.settleSecrets(ctx, config, state, fingerprints, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan.stored(in, updated, &resp.Diagnostics))...)
	base.WriteNames(ctx, resp.Private, opaqueKey, header.Opaque(in.Headers, updated.Headers), &resp.Diagnostics)
	base.WriteNames(ctx, resp.Private, heldKey, nil, &resp.Diagnostics)
	base.WriteNames(ctx, resp.Private, importedKey, nil, &resp.Diagnostics)
	config.remember(ctx, req.Private, resp.Private, held, in, updated, &resp.Diagnostics)
	kind.WarnTwins(&resp.Diagnostics, r.Client.WebhookTwins(ctx))
}

func (r *webhookResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := base.WithTimeout(ctx, "delete", state.Timeouts.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.Client.DeleteWebhook(ctx, state.ID.ValueString()); err != nil {
		r.addDeleteError(ctx, &resp.Diagnostics, state, err)
	}
}

// addDeleteError adds the rules that keep a webhook from being deleted, which Soda need not name.
func (r *webhookResource) addDeleteError(ctx context.Context, diags *diag.Diagnostics, state model, err error) {
	if soda.IsConflict(err) {
		if names, listErr := r.rulesNaming(ctx, state.ID.ValueString()); listErr == nil && names != "" {
			diags.AddError("Cannot delete the webhook integration", fmt.Sprintf(
				"These notification rules still have %q as a recipient:%s\n\nRemove it from their recipients first. If this apply also removes the "+
					"webhook from a rule, Terraform deletes the webhook first: apply the rule alone with "+
					"-target=soda_notification_rule.NAME, then apply again. To avoid this in the future, add lifecycle { "+
					"create_before_destroy = true } to the webhook.", state.Name.ValueString(), names))
			return
		}
	}
	kind.AddError(diags, "delete", err)
}

// warnUnreadable tells after an import what neither Soda Cloud shows nor a move has brought, so that the configuration has to
// supply it.
func warnUnreadable(diags *diag.Diagnostics, w *soda.Webhook, moved model) {
	if names := header.Hidden(w.Headers, moved.Headers); len(names) > 0 {
		diags.AddAttributeWarning(path.Root("headers"), "Headers without values", fmt.Sprintf(
			"Soda Cloud does not show the values of these headers of %q: %s. A header keeps its value while the configuration sets "+
				"none of value, secret and secret_wo for it. Set one before you change anything else in this webhook: until then, updates fail.", w.Name, strings.Join(names, ", ")))
	}
	if w.HasSecret && moved.Secret.IsNull() {
		diags.AddAttributeWarning(path.Root("secret"), "Signing secret not read", fmt.Sprintf(
			"%q signs its payload with a secret that Soda Cloud does not show. Set secret or secret_wo, or keep the secret "+
				"with has_secret = true; without any of them, the next apply removes the secret.", w.Name))
	}
}

// ImportState imports by id, by name:NAME, or by identity.
func (r *webhookResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	base.Importer{
		Kind: kind,
		Find: func(ctx context.Context, id string) error {
			_, err := r.Client.Webhook(ctx, id)
			return err
		},
		Named: func(ctx context.Context, name string) (ids []string, err error) {
			found, err := r.Client.WebhooksNamed(ctx, name)
			for _, webhook := range found {
				ids = append(ids, webhook.ID)
			}
			return ids, err
		},
		Other: func(ctx context.Context, id string) (base.Kind, string) {
			other := base.Kind{Type: "soda_notification_rule", Noun: "notification rule"}
			if found, err := r.Client.Rule(ctx, id); err == nil {
				return other, found.Name
			}
			return other, ""
		},
	}.Import(ctx, req, resp)
}
