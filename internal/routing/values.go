package routing

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// maxPairs bounds how many pairs of texts are compared for one field.
const maxPairs = 20_000_000

// place is where a subject has values: a field, or an attribute of one.
type place struct{ field, attribute string }

func (l place) list() bool {
	field, _ := filter.FieldNamed(l.field)
	return field.List
}

// tests are the atoms of one place, apart by kind and sorted.
type tests struct{ equals, parts []atom }

func (p *problem) tests() map[place]*tests {
	all := map[place]*tests{}
	for _, a := range slices.SortedFunc(maps.Keys(p.atoms), byText) {
		at := place{a.field, a.attribute}
		if all[at] == nil {
			all[at] = &tests{}
		}
		switch {
		case a.raw != "":
		case a.test.Part:
			all[at].parts = append(all[at].parts, a)
		default:
			all[at].equals = append(all[at].equals, a)
		}
	}
	return all
}

func byText(a, b atom) int { return cmp.Compare(a.test.Text, b.test.Text) }

// relate adds what follows from the texts. These clauses are all there is to know: whatever satisfies them, values
// satisfies with real texts, since there is always a character that no filter mentions.
func (p *problem) relate() {
	all := p.tests()
	for _, at := range slices.SortedFunc(maps.Keys(all), comparePlaces) {
		equals, parts := all[at].equals, all[at].parts
		if len(parts)*(len(parts)+len(equals)) > maxPairs {
			p.tooMany = true
			return
		}
		some := 0
		if !at.list() {
			some = p.atMostOne(equals)
		}
		for _, part := range parts {
			p.relatePart(part, equals, parts, some)
		}
	}
}

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.attribute, b.attribute))
}

// relatePart says that a text with another in it has all that is in that one. some is the literal for: the only value is
// one of equals. Then it has no part but those that are in it.
func (p *problem) relatePart(part atom, equals, parts []atom, some int) {
	for _, other := range parts {
		if other != part && strings.Contains(other.test.Text, part.test.Text) {
			p.clause(-p.atoms[other], p.atoms[part])
		}
	}
	only := []int{-p.atoms[part], -some}
	for _, equal := range equals {
		if strings.Contains(equal.test.Text, part.test.Text) {
			p.clause(-p.atoms[equal], p.atoms[part])
			only = append(only, p.atoms[equal])
		}
	}
	if some != 0 {
		p.clause(only...)
	}
}

// atMostOne says that a single value equals at most one text, and returns the literal for: it equals one, 0 for no texts.
func (p *problem) atMostOne(equals []atom) (some int) {
	for i, equal := range equals {
		this := p.atoms[equal]
		if i == 0 {
			some = this
			continue
		}
		before := some
		some = p.fresh()
		p.clause(-this, -before)
		p.clause(-this, some)
		p.clause(-before, some)
		p.clause(-some, this, before)
	}
	return some
}

// subject returns a subject for which exactly those atoms hold that hold in the model.
func (p *problem) subject(model []bool) filter.Subject {
	s := filter.Subject{Fields: map[string][]string{}, Attributes: map[string]map[string][]string{}}
	for at, tests := range p.tests() {
		if at.field != "" {
			put(s, at, p.values(at, tests, model))
		}
	}
	return s
}

func put(s filter.Subject, at place, values []string) {
	if at.attribute == "" {
		s.Fields[at.field] = values
		return
	}
	if s.Attributes[at.field] == nil {
		s.Attributes[at.field] = map[string][]string{}
	}
	s.Attributes[at.field][at.attribute] = values
}

func (p *problem) values(at place, tests *tests, model []bool) []string {
	equals, others := p.split(tests.equals, model)
	parts, absent := p.split(tests.parts, model)
	values := slices.Clone(equals)
	switch {
	case !at.list() && len(equals) == 0:
		if value, ok := invent(parts, absent, others, p.reading); ok {
			values = []string{value}
		}
	case at.list():
		for _, part := range parts {
			if !slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, part) }) {
				value, _ := invent([]string{part}, absent, others, p.reading)
				values = append(values, value)
			}
		}
	}
	return values
}

func (p *problem) split(atoms []atom, model []bool) (hold, fail []string) {
	for _, a := range atoms {
		if model[p.atoms[a]-1] {
			hold = append(hold, a.test.Text)
		} else {
			fail = append(fail, a.test.Text)
		}
	}
	return hold, fail
}

// invent returns a text that has the parts, none of absent, and is none of others. Without parts there may be none: even
// the empty text has the empty part.
func invent(parts, absent, others []string, r filter.Reading) (string, bool) {
	fits := func(text string) bool {
		return r.Key(text) == text && !slices.Contains(others, text) &&
			!slices.ContainsFunc(absent, func(part string) bool { return strings.Contains(text, part) })
	}
	parts = slices.DeleteFunc(slices.Clone(parts), func(part string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return p != part && strings.Contains(p, part) })
	})
	if len(parts) == 0 && !slices.Contains(absent, "") {
		parts = []string{noOther}
		if slices.ContainsFunc(absent, func(part string) bool { return strings.Contains(noOther, part) }) {
			parts = nil
		}
	}
	if slices.Contains(absent, "") {
		return "", false
	}
	glue := unused(absent)
	text := cmp.Or(strings.Join(parts, glue), glue)
	for range len(others) + 1 { // at some length it is none of others
		if fits(text) {
			return text, true
		}
		text += glue
	}
	return "", false
}

// unused returns a character that none of the texts has, and that neither case nor a mark beside it changes.
func unused(texts []string) string {
	for _, glue := range []string{"-", "_", " ", "."} {
		if !slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, glue) }) {
			return glue
		}
	}
	glue := rune(0x4E00) // the first of the Chinese characters
	for slices.ContainsFunc(texts, func(text string) bool { return strings.ContainsRune(text, glue) }) {
		glue++
	}
	return string(glue)
}
