package notification

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
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

func (keepSpelling) PlanModifySet(ctx context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	before := recipientsOf(req.StateValue)
	var all []attr.Value
	for _, element := range req.PlanValue.Elements() {
		object, ok := element.(types.Object)
		if !ok || object.IsNull() || object.IsUnknown() {
			return
		}
		if now := respelled(object, before); !slices.ContainsFunc(all, now.Equal) {
			all = append(all, now)
		}
	}
	if len(all) == len(req.PlanValue.Elements()) { // Terraform accepts no other number than is configured
		resp.PlanValue = types.SetValueMust(req.PlanValue.ElementType(ctx), all)
	}
}

// respelled is the element of before that means the same, else the element itself.
func respelled(element types.Object, before []recipient) types.Object {
	value, err := element.ToTerraformValue(context.Background())
	if err != nil || !value.IsFullyKnown() {
		return element
	}
	meant := []soda.Recipient{recipient(element.Attributes()).toAPI()}
	for _, b := range before {
		if soda.SameRecipients(meant, []soda.Recipient{b.toAPI()}) {
			return types.ObjectValueMust(recipientType.AttrTypes, b)
		}
	}
	return element
}
