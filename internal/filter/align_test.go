package filter_test

import (
	"reflect"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter/filtertest"
)

func TestAlign(t *testing.T) {
	d := equals("checkName", "d")
	for name, tc := range map[string]struct{ e, prior, want *filter.Expr }{
		"equal":                    {and(b, a), and(a, and(b)), and(a, and(b))},
		"one changed":              {and(c, or(d, b)), and(or(a, d), c), and(or(b, d), c)},
		"one added":                {or(d, b, a), or(a, b), or(a, b, d)},
		"one gone":                 {or(c, a), or(a, b, c), or(a, c)},
		"value changed":            {in("checkId", "c", "x", "a"), in("checkId", "a", "b", "c"), in("checkId", "a", "x", "c")},
		"operand of another kind":  {and(not(a), b), and(b, c), and(b, not(a))},
		"kept spelling of a part":  {and(c, or(a, b)), and(or(b, or(a)), d), and(or(b, or(a)), c)},
		"the like take the places": {and(not(c), d, b), and(a, not(b)), and(b, not(c), d)},
		"the same kind is liker":   {and(or(a, c), not(d)), and(not(b), or(a, b)), and(not(d), or(a, c))},
		"the same field is liker":  {and(in("checkId", "x"), equals("checkName", "y")), and(in("checkName", "z"), a), and(equals("checkName", "y"), in("checkId", "x"))},
		"decomposed value":         {in("checkId", "e\u0301", "x"), in("checkId", "\u00e9", "a"), in("checkId", "\u00e9", "x")},
		"another kind":             {or(b, a), and(a, b), or(b, a)},
		"filter gone":              {nil, a, nil},
		"filter new":               {a, nil, a},
		"under not":                {not(and(c, a)), not(and(a, b)), not(and(a, c))},
		"single and its operand":   {or(a, and(c)), or(and(a), a), or(and(c), a)},
	} {
		t.Run(name, func(t *testing.T) {
			if got := filter.Align(tc.e, tc.prior); !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestAlign_keepsTheMeaning(t *testing.T) {
	for seed := range uint64(cases) {
		r := filtertest.New(seed)
		x, prior := filtertest.Expr(r, 1+r.IntN(20)), filtertest.Expr(r, 1+r.IntN(20))
		if got := filter.Align(x, prior); !filter.Equal(got, x) {
			t.Fatalf("seed %d: got %v, want %v in the order of %v", seed, got, x, prior)
		}
		if got := filter.Align(filtertest.Respell(r, x), x); got != x {
			t.Fatalf("seed %d: got %v, want prior %v", seed, got, x)
		}
	}
}
