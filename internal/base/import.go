package base

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// namePrefix marks an import id that is a name. No id of Soda's has a colon.
const namePrefix = "name:"

// Import takes an object into state by its id, by "name:NAME", or by its identity. find returns the ids of the objects with
// the name.
func (k Kind) Import(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, find func(ctx context.Context, name string) ([]string, error)) {
	id := strings.TrimSpace(req.ID)
	if req.ID == "" {
		id = identified(ctx, req.Identity, &resp.Diagnostics)
	}
	if name, byName := strings.CutPrefix(req.ID, namePrefix); byName {
		ids, err := find(ctx, name)
		if err != nil {
			k.AddError(&resp.Diagnostics, "import", err)
			return
		}
		if len(ids) != 1 {
			resp.Diagnostics.AddError("Cannot import the "+k.Noun, k.notOne(name, ids))
			return
		}
		id = ids[0]
	}
	if id == "" {
		resp.Diagnostics.AddError("Cannot import the "+k.Noun, fmt.Sprintf("Give an id, or %sNAME.", namePrefix))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	SetIdentity(ctx, resp.Identity, id, &resp.Diagnostics)
}

func (k Kind) notOne(name string, ids []string) string {
	if len(ids) == 0 {
		return fmt.Sprintf("There is no %s with the name %q. Names are compared to the letter.", k.Noun, name)
	}
	return fmt.Sprintf("%d objects have the name %q. Import the one you mean by its id:\n  %s", len(ids), name, strings.Join(ids, "\n  "))
}
