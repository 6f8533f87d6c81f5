package filter

import (
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// Truth is the outcome of a match.
type Truth int8

// The truths are ordered and signed so that and is the minimum, or the maximum, and not the negation. Unknown means that
// it cannot be told from what is known.
const (
	False   Truth = -1
	Unknown Truth = 0
	True    Truth = 1
)

// String returns "true", "false" or "unknown".
func (t Truth) String() string {
	switch t {
	case False:
		return "false"
	case True:
		return "true"
	default:
		return "unknown"
	}
}

// Subject is what a filter is matched against: a check and its dataset, as far as they are known. A field or attribute
// that is missing is not known; one with an empty list is known to have no value.
type Subject struct {
	Fields     map[string][]string            // "datasetTags" -> its values
	Attributes map[string]map[string][]string // "checkResourceAttribute" -> "severity" -> its values
}

// values returns what the subject has for a comparison, and whether that is known.
func (s Subject) values(e *Expr) (values []string, known bool) {
	if e.Attribute != "" {
		values, known = s.Attributes[e.Field][e.Attribute]
		return values, known
	}
	values, known = s.Fields[e.Field]
	return values, known
}

// Match reports whether e matches the subject. Not, And and Or follow Kleene's three-valued logic; an And without
// operands is true, an Or without operands false, no filter true, a raw node unknown.
//
// Soda does not publish how it compares; this is inferred: texts are compared in NFC, case counts, and where a subject has several values one that
// satisfies the comparison is enough. Whether Contains looks for a tag or for a part of one is open, so a part of a tag
// is unknown.
func Match(e *Expr, s Subject) Truth {
	if e == nil {
		return True
	}
	return truth(e, s, func(operand *Expr) Truth { return Match(operand, s) })
}

// truth judges one node; operands are judged by the caller's function, so that Explain can write down what it finds.
func truth(e *Expr, s Subject, judge func(*Expr) Truth) Truth {
	switch e.Op {
	case And:
		all := True
		for _, operand := range e.Operands {
			all = min(all, judge(operand))
		}
		return all
	case Or:
		some := False
		for _, operand := range e.Operands {
			some = max(some, judge(operand))
		}
		return some
	case Not:
		return -judge(e.Operands[0])
	case Raw:
		return Unknown
	default:
		return compare(e, s)
	}
}

func compare(e *Expr, s Subject) Truth {
	have, known := s.values(e)
	if !known {
		return Unknown
	}
	switch e.Op {
	case Equals:
		return truthOf(has(have, e.Value))
	case In:
		return truthOf(slices.ContainsFunc(e.Values, func(value string) bool { return has(have, value) }))
	case Contains:
		return contains(e, have)
	default:
		return Unknown
	}
}

func has(have []string, wanted string) bool {
	return slices.ContainsFunc(have, func(value string) bool { return text.Same(value, wanted) })
}

func contains(e *Expr, have []string) Truth {
	wanted := text.NFC(e.Value)
	part := slices.ContainsFunc(have, func(value string) bool { return strings.Contains(text.NFC(value), wanted) })
	field, _ := FieldNamed(e.Field)
	if part && field.List && !has(have, e.Value) {
		return Unknown // the two readings of Contains part ways
	}
	return truthOf(part)
}

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}
