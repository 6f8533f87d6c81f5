package routing_test

import (
	"flag"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

var pairs = flag.Int("pairs", 2000, "how many random pairs of filters TestOracle compares with enumeration")

// The oracle knows nothing of clauses: it tries every subject over a small alphabet. texts are what filters ask for, and
// values, all words of up to four letters, are enough to pass and fail their tests in every combination that exists.
var (
	texts  = []string{"", "a", "b", "ab", "A"}
	values = words("abA-", 4)
	places = []filter.Expr{
		{Field: "checkName"}, {Field: "datasetTags"}, {Field: "checkResourceAttribute", Attribute: "severity"},
	}
)

func words(alphabet string, length int) []string {
	all, last := []string{""}, []string{""}
	for range length {
		var next []string
		for _, word := range last {
			for _, letter := range alphabet {
				next = append(next, word+string(letter))
			}
		}
		all, last = append(all, next...), next
	}
	return all
}

// oracle is what can be tried in one reading: values that differ in what they pass.
type oracle struct {
	reading  filter.Reading
	distinct map[string][]string // by field
}

func newOracle(r filter.Reading) oracle {
	o := oracle{reading: r, distinct: map[string][]string{}}
	for _, place := range places {
		seen := map[string]bool{}
		for _, value := range values {
			profile := ""
			for _, op := range []filter.Op{filter.Equals, filter.Contains} {
				for _, text := range texts {
					e := place
					e.Op, e.Value = op, text
					profile += r.Match(&e, subjectWith(place, value)).String()
				}
			}
			if !seen[profile] {
				seen[profile] = true
				o.distinct[place.Field] = append(o.distinct[place.Field], value)
			}
		}
	}
	return o
}

func subjectWith(place filter.Expr, values ...string) filter.Subject {
	if place.Attribute == "" {
		return filter.Subject{Fields: map[string][]string{place.Field: values}}
	}
	return filter.Subject{Attributes: map[string]map[string][]string{place.Field: {place.Attribute: values}}}
}

// satisfiable enumerates: True if some subject matches for certain, False if none does whatever raw nodes mean.
func (o oracle) satisfiable(e *filter.Expr) filter.Truth {
	var leaves, raws []*filter.Expr
	filter.Walk(e, func(e *filter.Expr) {
		switch e.Op {
		case filter.Equals, filter.Contains, filter.In:
			leaves = append(leaves, e)
		case filter.Raw:
			raws = append(raws, e)
		}
	})
	profiles := []uint{0}
	for _, place := range places {
		profiles = product(profiles, o.profiles(place, leaves))
	}
	best := filter.False
	for _, profile := range profiles {
		truths := map[*filter.Expr]filter.Truth{}
		for i, leaf := range leaves {
			truths[leaf] = truthOf(profile>>i&1 == 1)
		}
		if evaluate(e, truths) == filter.True {
			return filter.True
		}
		for guess := range 1 << len(raws) {
			for _, raw := range raws { // the same raw text has the same truth
				first := slices.IndexFunc(raws, func(other *filter.Expr) bool { return other.Raw == raw.Raw })
				truths[raw] = truthOf(guess>>first&1 == 1)
			}
			if evaluate(e, truths) == filter.True {
				best = filter.Unknown
			}
		}
	}
	return best
}

// profiles returns which of the leaves at a place can hold together, as sets of bits. A list may have any of the values.
func (o oracle) profiles(place filter.Expr, leaves []*filter.Expr) []uint {
	sets := map[uint]bool{0: true} // no value at all
	for _, value := range o.distinct[place.Field] {
		var profile uint
		for i, leaf := range leaves {
			if leaf.Field == place.Field && o.reading.Match(leaf, subjectWith(place, value)) == filter.True {
				profile |= 1 << i
			}
		}
		if place.Field != "datasetTags" {
			sets[profile] = true
			continue
		}
		for set := range sets {
			sets[set|profile] = true
		}
	}
	var all []uint
	for set := range sets {
		all = append(all, set)
	}
	return all
}

func product(a, b []uint) (all []uint) {
	for _, x := range a {
		for _, y := range b {
			all = append(all, x|y)
		}
	}
	return all
}

func evaluate(e *filter.Expr, truths map[*filter.Expr]filter.Truth) filter.Truth {
	switch e.Op {
	case filter.And:
		all := filter.True
		for _, operand := range e.Operands {
			all = min(all, evaluate(operand, truths))
		}
		return all
	case filter.Or:
		some := filter.False
		for _, operand := range e.Operands {
			some = max(some, evaluate(operand, truths))
		}
		return some
	case filter.Not:
		return -evaluate(e.Operands[0], truths)
	default:
		return truths[e]
	}
}

func truthOf(b bool) filter.Truth {
	if b {
		return filter.True
	}
	return filter.False
}

// TestOracle compares every answer about random pairs with enumeration, in each reading, and has Match confirm each
// example.
func TestOracle(t *testing.T) {
	var oracles []oracle
	for _, reading := range filter.Readings() {
		oracles = append(oracles, newOracle(reading))
	}
	seen := map[filter.Truth]int{}
	for seed := range uint64(*pairs) {
		r := rand.New(rand.NewPCG(seed, 15))
		a, b := random(r, 1+r.IntN(6)), random(r, 1+r.IntN(6))
		for _, q := range []struct {
			name   string
			answer routing.Answer
			asks   *filter.Expr // what an example matches
			yes    bool         // whether an example shows yes
		}{
			{"satisfiable", routing.Satisfiable(a), a, true},
			{"implies", routing.Implies(a, b), and(a, not(b)), false},
			{"disjoint", routing.Disjoint(a, b), and(a, b), false},
			{"equivalent", routing.Equivalent(a, b), or(and(a, not(b)), and(b, not(a))), false},
		} {
			for i, c := range q.answer.Cases {
				want, got := oracles[i].satisfiable(q.asks), c.Truth
				if !q.yes {
					want = -want
				}
				if q.name == "equivalent" && filter.Equal(a, b) {
					want = filter.True // whatever raw nodes mean
				}
				if got != want {
					t.Fatalf("seed %d: %s in %q: got %v, want %v\na = %v\nb = %v", seed, q.name, c.Reading, got, want, a, b)
				}
				if c.Perhaps != nil && c.Reading.Match(q.asks, *c.Perhaps) == filter.False || (c.Perhaps != nil) != (len(c.Depends) > 0) {
					t.Fatalf("seed %d: %s in %q: %v, which depends on %v, cannot match %v", seed, q.name, c.Reading, c.Perhaps, c.Depends, q.asks)
				}
				if c.Example != nil && c.Reading.Match(q.asks, *c.Example) != filter.True {
					t.Fatalf("seed %d: %s in %q: example %v does not match %v", seed, q.name, c.Reading, c.Example, q.asks)
				}
				if (c.Example != nil) != (got == truthOf(q.yes)) || (got == filter.Unknown) != (len(c.Depends) > 0) {
					t.Fatalf("seed %d: %s: %v without its reason: %+v", seed, q.name, got, c)
				}
				seen[got]++
			}
		}
		checkConflict(t, seed, a)
	}
	for _, truth := range []filter.Truth{filter.True, filter.False, filter.Unknown} {
		if seen[truth] < *pairs/20 {
			t.Errorf("only %d answers were %v: the cases are too much alike", seen[truth], truth)
		}
	}
	t.Logf("%d pairs, answers: %v", *pairs, seen)
}
