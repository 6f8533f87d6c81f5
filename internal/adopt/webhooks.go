package adopt

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/endpoint"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

const webhookType = "soda_webhook_integration"

// webhook writes a webhook. Whatever a plan would hide, and what Soda Cloud does not show, becomes a variable.
func (w *writer) webhook(webhook soda.Webhook) {
	if why := unwritable(webhook.Name, webhook.Unreadable()); why != "" {
		w.note("The webhook %q (id %s) is left out: %s.", webhook.Name, webhook.ID, why)
		return
	}
	w.out.Webhooks++
	label := w.labels.of(webhookType, webhook.Name, "webhook")
	w.references.known["integration_id "+webhook.ID] = webhookType + "." + label + ".id"
	body := w.resource(webhooksFile, webhookType, label, webhook.ID)
	body.SetAttributeValue("name", cty.StringVal(webhook.Name))
	if part := endpoint.CredentialPart(webhook.URL); part != "" {
		body.SetAttributeRaw("url", raw(w.variable(label+"_url", fmt.Sprintf("URL of the webhook %s, whose %s seems to carry a credential", webhook.Name, part))))
		w.note("The URL of %q seems to carry a credential. The first plan shows it as changed because it becomes sensitive; nothing is written.", webhook.Name)
	} else {
		body.SetAttributeValue("url", cty.StringVal(webhook.URL))
	}
	body.SetAttributeRaw("scopes", raw(list(quoted(webhook.ScopeSet()))))
	if headers := w.headers(webhook, label); headers != "" {
		body.SetAttributeRaw("headers", raw(headers))
	}
	if webhook.HasSecret {
		body.SetAttributeRaw("secret", raw(w.variable(label+"_signing_secret", "Signing secret of the webhook "+webhook.Name)))
		w.note("Soda Cloud does not show the signing secret of %q, so the first apply updates that webhook.", webhook.Name)
	}
}

func (w *writer) headers(webhook soda.Webhook, label string) string {
	var lines []string
	seen := map[string]bool{}
	for _, h := range webhook.Headers {
		key, _ := h.Key()
		if seen[key] {
			continue
		}
		seen[key] = true
		value := ""
		if h.Readable() && !header.SeemsSecret(h.Name, *h.Value) {
			value = "value = " + quote(*h.Value)
		} else {
			value = "secret = " + w.variable(label+"_"+slug(h.Name), fmt.Sprintf("Header %s of the webhook %s", h.Name, webhook.Name))
		}
		lines = append(lines, quote(h.Name)+" = { "+value+" }")
	}
	if hidden := header.Hidden(webhook.Headers, types.MapNull(header.Type)); len(hidden) > 0 {
		w.note("Soda Cloud does not show the values of these headers of %q: %s. The first apply updates that webhook.", webhook.Name, strings.Join(hidden, ", "))
	}
	if len(lines) == 0 {
		return ""
	}
	return "{\n" + strings.Join(lines, "\n") + "\n}"
}
