package routing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// Leaf is a comparison and its place in a filter, such as "filter.and[2].or[1]".
type Leaf struct {
	Place string
	Expr  *filter.Expr
}

// Never reports whether nothing can match e, proven in all readings, and the leaves in conflict: whatever the others say,
// these cannot hold together as the filter wants it. None of them can be left out. There are none where an or without
// operands decides. Raw nodes are never in conflict with anything.
func Never(e *filter.Expr) (conflict []Leaf, never bool) {
	if e == nil {
		return nil, false
	}
	for c := range casesOf(e) {
		if c.Truth != filter.False {
			return nil, false
		}
	}
	return conflictOf(e), true
}

// conflictOf returns the leaves in conflict of a filter that nothing can match.
func conflictOf(e *filter.Expr) []Leaf {
	leaves := leavesOf(e, "filter", nil)
	impossible := func(kept []Leaf) bool { return impossibleWith(e, leaves, kept) }
	if impossible(nil) {
		return nil
	}
	return smallest(nil, leaves, impossible)
}

func leavesOf(e *filter.Expr, place string, leaves []Leaf) []Leaf {
	switch e.Op {
	case filter.And, filter.Or:
		for i, operand := range e.Operands {
			leaves = leavesOf(operand, fmt.Sprintf("%s.%s[%d]", place, e.Op, i), leaves)
		}
	case filter.Not:
		leaves = leavesOf(e.Operands[0], place+".not", leaves)
	case filter.Equals, filter.Contains, filter.In:
		leaves = append(leaves, Leaf{place, e})
	}
	return leaves
}

// impossibleWith reports whether nothing matches in any reading, however all leaves but the kept ones turn out.
func impossibleWith(e *filter.Expr, leaves, kept []Leaf) bool {
	free := make(map[*filter.Expr]bool, len(leaves))
	for _, leaf := range leaves {
		free[leaf.Expr] = true
	}
	for _, leaf := range kept {
		delete(free, leaf.Expr)
	}
	caseMatters, tagsMatter := parting(e)
	for _, r := range filter.Readings() {
		if r.FoldCase && !caseMatters || r.WholeTags && !tagsMatter {
			continue // the same problem as in a reading before
		}
		p := problem{reading: r, open: true, free: free}
		if _, result := p.search(e); result != impossible {
			return false
		}
	}
	return true
}

// smallest returns leaves none of which can be left out, by halving (QuickXplain): with base and all leaves it is
// impossible.
func smallest(base, leaves []Leaf, impossible func([]Leaf) bool) []Leaf {
	if len(leaves) == 1 {
		return leaves
	}
	left, right := leaves[:len(leaves)/2], leaves[len(leaves)/2:]
	needed := needs(join(base, left), right, impossible)
	return join(needs(join(base, needed), left, impossible), needed)
}

func needs(base, leaves []Leaf, impossible func([]Leaf) bool) []Leaf {
	if impossible(base) {
		return nil
	}
	return smallest(base, leaves, impossible)
}

func join(a, b []Leaf) []Leaf { return slices.Concat(a, b) }

// Quote names the leaves of a conflict with their places.
func Quote(conflict []Leaf) string {
	quotes := make([]string, len(conflict))
	for i, leaf := range conflict {
		quotes[i] = fmt.Sprintf("%s (%s)", leaf.Place, leaf.Expr.Text())
	}
	switch n := len(quotes); n {
	case 0:
		return `an "or" without operands decides`
	case 1:
		return quotes[0] + " holds for nothing"
	case 2:
		return quotes[0] + " and " + quotes[1] + " exclude each other"
	default:
		return strings.Join(quotes[:n-1], ", ") + " and " + quotes[n-1] + " cannot be satisfied together"
	}
}
