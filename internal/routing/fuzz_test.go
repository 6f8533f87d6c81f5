package routing_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// FuzzAnswers puts questions whose answers are known about any two filters, and has Match confirm every example.
func FuzzAnswers(f *testing.F) {
	seeds, err := filepath.Glob("../filter/testdata/fuzz/FuzzParse/*")
	if err != nil || len(seeds) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range seeds {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, []byte(and(contains("datasetTags", "A"), equals("checkName", "a")).String()))
	}
	for _, e := range []*filter.Expr{and(finance, not(gold)), not(contains("checkName", "\u0301")), pigeons(3), alternating(5)} {
		f.Add([]byte(e.String()), []byte(or(e, finance).String()))
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		a, errA := filter.Parse(first)
		b, errB := filter.Parse(second)
		if errA != nil || errB != nil || len(leaves(a))+len(leaves(b)) > 200 {
			t.Skip("no filters, or larger than a minute of fuzzing should spend on one")
		}
		confirm(t, a, routing.Satisfiable(a), filter.True)
		confirm(t, and(whole(a), whole(b)), routing.Disjoint(a, b), filter.False)
		for name, answer := range map[string]routing.Answer{
			"a implies a":           routing.Implies(a, a),
			"a implies a or b":      routing.Implies(a, or(whole(a), whole(b))),
			"a and b implies a":     routing.Implies(and(whole(a), whole(b)), a),
			"a and not a disjoint":  routing.Disjoint(a, not(whole(a))),
			"a and b is b and a":    routing.Equivalent(and(whole(a), whole(b)), and(whole(b), whole(a))),
			"a is its canonic form": routing.Equivalent(a, filter.Canonical(a)),
		} {
			if answer.Truth != filter.True && !answer.Cases[0].Spent {
				t.Errorf("%s: got %v because %s\na = %v\nb = %v", name, answer.Truth, answer.Why(), a, b)
			}
		}
		if _, never := routing.Never(a); never && routing.Implies(a, b).Truth != filter.True {
			t.Errorf("what never matches implies everything\na = %v\nb = %v", a, b)
		}
	})
}

func confirm(t *testing.T, e *filter.Expr, answer routing.Answer, shows filter.Truth) {
	t.Helper()
	for _, c := range answer.Cases {
		if (c.Example != nil) != (c.Truth == shows) || c.Example != nil && c.Reading.Match(e, *c.Example) != filter.True {
			t.Errorf("in %q: %v with the example %v\n%v", c.Reading, c.Truth, c.Example, e)
		}
	}
}

func whole(e *filter.Expr) *filter.Expr {
	if e == nil {
		return and()
	}
	return e
}
