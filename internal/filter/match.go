package filter

import "slices"

// Truth is the outcome of a match.
type Truth int8

// The truths are ordered and signed so that and is the minimum, or the maximum, and not the negation. Unknown means that
// it cannot be determined from what is known.
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

// Values returns what the subject has for a comparison, and whether that is known.
func (s Subject) Values(e *Expr) (values []string, known bool) {
	if e.Attribute != "" {
		values, known = s.Attributes[e.Field][e.Attribute]
		return values, known
	}
	values, known = s.Fields[e.Field]
	return values, known
}

// Match reports whether e matches the subject, if all readings agree on it; else, and where too little is known of the
// subject, the result is Unknown. No filter matches everything.
func Match(e *Expr, s Subject) Truth {
	if e == nil {
		return True
	}
	return judge(e, s, func(operand *Expr) verdict { return judgeAll(operand, s) }).agreed()
}

// Match reports whether e matches the subject in this reading. Not, And and Or follow Kleene's three-valued logic; an And
// without operands is true, an Or without operands false, no filter true, a raw node unknown. Where a subject has several
// values, one that passes the comparison is enough.
func (r Reading) Match(e *Expr, s Subject) Truth {
	if e == nil {
		return True
	}
	return judgeAll(e, s)[slices.Index(readings[:], r)]
}

// verdict is a truth for each of the readings.
type verdict [len(readings)]Truth

func same(t Truth) (v verdict) {
	for i := range v {
		v[i] = t
	}
	return v
}

// agreed returns the truth that all readings share, else Unknown.
func (v verdict) agreed() Truth {
	if v != same(v[0]) {
		return Unknown
	}
	return v[0]
}

func judgeAll(e *Expr, s Subject) verdict {
	return judge(e, s, func(operand *Expr) verdict { return judgeAll(operand, s) })
}

// judge judges one node; operands are judged by the caller's function, so that Explain can write down what it finds.
func judge(e *Expr, s Subject, operand func(*Expr) verdict) verdict {
	switch e.Op {
	case And, Or:
		return combined(e, operand)
	case Not:
		v := operand(e.Operands[0])
		for i := range v {
			v[i] = -v[i]
		}
		return v
	case Equals, Contains, In:
		return compare(e, s)
	default:
		return same(Unknown)
	}
}

// combined judges all operands, even those that no longer matter, since Explain shows them all.
func combined(e *Expr, operand func(*Expr) verdict) verdict {
	v := same(True)
	if e.Op == Or {
		v = same(False)
	}
	for _, o := range e.Operands {
		for i, truth := range operand(o) {
			if e.Op == And {
				v[i] = min(v[i], truth)
			} else {
				v[i] = max(v[i], truth)
			}
		}
	}
	return v
}

func compare(e *Expr, s Subject) (v verdict) {
	have, known := s.Values(e)
	if !known && (e.Op != In || len(e.Values) > 0) { // an In of nothing needs no value to fail
		return same(Unknown)
	}
	field, _ := FieldNamed(e.Field)
	for i, r := range readings {
		if r.WholeTags && (e.Op != Contains || !field.List) {
			v[i] = v[i-2] // the same tests as in the reading with parts
			continue
		}
		v[i] = False
		tests := r.Tests(e)
		for _, value := range have {
			key := r.Key(value)
			if slices.ContainsFunc(tests, func(t Test) bool { return t.Passes(key) }) {
				v[i] = True
			}
		}
	}
	return v
}
