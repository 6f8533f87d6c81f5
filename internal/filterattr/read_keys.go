package filterattr

import (
	"maps"
	"slices"
	"strings"
)

func (r *reader) checkKeys(at place, object map[string]any) {
	for _, key := range misspelled(object) {
		r.fail(at.name(key), "%q is not a key of an expression.%s Keys: %s.",
			key, didYouMean(key, keys), strings.Join(keys, ", "))
	}
}

// misspelled returns the keys that no expression has. Any of them may be meant for one that seems to be missing.
func misspelled(object map[string]any) (strange []string) {
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if object[key] != nil && !slices.Contains(keys, key) {
			strange = append(strange, key)
		}
	}
	return strange
}

// checkOperators wants exactly one operator and returns those that are certain: one that is unknown may yet be null, and
// so is never one too many.
func (r *reader) checkOperators(at place, object map[string]any) (certain []string) {
	written := 0
	for _, operator := range operators {
		if object[operator] != nil {
			written++
		}
		if known(object[operator]) {
			certain = append(certain, operator)
		}
	}
	switch {
	case written == 0 && len(misspelled(object)) == 0:
		r.noOperator(at, object)
	case len(certain) > 1:
		r.fail(at.name(certain[1]), `"%s" are in the same expression, which can have only one operator. Combine several with and = [...].`,
			strings.Join(certain, `" and "`))
	}
	return certain
}

// noOperator reports an expression without an operator, or with one that is null.
func (r *reader) noOperator(at place, object map[string]any) {
	for _, operator := range operators {
		if _, null := object[operator]; null {
			r.fail(at.name(operator), "%q is null, so the expression has no operator. "+leaveOut, operator)
			return
		}
	}
	r.fail(at, "No operator. An expression needs one of %s.", strings.Join(operators, ", "))
}

// known reports whether a value is there for certain: neither absent nor unknown.
func known(node any) bool { return node != nil && node != unknown{} }

// kind names what stands where something else was wanted.
func kind(node any) string {
	switch node.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case bool:
		return "a bool"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	default:
		return "a number"
	}
}
