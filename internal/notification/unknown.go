package notification

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// warnUnknown names what a rule has and this version does not know. A rule type or a status is in its attribute all the same; no
// attribute holds the rest, and updates leave it as it is.
func warnUnknown(diags *diag.Diagnostics, r *soda.Rule) {
	parts := r.UnknownParts()
	if len(parts) == 0 {
		return
	}
	diags.AddWarning("The notification rule has parts that this version does not recognize", fmt.Sprintf(
		"The rule %q (id %s) has parts that this version of the provider does not recognize: %s. Updates keep them. "+
			"To manage them, check for a newer version of the provider.", r.Name, r.ID, strings.Join(parts, ", ")))
}
