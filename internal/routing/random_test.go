package routing_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// random returns a filter over the oracle's alphabet, with everything that a filter may hold.
func random(r *rand.Rand, nodes int) *filter.Expr {
	switch {
	case nodes <= 1 && r.IntN(25) == 0:
		return &filter.Expr{Op: filter.Raw, Raw: fmt.Sprint(r.IntN(2))}
	case nodes <= 1:
		return randomLeaf(r)
	case r.IntN(5) == 0:
		return not(random(r, nodes-1))
	}
	e := &filter.Expr{Op: []filter.Op{filter.And, filter.Or}[r.IntN(2)]}
	if r.IntN(40) == 0 {
		return e
	}
	for rest := nodes; rest > 0; {
		share := 1 + r.IntN(rest)
		e.Operands = append(e.Operands, random(r, share-1))
		rest -= share
	}
	return e
}

func randomLeaf(r *rand.Rand) *filter.Expr {
	e := places[r.IntN(len(places))]
	e.Op = []filter.Op{filter.Equals, filter.Contains, filter.In}[r.IntN(3)]
	if e.Op == filter.In {
		for range r.IntN(3) {
			e.Values = append(e.Values, texts[r.IntN(len(texts))])
		}
	} else {
		e.Value = texts[r.IntN(len(texts))]
	}
	return &e
}

func not(e *filter.Expr) *filter.Expr {
	return &filter.Expr{Op: filter.Not, Operands: []*filter.Expr{e}}
}

func and(operands ...*filter.Expr) *filter.Expr {
	return &filter.Expr{Op: filter.And, Operands: operands}
}

func or(operands ...*filter.Expr) *filter.Expr {
	return &filter.Expr{Op: filter.Or, Operands: operands}
}
