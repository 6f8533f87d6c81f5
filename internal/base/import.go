package base

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// namePrefix marks an import id that is a name. No id of Soda's has a colon.
const namePrefix = "name:"

// Importer is how a type of object is looked for at an import.
type Importer struct {
	Kind

	Find  func(ctx context.Context, id string) error                    // not found is an error for which soda.IsNotFound
	Named func(ctx context.Context, name string) ([]string, error)      // ids of the objects with the name
	Other func(ctx context.Context, id string) (what Kind, name string) // an object of another kind that has the id
}

// Import takes an object into state by its id, by "name:NAME", or by its identity, which is an id and never a name. It looks
// the object up first: where none has the id, Terraform itself says that it is "non-existent" and no more.
func (i Importer) Import(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, wrong := strings.TrimSpace(req.ID), ""
	if req.ID == "" {
		id = identified(ctx, req.Identity, &resp.Diagnostics)
		wrong = i.wrongIdentity(id)
	}
	switch name, byName := strings.CutPrefix(id, namePrefix); {
	case resp.Diagnostics.HasError() || wrong != "":
	case id == "" || id == namePrefix:
		wrong = fmt.Sprintf("Specify an id or %sNAME.", namePrefix)
	case byName:
		id, wrong = i.named(ctx, name, &resp.Diagnostics)
	default:
		wrong = i.lookUp(ctx, id, &resp.Diagnostics)
	}
	if wrong != "" {
		resp.Diagnostics.AddError("Cannot import the "+i.Noun, wrong)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	SetIdentity(ctx, resp.Identity, id, &resp.Diagnostics)
}

// wrongIdentity says what is wrong with the id of an identity before it is looked up, "" if nothing is.
func (i Importer) wrongIdentity(id string) string {
	const instead = " To import by name, use id instead of identity:\n\n"
	switch {
	case id == "":
		return "The id in the identity is empty. Set it to the object's id in Soda Cloud." + instead + i.ImportBlock(namePrefix+"NAME")
	case strings.HasPrefix(id, namePrefix):
		return fmt.Sprintf("The id in the identity is %q, but an identity accepts only an id, not a name.", id) + instead + i.ImportBlock(id)
	}
	return ""
}

func (i Importer) named(ctx context.Context, name string, diags *diag.Diagnostics) (id, wrong string) {
	ids, err := i.Named(ctx, name)
	switch {
	case err != nil:
		i.AddError(diags, "import", err)
		return "", ""
	case len(ids) == 0:
		return "", fmt.Sprintf("There is no %s with the name %q. Names are case-sensitive.", i.Noun, name)
	case len(ids) > 1:
		return "", several(name, ids)
	}
	return ids[0], ""
}

// lookUp says why an id cannot be imported, "" if it can. While the provider's configuration is not known, nothing is known.
func (i Importer) lookUp(ctx context.Context, id string, diags *diag.Diagnostics) (wrong string) {
	err := i.Find(ctx, id)
	switch {
	case soda.IsNotFound(err):
		return i.missing(ctx, id)
	case err != nil && !isUnknownConfiguration(err):
		i.AddError(diags, "import", err)
	}
	return ""
}

// missing says what else has the text that no object has as its id: an object has it as its name, or one of another kind as its id.
func (i Importer) missing(ctx context.Context, id string) string {
	text := fmt.Sprintf("No %s has the id %q.", i.Noun, id)
	if ids, err := i.Named(ctx, id); err == nil && len(ids) == 1 {
		return text + fmt.Sprintf(" A %s has that name; to import it, write:\n\n%s", i.Noun, i.ImportBlock(namePrefix+id))
	} else if len(ids) > 1 {
		return text + " " + several(id, ids)
	}
	if other, name := i.Other(ctx, id); name != "" {
		return text + fmt.Sprintf(" It is the id of the %s %q; to import that, write:\n\n%s", other.Noun, name, other.ImportBlock(id))
	}
	return text + fmt.Sprintf(" To import by name, write %sNAME.", namePrefix)
}

func several(name string, ids []string) string {
	return fmt.Sprintf("%d objects have the name %q. Import the one you mean by its id:\n  %s", len(ids), name, strings.Join(ids, "\n  "))
}
