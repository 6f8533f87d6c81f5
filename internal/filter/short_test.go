package filter_test

import (
	"reflect"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter/filtertest"
)

func TestShort(t *testing.T) {
	t.Parallel()
	d := equals("checkName", "d")
	for name, tc := range map[string]struct{ e, want *filter.Expr }{
		"none":                   {nil, nil},
		"everything":             {and(), nil},
		"everything, in a shell": {and(and(), or(and())), nil},
		"one":                    {and(or(a)), a},
		"not not":                {not(and(not(or(a)))), a},
		"and in and":             {and(b, and(c, and(a))), and(b, c, a)},
		"or in and":              {and(b, or(c, or(a, d))), and(b, or(c, a, d))},
		"nothing matches":        {or(), or()},
		"short already":          {and(b, not(or(c, a))), and(b, not(or(c, a)))},
	} {
		if got := filter.Short(tc.e); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}

func TestShort_keepsTheMeaning(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases) {
		r := filtertest.New(seed)
		e := filtertest.Respell(r, filtertest.Expr(r, 12))
		if got := filter.Short(e); !filter.Equal(got, e) {
			t.Fatalf("seed %d: got %v for %v", seed, got, e)
		}
	}
}
