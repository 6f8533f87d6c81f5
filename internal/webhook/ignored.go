package webhook

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// warnIgnored warns of values that an update has sent from the state although the configuration has others, and that Soda Cloud does
// not show: ignore_changes holds them. A plan cannot tell them from those that are in both. m is the plan.
func (m model) warnIgnored(config model, answer *soda.Webhook, diags *diag.Diagnostics) {
	warn := func(at path.Path, what string) {
		diags.AddAttributeWarning(at, what+" was sent again", what+" is in ignore_changes, and Soda Cloud does not show it. The "+
			"update replaced the whole webhook and sent the value from the state, which undid any rotation outside Terraform. If you "+
			"rotated it elsewhere, put the current value into the configuration, remove it from ignore_changes, and apply again.")
	}
	if differs(base.Remember(m.Secret, config.Secret), config.Secret, config.SecretWO) {
		warn(path.Root("secret"), "The signing secret")
	}
	shown, configured := readable(answer), header.Read(config.Headers)
	for name, h := range header.Read(m.Headers) {
		now := configured[name]
		sent := types.StringPointerValue(header.FirstKnown(base.Remember(h.Value, now.Value), base.Remember(h.Secret, now.Secret)))
		if _, ok := shown[header.Slot(name)]; !ok && differs(sent, now.Value, now.Secret, now.SecretWO) {
			warn(path.Root("headers").AtMapKey(name), fmt.Sprintf("Header %q", name))
		}
	}
}

// differs reports whether a value was sent that is not the configured one.
func differs(sent types.String, configured ...types.String) bool {
	value := header.FirstKnown(configured...)
	return !sent.IsNull() && (value == nil || *value != sent.ValueString())
}
