package routing

import (
	"maps"
	"slices"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// noOther is a value that no filter is likely to name.
const noOther = "other"

// maxAround bounds how many comparisons of one filter are turned round for examples.
const maxAround = 8

// around returns the example, and others that differ from it in what one comparison of e asks: they tell e from filters
// that are nearly the same.
func around(example filter.Subject, e *filter.Expr) []filter.Subject {
	subjects := []filter.Subject{example}
	filter.Walk(e, func(leaf *filter.Expr) {
		if leaf.Field != "" && len(subjects) <= maxAround {
			other := copied(example)
			put(other, place{leaf.Field, leaf.Attribute}, turned(leaf, example))
			subjects = append(subjects, other)
		}
	})
	return subjects
}

// turned returns values that fail the leaf where those of the example pass it, and else pass it.
func turned(leaf *filter.Expr, example filter.Subject) []string {
	wanted := leaf.Values
	if leaf.Op != filter.In {
		wanted = []string{leaf.Value}
	}
	if len(wanted) == 0 || filter.Match(leaf, example) == filter.True {
		return []string{noOther}
	}
	if field, _ := filter.FieldNamed(leaf.Field); field.List {
		values, _ := example.Values(leaf)
		return append(slices.Clone(values), wanted[0])
	}
	return wanted[:1]
}

func copied(s filter.Subject) filter.Subject {
	c := filter.Subject{Fields: maps.Clone(s.Fields), Attributes: map[string]map[string][]string{}}
	for field, attributes := range s.Attributes {
		c.Attributes[field] = maps.Clone(attributes)
	}
	return c
}

// complete fills in what the examples leave open.
func complete(examples []filter.Subject) []filter.Subject {
	places := map[place]bool{}
	for _, s := range examples {
		for field := range s.Fields {
			places[place{field, ""}] = true
		}
		for field, attributes := range s.Attributes {
			for attribute := range attributes {
				places[place{field, attribute}] = true
			}
		}
	}
	completed := make([]filter.Subject, len(examples))
	for i, s := range examples {
		completed[i] = filter.Subject{Fields: map[string][]string{}, Attributes: map[string]map[string][]string{}}
		for at := range places {
			values, known := s.Values(&filter.Expr{Field: at.field, Attribute: at.attribute})
			if !known {
				values = []string{noOther}
			}
			put(completed[i], at, values)
		}
	}
	return completed
}
