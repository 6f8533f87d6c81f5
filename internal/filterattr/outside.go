package filterattr

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// Tree returns a wholly known Terraform value as encoding/json would have it, for those who read more than filters.
func Tree(v attr.Value) any { return plain(v) }

// Read reads a filter from the tree of a value: nil, the object, or the string of its JSON.
func Read(tree any) (*filter.Expr, error) {
	text, isText := tree.(string)
	if !isText {
		if tree == nil {
			return nil, nil //nolint:nilnil // no filter
		}
		encoded, err := json.Marshal(tree)
		if err != nil {
			return nil, err
		}
		text = string(encoded)
	}
	return Value{basetypes.NewDynamicValue(basetypes.NewStringValue(text))}.Expr()
}
