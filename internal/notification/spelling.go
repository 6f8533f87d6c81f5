package notification

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// keepSpelling plans the recipients in the state for those that mean the same and are written otherwise: an address in another
// case, an empty set for none. So a plan shows the recipients that change, and no others. A set has no more to give: Terraform
// knows its elements by their whole value, so one with a changed level shows as removed and added.
type keepSpelling struct{}

func (keepSpelling) Description(context.Context) string {
	return "Another spelling of the same recipient is not a change."
}
func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// KeepsState tells shortcuts that recipients which equal the state stay as they are.
func (keepSpelling) KeepsState() {}

func (keepSpelling) PlanModifyList(ctx context.Context, req planmodifier.ListRequest, resp *planmodifier.ListResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	before := recipientsOf(req.StateValue)
	spelled := make(map[string]int, len(before)) // places in before
	for i, b := range before {
		if _, known := spelled[b.meaning()]; !known {
			spelled[b.meaning()] = i
		}
	}
	planned := req.PlanValue.Elements()
	kept := make(map[int]bool, len(before))
	for n, element := range planned {
		object, ok := element.(types.Object)
		if !ok || object.IsNull() || object.IsUnknown() {
			return
		}
		i, same := spelled[recipient(object.Attributes()).meaning()]
		switch {
		case !same || !isKnown(ctx, object):
		case kept[i]:
			return // two would become one, and Terraform accepts no other number than is configured
		default:
			kept[i] = true
			planned[n] = types.ObjectValueMust(recipientType.AttrTypes, before[i])
		}
	}
	resp.PlanValue = types.ListValueMust(recipientType, planned)
	if len(kept) == len(planned) && len(kept) == len(before) {
		resp.PlanValue = req.StateValue // in its order, so that nothing seems to change
	}
}

// meaning is the same for elements that mean the same.
func (r recipient) meaning() string { return soda.RecipientMeaning(r.toAPI()) }

func isKnown(ctx context.Context, object types.Object) bool {
	value, err := object.ToTerraformValue(ctx)
	return err == nil && value.IsFullyKnown()
}
