package filterattr

import (
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// field reads the field and attribute of a comparison into e. certain are the operators that the expression surely has:
// one of and, or, not and raw goes without a field.
func (r *reader) field(at place, object map[string]any, certain []string, e *filter.Expr) {
	for _, operator := range certain {
		if !slices.Contains(comparisons, operator) {
			r.refuseField(at, object, certain)
			return
		}
	}
	if object["field"] == nil {
		r.wantField(at, object, certain)
		return
	}
	e.Field = r.text(at.name("field"), object["field"])
	if object["attribute"] != nil {
		e.Attribute = r.text(at.name("attribute"), object["attribute"])
	}
	if _, isText := object["field"].(string); isText {
		r.checkField(at, e.Field, object["attribute"])
	}
}

// refuseField reports the field of an operator that takes none. Of several operators any may be the wrong one.
func (r *reader) refuseField(at place, object map[string]any, certain []string) {
	for _, key := range []string{"field", "attribute"} {
		switch node := object[key]; {
		case node == unknown{}:
			r.unknown = true // it may yet be null, and then all is well
		case node != nil && len(certain) == 1:
			r.fail(at.name(key), "%q cannot be combined with %q. Put the comparison into its own expression.", key, certain[0])
		}
	}
}

func (r *reader) wantField(at place, object map[string]any, certain []string) {
	if len(certain) > 0 && len(misspelled(object)) == 0 {
		r.fail(at.name(certain[0]), "%q needs a field to compare. Add field, one of %s.", certain[0], fieldNames(anyField))
	}
}

// checkField checks the name of a field and whether it goes with the attribute, which may be null or unknown.
func (r *reader) checkField(at place, name string, attribute any) {
	field, published := filter.FieldNamed(name)
	absent := attribute == nil || attribute == ""
	switch {
	case !published:
		r.fail(at.name("field"), "%q is not a field.%s Fields: %s.", name, didYouMean(name, names(anyField)), fieldNames(anyField))
	case field.TakesAttribute && absent:
		r.fail(at.name("field"), `%s requires the name of an attribute. Add attribute = "...".`, name)
	case !field.TakesAttribute && !absent && known(attribute):
		r.fail(at.name("attribute"), `"attribute" cannot be used with %s, only with %s.`, name, fieldNames(takesAttribute))
	}
}

func anyField(filter.Field) bool { return true }

func takesAttribute(f filter.Field) bool { return f.TakesAttribute }

func names(which func(filter.Field) bool) (names []string) {
	for _, field := range filter.Fields() {
		if which(field) {
			names = append(names, field.Name)
		}
	}
	return names
}

func fieldNames(which func(filter.Field) bool) string { return strings.Join(names(which), ", ") }
