package routing

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// Answer is the answer to a question about filters in all readings.
type Answer struct {
	Truth filter.Truth // what all readings agree on; else Unknown, and Why says why
	Cases []Case       // one per reading
}

// Case is the answer in one reading.
type Case struct {
	Reading filter.Reading
	Truth   filter.Truth
	Example *filter.Subject // a subject that shows it: one that matches, or the counterexample; nil if there is none
	Depends []string        // what it depends on: nodes that this version does not understand, and unknown values
	Perhaps *filter.Subject // one that shows it if these turn out so; nil if it depends on nothing
	Spent   bool            // whether the search was given up
}

// Satisfiable reports whether some subject matches e, with an example.
func Satisfiable(e *filter.Expr) Answer {
	if e == nil {
		e = &filter.Expr{Op: filter.And}
	}
	return Answer{Cases: slices.Collect(casesOf(e))}.agreed()
}

// casesOf answers whether some subject matches e, in one reading after the other.
func casesOf(e *filter.Expr) iter.Seq[Case] {
	return func(yield func(Case) bool) {
		caseMatters, tagsMatter := parting(e)
		var cases []Case
		for i, r := range filter.Readings() {
			switch {
			case r.FoldCase && !caseMatters: // clause by clause the same problem as before
				cases = append(cases, cases[i-1].in(r))
			case r.WholeTags && !tagsMatter:
				cases = append(cases, cases[i-2].in(r))
			default:
				cases = append(cases, satisfiable(e, r))
			}
			if !yield(cases[i]) {
				return
			}
		}
	}
}

// Implies reports whether b matches all that a matches; the example is one that only a matches.
func Implies(a, b *filter.Expr) Answer { return Satisfiable(Both(a, not(b))).not() }

// Disjoint reports whether nothing matches both; the example is one that does.
func Disjoint(a, b *filter.Expr) Answer { return Satisfiable(Both(a, b)).not() }

// Equivalent reports whether a and b match the same; the example is one that only one of them matches.
func Equivalent(a, b *filter.Expr) Answer {
	if filter.Equal(a, b) {
		return Satisfiable(either()).not()
	}
	return Satisfiable(either(Both(a, not(b)), Both(b, not(a)))).not()
}

// Why says what an Unknown answer depends on.
func (a Answer) Why() string {
	var reasons []string
	for _, c := range a.Cases {
		if c.Spent {
			reasons = append(reasons, fmt.Sprintf("it cannot be determined within %d steps", maxSteps))
		}
		for _, on := range c.Depends {
			reasons = append(reasons, "it depends on "+on)
		}
	}
	if len(reasons) == 0 {
		for _, c := range a.Cases {
			reasons = append(reasons, fmt.Sprintf("%s if %s", yesNo(c.Truth), c.Reading))
		}
	}
	var once []string
	for _, reason := range reasons {
		if !slices.Contains(once, reason) {
			once = append(once, reason)
		}
	}
	return strings.Join(once, "; ")
}

func yesNo(t filter.Truth) string {
	if t == filter.True {
		return "yes"
	}
	return "no"
}

// Example returns the example of the plainest reading that has one, nil if none has.
func (a Answer) Example() *filter.Subject {
	for _, c := range a.Cases {
		if c.Example != nil {
			return c.Example
		}
	}
	return nil
}

// Perhaps returns the example, or else one that depends on what is not known.
func (a Answer) Perhaps() *filter.Subject {
	example := a.Example()
	for _, c := range a.Cases {
		example = cmp.Or(example, c.Perhaps)
	}
	return example
}

func (a Answer) agreed() Answer {
	a.Truth = a.Cases[0].Truth
	for _, c := range a.Cases {
		if c.Truth != a.Truth {
			a.Truth = filter.Unknown
		}
	}
	return a
}

func (a Answer) not() Answer {
	a.Truth = -a.Truth
	for i := range a.Cases {
		a.Cases[i].Truth = -a.Cases[i].Truth
	}
	return a
}

func (c Case) in(r filter.Reading) Case {
	c.Reading = r
	return c
}

func satisfiable(e *filter.Expr, r filter.Reading) Case {
	c := Case{Reading: r}
	p := problem{reading: r}
	model, result := p.search(e)
	if result == possible {
		c.Example = example(e, r, p.subject(model))
		if c.Example != nil {
			c.Truth = filter.True
			return c
		}
		result = spent // never a claim that Match does not confirm
	}
	depends := raws(e)
	if result == impossible && len(depends) > 0 {
		open := problem{reading: r, open: true}
		if model, result = open.search(e); result == possible {
			c.Perhaps = example(open.suppose(e, model), r, open.subject(model))
		}
	}
	switch result {
	case impossible:
		c.Truth = filter.False
	case possible:
		c.Depends = depends
	default:
		c.Spent = true
	}
	return c
}

// example returns a subject without what does not matter, nil if e does not match it.
func example(e *filter.Expr, r filter.Reading, s filter.Subject) *filter.Subject {
	if r.Match(e, s) != filter.True {
		return nil
	}
	for name, values := range s.Fields {
		if delete(s.Fields, name); r.Match(e, s) != filter.True {
			s.Fields[name] = values
		}
	}
	for field, attributes := range s.Attributes {
		for name, values := range attributes {
			if delete(attributes, name); r.Match(e, s) != filter.True {
				attributes[name] = values
			}
		}
		if len(attributes) == 0 {
			delete(s.Attributes, field)
		}
	}
	return &s
}

// raws describes the raw nodes of e, each once.
func raws(e *filter.Expr) (names []string) {
	filter.Walk(e, func(e *filter.Expr) {
		if e.Op != filter.And && e.Op != filter.Or && e.Op != filter.Not && e.Field == "" {
			if name := Describe(e); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	})
	return names
}

// parting says for a filter what it may matter for: that case is ignored, that contains needs a whole tag.
func parting(e *filter.Expr) (caseMatters, tagsMatter bool) {
	plain, folded := filter.Reading{}, filter.Reading{FoldCase: true}
	filter.Walk(e, func(e *filter.Expr) {
		field, compares := filter.FieldNamed(e.Field)
		if compares {
			caseMatters = caseMatters || !slices.Equal(plain.Tests(e), folded.Tests(e))
			tagsMatter = tagsMatter || field.List && e.Op == filter.Contains
		}
	})
	return caseMatters, tagsMatter
}

// Both returns the filter that matches what a and b match.
func Both(a, b *filter.Expr) *filter.Expr {
	return &filter.Expr{Op: filter.And, Operands: []*filter.Expr{whole(a), whole(b)}}
}

func either(operands ...*filter.Expr) *filter.Expr {
	return &filter.Expr{Op: filter.Or, Operands: operands}
}

func not(e *filter.Expr) *filter.Expr {
	return &filter.Expr{Op: filter.Not, Operands: []*filter.Expr{whole(e)}}
}

// whole returns an expression in place of no filter.
func whole(e *filter.Expr) *filter.Expr {
	if e == nil {
		return &filter.Expr{Op: filter.And}
	}
	return e
}
