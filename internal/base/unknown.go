package base

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// Readable returns those of a list that could be read, and warns of the others. A list holds thousands of objects that have
// nothing to do with an odd one among them.
func Readable[T interface{ Unreadable() error }](k Kind, all []T, diags *diag.Diagnostics) []T {
	return slices.DeleteFunc(all, func(item T) bool {
		err := item.Unreadable()
		if err != nil {
			diags.AddWarning("Not all "+k.Noun+" can be read", "One of them is left out. "+k.detail(err))
		}
		return err != nil
	})
}

func unreadable(e *soda.UnreadableError) string {
	which := fmt.Sprintf("The object with id %q and name %q", e.ID, e.Name)
	if e.ID == "" {
		which = fmt.Sprintf("An object named %q, which may be this one but has no readable id,", e.Name)
	}
	return which + " is listed by Soda Cloud in a form that this version of the provider cannot read: " + e.Reason +
		". Check for a newer version of the provider. Nothing else is affected."
}

// WarnLost names the fields that an update could not carry over.
func (k Kind) WarnLost(diags *diag.Diagnostics, fields []string) {
	if len(fields) == 0 {
		return
	}
	diags.AddWarning("The update removed fields that this version does not recognize", fmt.Sprintf(
		"Soda Cloud returns these fields of the %s but rejects an update that contains them, so the update was sent without them: %s. Check the %s in Soda "+
			"Cloud, and check for a newer version of the provider.", k.Noun, strings.Join(fields, ", "), k.Noun))
}
