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
	tested   map[columnTest]*bitset.BitSet
}

// column is what the subjects have at one place.
type column struct {
	known *bitset.BitSet
	keys  [2]map[string]*bitset.BitSet // who has a value of this key: where case counts, and where it is ignored
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
		c.places[at] = &column{c.none(), [2]map[string]*bitset.BitSet{{}, {}}}
	}
	c.places[at].known.Set(i)
	for fold, keys := range c.places[at].keys {
		for _, value := range values {
			key := filter.Reading{FoldCase: fold == 1}.Key(value)
			if keys[key] == nil {
				keys[key] = c.none()
			}
			keys[key].Set(i)
		}
	}
}

// Len returns how many subjects there are.
func (c *Checks) Len() int { return len(c.subjects) }

// Subject returns one of the subjects.
func (c *Checks) Subject(i uint) filter.Subject { return c.subjects[i] }

// Match returns the subjects that match e in all readings, and those that match in none; what is in neither cannot be told.
func (c *Checks) Match(e *filter.Expr) (yes, no *Set) {
	yes, no = c.all(), c.all()
	for _, r := range filter.Readings() {
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
	t = c.none()
	for _, test := range r.Tests(e) {
		t.InPlaceUnion(c.passing(columnTest{place{e.Field, e.Attribute}, test, r.FoldCase}))
	}
	f = c.none()
	if column := c.places[place{e.Field, e.Attribute}]; column != nil {
		f = column.known.Clone()
	}
	if e.Op == filter.In && len(e.Values) == 0 {
		f = c.all()
	}
	return t, f.Difference(t)
}

func (c *Checks) passing(test columnTest) *bitset.BitSet {
	if known := c.tested[test]; known != nil {
		return known
	}
	passing := c.none()
	if column := c.places[test.place]; column != nil {
		keys := column.keys[0]
		if test.folded {
			keys = column.keys[1]
		}
		if !test.Part {
			passing = keys[test.Text]
		} else {
			for key, who := range keys {
				if test.Passes(key) {
					passing.InPlaceUnion(who)
				}
			}
		}
	}
	if passing == nil {
		passing = c.none()
	}
	c.tested[test] = passing
	return passing
}

func (c *Checks) none() *bitset.BitSet { return bitset.New(uint(len(c.subjects))) }

func (c *Checks) all() *bitset.BitSet { return c.none().FlipRange(0, uint(len(c.subjects))) }
