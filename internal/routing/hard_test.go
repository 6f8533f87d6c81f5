package routing_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// pigeons says that each of n pigeons sits in one of n-1 holes, no two together: impossible, and hard to see for a solver.
func pigeons(n int) *filter.Expr {
	sits := func(pigeon, hole int) *filter.Expr {
		return equals("datasetTags", fmt.Sprintf("%d in %d", pigeon, hole))
	}
	e := and()
	for pigeon := range n {
		somewhere := or()
		for hole := range n - 1 {
			somewhere.Operands = append(somewhere.Operands, sits(pigeon, hole))
			for other := range pigeon {
				e.Operands = append(e.Operands, not(and(sits(pigeon, hole), sits(other, hole))))
			}
		}
		e.Operands = append(e.Operands, somewhere)
	}
	return e
}

// alternating is a filter of n levels, and and or by turns, each with two comparisons of its own.
func alternating(n int) *filter.Expr {
	e := equals("checkName", "core")
	for level := range n {
		kind := []filter.Op{filter.And, filter.Or}[level%2]
		e = &filter.Expr{Op: kind, Operands: []*filter.Expr{
			contains("checkName", fmt.Sprint("n", level)), e, not(equals("datasetTags", fmt.Sprint("t", level%7))), not(e),
		}}
		if len(leaves(e)) > 3000 {
			e.Operands = e.Operands[:3] // it would double at each level
		}
	}
	return e
}

func leaves(e *filter.Expr) (leaves []*filter.Expr) {
	filter.Walk(e, func(e *filter.Expr) {
		if e.Field != "" {
			leaves = append(leaves, e)
		}
	})
	return leaves
}

// TestHard asks what takes long: there is always an answer, and "cannot be determined" is the answer of last resort.
func TestHard(t *testing.T) {
	names, parts := and(), or()
	for i := range 1500 {
		names.Operands = append(names.Operands, not(equals("checkName", fmt.Sprint("name ", i))))
		parts.Operands = append(parts.Operands, contains("checkName", fmt.Sprint("name ", i)))
	}
	for name, tc := range map[string]struct {
		e    *filter.Expr
		want filter.Truth
		why  string
	}{
		"six pigeons":              {pigeons(6), filter.False, ""},
		"fourteen pigeons":         {pigeons(14), filter.Unknown, "cannot be determined within 5000 steps"},
		"thirty levels":            {alternating(30), filter.True, ""},
		"3,000 leaves":             {and(names, parts), filter.True, ""},
		"3,000 leaves, impossible": {and(names, parts, in("checkName", "name 7", "name 11")), filter.False, ""},
		"20,000 parts":             {or(many(20_000)...), filter.Unknown, "cannot be determined"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := routing.Satisfiable(tc.e)
			if got.Truth != tc.want || !strings.Contains(got.Why(), tc.why) {
				t.Errorf("got %v because %s, want %v because %s", got.Truth, got.Why(), tc.want, tc.why)
			}
			if conflict, never := routing.Never(tc.e); never != (tc.want == filter.False) || never && len(conflict) == 0 {
				t.Errorf("never: got %t with %d leaves in conflict", never, len(conflict))
			}
		})
	}
}

func many(n int) (parts []*filter.Expr) {
	for i := range n {
		parts = append(parts, contains("checkName", fmt.Sprint(i)))
	}
	return parts
}

// TestSatisfiable_together asks many questions at once, as a CLI does that validates many rules: each has the answer that it has alone.
func TestSatisfiable_together(t *testing.T) {
	t.Parallel()
	var asked sync.WaitGroup
	for i := range 8 {
		asked.Go(func() {
			for range 10 {
				if got := routing.Satisfiable(pigeons(5 + i%2)); got.Truth != filter.False {
					t.Errorf("%d pigeons: got %v because %s", 5+i%2, got.Truth, got.Why())
				}
			}
		})
	}
	asked.Wait()
}
