package base

import (
	"fmt"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// exists explains why the verb "create" or "update" cannot give an object its name.
func (k Kind) exists(verb string, e *soda.ExistsError) string {
	switch {
	case e.Own:
		return fmt.Sprintf("This run has just given the name %q to another %s (id %s): two resources in this configuration have the same name. "+
			"Give each a unique name.", e.Name, k.Noun, e.ID)
	case verb == "update":
		return fmt.Sprintf("The name %q is already used by another %s (id %s). Choose a different name, or rename that one first.", e.Name, k.Noun, e.ID)
	}
	return fmt.Sprintf("A %[1]s named %[2]q already exists.\n\nIf this plan replaces the object (-replace, replace_triggered_by) with "+
		"create_before_destroy, do not import it: the old object still has the name. Remove create_before_destroy, or give the new object "+
		"another name.\n\nIf the resource was only renamed in the configuration, add a moved block.\n\nOtherwise, choose a different name, "+
		"or manage the existing %[1]s with this resource: add this block with the resource's address, and apply again.\n\n%[3]s", k.Noun, e.Name, k.ImportBlock(e.ID))
}

// ImportBlock is what a user pastes to adopt the object.
func (k Kind) ImportBlock(id string) string {
	return fmt.Sprintf("import {\n  to = %s.ADDRESS\n  id = %q\n}", k.Type, id)
}

func (k Kind) unclear(e *soda.UnclearError) string {
	text := fmt.Sprintf("It is not clear whether %q was created: %v.", e.Name, e.Cause)
	if len(e.Found) == 0 {
		return text + "\n\nApply again: if it was created after all, the next apply finds it and shows how to import it."
	}
	text += "\n\nNew objects with that name:"
	for _, id := range e.Found {
		text += "\n\n" + k.ImportBlock(id)
	}
	return text + "\n\nImport the one to keep and delete the others in Soda Cloud."
}
