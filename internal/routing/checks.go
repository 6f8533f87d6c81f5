package routing

import (
	"github.com/bits-and-blooms/bitset"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// Checks are real subjects by the thousand, prepared so that a filter costs a look at each distinct value, and no more
// than that for all filters that share a comparison.
type Checks struct {
	subjects []filter.Subject
	places   map[place]*column
	tested   map[columnTest]*bitset.BitSet // who passes
}

type columnTest struct {
	place
	filter.Test

	folded bool
}

// Set is a set of subjects, by their numbers in NewChecks.
type Set = bitset.BitSet

// NewChecks prepares subjects.
func NewChecks(subjects []filter.Subject) *Checks {
	c := &Checks{subjects: subjects, places: map[place]*column{}, tested: map[columnTest]*bitset.BitSet{}}
	for i, s := range subjects {
		for field, values := range s.Fields {
			c.add(uint(i), place{field, ""}, values)
		}
		for field, attributes := range s.Attributes {
			for attribute, values := range attributes {
				c.add(uint(i), place{field, attribute}, values)
			}
		}
	}
	return c
}

func (c *Checks) add(i uint, at place, values []string) {
	if c.places[at] == nil {
		c.places[at] = newColumn(c.none())
	}
	c.places[at].known.Set(i)
	for _, value := range values {
		c.places[at].add(i, value)
	}
}

func (c *Checks) cased() bool {
	for _, column := range c.places {
		if column.cased {
			return true
		}
	}
	return false
}

// Len returns how many subjects there are.
func (c *Checks) Len() int { return len(c.subjects) }

// Subject returns one of the subjects.
func (c *Checks) Subject(i uint) filter.Subject { return c.subjects[i] }

// Match returns the subjects that match e in all readings, and those that match in none; what is in neither cannot be determined.
func (c *Checks) Match(e *filter.Expr) (yes, no *Set) {
	yes, no = c.all(), c.all()
	caseMatters, tagsMatter := parting(e)
	for _, r := range filter.Readings() {
		if r.FoldCase && !caseMatters && !c.cased() || r.WholeTags && !tagsMatter {
			continue // the same sets as in a reading before
		}
		t, f := c.match(whole(e), r)
		yes.InPlaceIntersection(t)
		no.InPlaceIntersection(f)
	}
	return yes, no
}

// match returns new sets: those for which e is true, and false.
func (c *Checks) match(e *filter.Expr, r filter.Reading) (t, f *bitset.BitSet) {
	switch e.Op {
	case filter.Not:
		t, f = c.match(e.Operands[0], r)
		return f, t
	case filter.And:
		t, f = c.all(), c.none()
		for _, operand := range e.Operands {
			ot, of := c.match(operand, r)
			t.InPlaceIntersection(ot)
			f.InPlaceUnion(of)
		}
		return t, f
	case filter.Or:
		t, f = c.none(), c.all()
		for _, operand := range e.Operands {
			ot, of := c.match(operand, r)
			t.InPlaceUnion(ot)
			f.InPlaceIntersection(of)
		}
		return t, f
	case filter.Equals, filter.Contains, filter.In:
		return c.compare(e, r)
	}
	return c.none(), c.none()
}

func (c *Checks) compare(e *filter.Expr, r filter.Reading) (t, f *bitset.BitSet) {
	at := place{e.Field, e.Attribute}
	column := c.places[at]
	switch {
	case e.Op == filter.In && len(e.Values) == 0:
		return c.none(), c.all()
	case column == nil:
		return c.none(), c.none()
	}
	t = c.none()
	for _, test := range r.Tests(e) {
		t.InPlaceUnion(c.passing(column, columnTest{at, test, r.FoldCase && column.cased}))
	}
	return t, column.known.Difference(t)
}

func (c *Checks) passing(in *column, test columnTest) *bitset.BitSet {
	if known := c.tested[test]; known != nil {
		return known
	}
	passing, fold := c.none(), 0
	if test.folded {
		fold = 1
	}
	in.keyed[fold].passing(test.Test, func(who []uint) {
		for _, i := range who {
			passing.Set(i)
		}
	})
	c.tested[test] = passing
	return passing
}

func (c *Checks) none() *bitset.BitSet { return bitset.New(uint(len(c.subjects))) }

func (c *Checks) all() *bitset.BitSet { return c.none().FlipRange(0, uint(len(c.subjects))) }
