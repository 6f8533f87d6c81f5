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

// column is what the subjects have at one place: the distinct values, where case counts and where it is ignored.
type column struct {
	known  *bitset.BitSet
	values [2][]value
	index  [2]map[string]int // of values, by key
}

// value is a key and who has it.
type value struct {
	key string
	who []uint
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
		c.places[at] = &column{known: c.none(), index: [2]map[string]int{{}, {}}}
	}
	column := c.places[at]
	column.known.Set(i)
	for _, v := range values {
		column.add(0, filter.Reading{}.Key(v), i)
		column.add(1, filter.Reading{FoldCase: true}.Key(v), i)
	}
}

func (c *column) add(fold int, key string, i uint) {
	at, known := c.index[fold][key]
	if !known {
		at = len(c.values[fold])
		c.index[fold][key] = at
		c.values[fold] = append(c.values[fold], value{key: key})
	}
	c.values[fold][at].who = append(c.values[fold][at].who, i)
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
		for _, who := range column.passing(test) {
			passing.Set(who)
		}
	}
	c.tested[test] = passing
	return passing
}

func (c *column) passing(test columnTest) (who []uint) {
	fold := 0
	if test.folded {
		fold = 1
	}
	if !test.Part {
		if at, known := c.index[fold][test.Text]; known {
			return c.values[fold][at].who
		}
		return nil
	}
	for _, v := range c.values[fold] {
		if test.Passes(v.key) {
			who = append(who, v.who...)
		}
	}
	return who
}

func (c *Checks) none() *bitset.BitSet { return bitset.New(uint(len(c.subjects))) }

func (c *Checks) all() *bitset.BitSet { return c.none().FlipRange(0, uint(len(c.subjects))) }
