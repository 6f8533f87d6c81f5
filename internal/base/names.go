package base

import (
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// Names are the names that are planned to be given to objects in a phase. The zero value has none yet.
type Names struct {
	mu    sync.Mutex
	taken map[string]bool // by type and name
}

// PlanRename does what Plan does where a change gives an object another name.
func (k Kind) PlanRename(n *Names, from, to types.String, diags *diag.Diagnostics) {
	if !to.IsUnknown() && !text.Same(from.ValueString(), to.ValueString()) {
		k.Plan(n, to.ValueString(), diags)
	}
}

// Plan notes the name that an object is planned to get, by its creation or by a change, and warns if another one of this
// configuration is planned to get it too: it then returns false. A CLI plans each change once in a phase.
func (k Kind) Plan(n *Names, name string, diags *diag.Diagnostics) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	key := k.Type + " " + text.Name(name)
	if !n.taken[key] {
		if n.taken == nil {
			n.taken = map[string]bool{}
		}
		n.taken[key] = true
		return true
	}
	diags.AddAttributeWarning(path.Root("name"), "Two resources with the same name", fmt.Sprintf(
		"Another %s in this configuration also has the name %q. Only one of them can be created: give each a unique name.", k.Type, name))
	return false
}
