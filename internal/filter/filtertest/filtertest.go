// Package filtertest makes random filters and subjects for property tests. The same seed always makes the same.
package filtertest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// New returns a source of randomness for one case of a property test; print the seed when the case fails.
func New(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// Few values make duplicates and matches likely; the odd ones are those that quoting and escaping go wrong with.
var (
	words      = []string{"a", "b", "ab", "finance", "", "<&>", "${x} \"q\"", "zwölf\n\u2028", "null"}
	attributes = []string{"severity", "team", "a.b"}
	raws       = []string{
		`{"field":{"field":"checkName"},"type":"startsWith","value":"x"}`,
		`{"field":{"field":"newField"},"type":"equals","value":"1.50"}`,
		`{"expressions":[{"type":"and"}],"strict":true,"type":"or"}`,
		`{"type":"between","values":[1.0,1e400,12345678901234567890]}`,
		`["<&>"]`,
	}
)

// Expr returns a random filter of about that many nodes, with every operator, field and oddity that a server may send.
func Expr(r *rand.Rand, nodes int) *filter.Expr {
	switch {
	case nodes <= 1:
		return leaf(r)
	case r.IntN(6) == 0:
		return &filter.Expr{Op: filter.Not, Operands: []*filter.Expr{Expr(r, nodes-1)}}
	}
	e := &filter.Expr{Op: pick(r, []filter.Op{filter.And, filter.Or})}
	for rest := nodes - 1; rest > 0; {
		share := 1 + r.IntN(rest)
		e.Operands = append(e.Operands, Expr(r, share))
		rest -= share
	}
	return e
}

func leaf(r *rand.Rand) *filter.Expr {
	switch r.IntN(12) {
	case 0:
		return &filter.Expr{Op: filter.Raw, Raw: pick(r, raws)}
	case 1:
		return &filter.Expr{Op: pick(r, []filter.Op{filter.And, filter.Or})}
	}
	field := pick(r, filter.Fields())
	e := &filter.Expr{Op: pick(r, []filter.Op{filter.Equals, filter.Contains, filter.In}), Field: field.Name}
	if field.TakesAttribute {
		e.Attribute = pick(r, attributes)
	}
	if e.Op == filter.In {
		e.Values = values(r)
	} else {
		e.Value = pick(r, words)
	}
	return e
}

func values(r *rand.Rand) (values []string) {
	for range r.IntN(4) {
		values = append(values, pick(r, words))
	}
	return values
}

// Shuffle returns e with operands and In values in another order.
func Shuffle(r *rand.Rand, e *filter.Expr) *filter.Expr {
	return rewrite(e, func(e *filter.Expr) *filter.Expr {
		shuffle(r, e.Operands)
		shuffle(r, e.Values)
		return e
	})
}

// Respell returns another spelling of e, equal to it: shuffled, with duplicates, nested combinators of the same kind,
// combinators of one operand and double negations.
func Respell(r *rand.Rand, e *filter.Expr) *filter.Expr {
	return rewrite(e, func(e *filter.Expr) *filter.Expr {
		if len(e.Values) > 0 {
			e.Values = append(e.Values, pick(r, e.Values))
		}
		if e.Op == filter.And || e.Op == filter.Or {
			respellOperands(r, e)
		}
		shuffle(r, e.Operands)
		shuffle(r, e.Values)
		switch r.IntN(6) {
		case 0:
			return combine(filter.Not, combine(filter.Not, e))
		case 1:
			return combine(pick(r, []filter.Op{filter.And, filter.Or}), e)
		default:
			return e
		}
	})
}

func respellOperands(r *rand.Rand, e *filter.Expr) {
	if len(e.Operands) > 0 && r.IntN(3) == 0 {
		e.Operands = append(e.Operands, pick(r, e.Operands))
	}
	if r.IntN(3) == 0 {
		cut := r.IntN(len(e.Operands) + 1)
		nested := combine(e.Op, e.Operands[cut:]...)
		e.Operands = append(e.Operands[:cut:cut], nested)
	}
}

// Change returns e with one comparison or raw node, chosen at random, made different from every other; false if e has none.
func Change(r *rand.Rand, e *filter.Expr) (*filter.Expr, bool) {
	var leaves []*filter.Expr
	filter.Walk(e, func(e *filter.Expr) {
		if e.Op == filter.Raw || e.Field != "" {
			leaves = append(leaves, e)
		}
	})
	if len(leaves) == 0 {
		return nil, false
	}
	chosen := r.IntN(len(leaves))
	seen := -1
	return rewrite(e, func(e *filter.Expr) *filter.Expr {
		if e.Op != filter.Raw && e.Field == "" {
			return e
		}
		if seen++; seen == chosen {
			change(e)
		}
		return e
	}), true
}

func change(e *filter.Expr) {
	const fresh = "changed"
	switch e.Op {
	case filter.Raw:
		e.Raw = fmt.Sprintf("[%q,%s]", fresh, e.Raw)
	case filter.In:
		e.Values = append(e.Values, fresh)
	default:
		e.Value = fresh
	}
}

// Subject returns a random subject that knows about half of what filters made here ask for.
func Subject(r *rand.Rand) filter.Subject {
	s := filter.Subject{Fields: map[string][]string{}, Attributes: map[string]map[string][]string{}}
	for _, field := range filter.Fields() {
		if r.IntN(2) == 0 {
			s.Fields[field.Name] = values(r)
		}
		if field.TakesAttribute {
			s.Attributes[field.Name] = map[string][]string{pick(r, attributes): values(r), pick(r, attributes): values(r)}
		}
	}
	return s
}

// rewrite copies e and passes each copied node, operands before their parent, through edit.
func rewrite(e *filter.Expr, edit func(*filter.Expr) *filter.Expr) *filter.Expr {
	copied := *e
	copied.Operands = nil
	for _, operand := range e.Operands {
		copied.Operands = append(copied.Operands, rewrite(operand, edit))
	}
	copied.Values = slices.Clone(e.Values)
	return edit(&copied)
}

func combine(op filter.Op, operands ...*filter.Expr) *filter.Expr {
	return &filter.Expr{Op: op, Operands: slices.Clone(operands)}
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func shuffle[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}
