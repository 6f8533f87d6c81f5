package webhook

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// MoveState takes over a webhook from a generic REST provider, with the secrets that it was sent: Soda Cloud may hide them.
func (r *webhookResource) MoveState(context.Context) []resource.StateMover {
	return base.Mover{Kind: kind, Keys: []string{"name", "scopes", "url"}, Fill: fillSecrets}.StateMovers()
}

func fillSecrets(ctx context.Context, sent []byte, state *tfsdk.State, diags *diag.Diagnostics) {
	var webhook struct {
		Headers []soda.Header
		Secret  *string
	}
	if json.Unmarshal(sent, &webhook) != nil {
		return // the read warns of what is not known
	}
	diags.Append(state.SetAttribute(ctx, path.Root("secret"), webhook.Secret)...)
	diags.Append(state.SetAttribute(ctx, path.Root("headers"), header.FromAPI(ctx, webhook.Headers, types.MapNull(header.Type), nil, diags))...)
}
