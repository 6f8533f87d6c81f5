package base

import (
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// Names are the names of the objects that are planned to be created in a phase. The zero value has none yet.
type Names struct {
	mu    sync.Mutex
	taken map[string]bool // by type and name
}

// Plan notes the name of an object that is planned to be created, and warns if another one of this configuration is planned with
// it: it then returns false. A CLI plans each creation once in a phase.
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
		"Another %s in this configuration has the name %q too. Only one of them can be created: give each a unique name.", k.Type, name))
	return false
}
