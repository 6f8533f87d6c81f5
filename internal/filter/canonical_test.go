package filter_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter/filtertest"
)

func and(operands ...*filter.Expr) *filter.Expr {
	return &filter.Expr{Op: filter.And, Operands: operands}
}

func or(operands ...*filter.Expr) *filter.Expr {
	return &filter.Expr{Op: filter.Or, Operands: operands}
}

func not(operand *filter.Expr) *filter.Expr {
	return &filter.Expr{Op: filter.Not, Operands: []*filter.Expr{operand}}
}

func equals(field, value string) *filter.Expr {
	return &filter.Expr{Op: filter.Equals, Field: field, Value: value}
}

func in(field string, values ...string) *filter.Expr {
	return &filter.Expr{Op: filter.In, Field: field, Values: values}
}

func raw(text string) *filter.Expr { return &filter.Expr{Op: filter.Raw, Raw: text} }

var a, b, c = equals("checkId", "a"), equals("checkId", "b"), equals("checkId", "c")

func TestEqual(t *testing.T) {
	for name, tc := range map[string]struct {
		x, y *filter.Expr
		want bool
	}{
		"order":                       {and(a, b), and(b, a), true},
		"order of values":             {in("checkId", "a", "b"), in("checkId", "b", "a"), true},
		"duplicate operand":           {or(a, b, a), or(a, b), true},
		"duplicate value":             {in("checkId", "a", "a"), in("checkId", "a"), true},
		"nested same kind":            {and(a, and(b, and(c))), and(a, b, c), true},
		"nested other kind":           {and(a, or(b, c)), and(a, b, c), false},
		"single operand":              {or(and(a)), a, true},
		"double negation":             {not(not(a)), a, true},
		"double negation around kind": {and(a, not(not(and(b, c)))), and(a, b, c), true},
		"kind from duplicates":        {and(a, or(and(b, c), and(c, b))), and(a, b, c), true},
		"empty nested":                {and(a, and()), a, true},
		"negation":                    {not(a), a, false},
		"no filter and empty and":     {nil, and(), true},
		"no filter and nested empty":  {nil, or(and(and())), true},
		"no filter and empty or":      {nil, or(), false},
		"no filter and no filter":     {nil, nil, true},
		"in of one value":             {in("checkId", "a"), a, false},
		"in of none and of empty":     {in("checkId"), in("checkId", ""), false},
		"values that look like two":   {in("checkId", `a", "b`), in("checkId", "a", "b"), false},
		"raw, same":                   {not(not(raw(`{"type":"x"}`))), raw(`{"type":"x"}`), true},
		"raw, other order":            {raw(`["a","b"]`), raw(`["b","a"]`), false},
		"composed and decomposed":     {contains("checkName", "caf\u00e9"), contains("checkName", "cafe\u0301"), true},
		"decomposed among values":     {in("checkId", "z", "\u00e9", "e\u0301"), in("checkId", "e\u0301", "z"), true},
		"decomposed attribute": {
			&filter.Expr{Op: filter.Equals, Field: "checkResourceAttribute", Attribute: "\u00e9", Value: "a"},
			&filter.Expr{Op: filter.Equals, Field: "checkResourceAttribute", Attribute: "e\u0301", Value: "a"}, true,
		},
		"decomposed in raw": {raw("{\"v\":\"\u00e9\"}"), raw("{\"v\":\"e\u0301\"}"), true},
		"attribute": {
			&filter.Expr{Op: filter.Equals, Field: "checkResourceAttribute", Attribute: "x", Value: "a"},
			&filter.Expr{Op: filter.Equals, Field: "checkResourceAttribute", Attribute: "y", Value: "a"}, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := filter.Equal(tc.x, tc.y); got != tc.want {
				t.Errorf("got %t, want %t", got, tc.want)
			}
		})
	}
}

// TestEqual_isAnEquivalence also holds that Equal sees every changed leaf, and that equal filters match alike.
func TestEqual_isAnEquivalence(t *testing.T) {
	for seed := range uint64(cases) {
		r := filtertest.New(seed)
		x := filtertest.Expr(r, 1+r.IntN(16))
		y := filtertest.Respell(r, x)
		z := filtertest.Respell(r, y)
		if !filter.Equal(x, x) || !filter.Equal(x, y) || !filter.Equal(y, x) || !filter.Equal(y, z) || !filter.Equal(x, z) {
			t.Fatalf("seed %d: not equal:\n%v\n%v\n%v", seed, x, y, z)
		}
		if other, ok := filtertest.Change(r, z); ok && (filter.Equal(x, other) || filter.Equal(other, x)) {
			t.Fatalf("seed %d: equal:\n%v\n%v", seed, x, other)
		}
		for range 5 {
			s := filtertest.Subject(r)
			if got, want := filter.Match(z, s), filter.Match(x, s); got != want {
				t.Fatalf("seed %d: got %v, want %v:\n%s\n%s", seed, got, want, filter.Explain(z, s), filter.Explain(x, s))
			}
		}
	}
}

func TestCanonical(t *testing.T) {
	for seed := range uint64(cases) {
		r := filtertest.New(seed)
		x := filtertest.Expr(r, 1+r.IntN(30))
		once := filter.Canonical(x)
		if twice := filter.Canonical(once); !reflect.DeepEqual(once, twice) {
			t.Fatalf("seed %d: not idempotent:\n%v\n%v", seed, once, twice)
		}
		if other := filter.Canonical(filtertest.Respell(r, x)); !reflect.DeepEqual(once, other) {
			t.Fatalf("seed %d: not the same for an equal filter:\n%v\n%v", seed, once, other)
		}
		if s := filtertest.Subject(r); filter.Match(x, s) != filter.Match(once, s) {
			t.Fatalf("seed %d: another match:\n%s\n%s", seed, filter.Explain(x, s), filter.Explain(once, s))
		}
	}
}

func TestCanonical_leavesItsArgumentAlone(t *testing.T) {
	e := and(b, or(c, a), in("checkId", "b", "a"), and(b))
	before := e.String()
	filter.Canonical(e)
	if after := e.String(); after != before {
		t.Errorf("got %s, want %s", after, before)
	}
}

func TestDepth(t *testing.T) {
	e := and(a, not(or(b, c)))
	nodes := 0
	filter.Walk(e, func(*filter.Expr) { nodes++ })
	if got := filter.Depth(e); got != 4 || nodes != 6 || filter.Depth(nil) != 0 {
		t.Errorf("got depth %d and %d nodes, want 4 and 6", got, nodes)
	}
}

// benchmark runs work on one random filter of each size; the time per node tells the growth.
func benchmark(b *testing.B, work func(e, respelled *filter.Expr, s filter.Subject)) {
	for _, nodes := range []int{10, 100, 1000} {
		r := filtertest.New(uint64(nodes))
		e, s := filtertest.Expr(r, nodes), filtertest.Subject(r)
		respelled := filtertest.Shuffle(r, e)
		b.Run(fmt.Sprintf("nodes=%d", nodes), func(b *testing.B) {
			for b.Loop() {
				work(e, respelled, s)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*nodes), "ns/node")
		})
	}
}

func BenchmarkCanonical(b *testing.B) {
	benchmark(b, func(e, _ *filter.Expr, _ filter.Subject) { filter.Canonical(e) })
}

func BenchmarkEqual(b *testing.B) {
	benchmark(b, func(e, respelled *filter.Expr, _ filter.Subject) { filter.Equal(e, respelled) })
}

func BenchmarkMatch(b *testing.B) {
	benchmark(b, func(e, _ *filter.Expr, s filter.Subject) { filter.Match(e, s) })
}
