package emulator

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
)

// shuffler rewrites answers to ones that mean the same. What it makes of an absent field goes beyond the contract, which
// knows no null in answers: it shows that the client takes null, empty and absent for the same.
type shuffler struct{ random *rand.Rand }

func newShuffler(seed uint64) *shuffler {
	return &shuffler{random: rand.New(rand.NewPCG(seed, seed))}
}

// unordered are the lists whose order carries no meaning.
var unordered = []string{"recipients", "triggers", "expressions", "values", "headers", "scopes"}

// optional are the fields that an object may have, by a field that tells the kind of object.
var optional = map[string][]string{
	"ruleType":  omitted(Rule{}),
	"triggers":  omitted(Recipient{}),
	"hasSecret": {"headers", "scopes"},
}

// omitted returns the names of the fields that an object has only where they hold something.
func omitted(object any) (names []string) {
	for _, field := range reflect.VisibleFields(reflect.TypeOf(object)) {
		if name, ok := strings.CutSuffix(field.Tag.Get("json"), ",omitempty"); ok && name != extraKey {
			names = append(names, name)
		}
	}
	return names
}

func (s *shuffler) shuffle(body []byte) []byte { return rewritten(body, s.visit) }

// visit goes through members in order of name, so that a seed always gives the same answers.
func (s *shuffler) visit(tree any) {
	switch v := tree.(type) {
	case []any:
		for _, item := range v {
			s.visit(item)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			s.visit(v[name])
			if list, ok := v[name].([]any); ok && slices.Contains(unordered, name) {
				s.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			}
		}
		s.swapNothing(v)
	}
}

// swapNothing takes the optional fields of an object that have no value.
func (s *shuffler) swapNothing(object map[string]any) {
	for _, kind := range slices.Sorted(maps.Keys(optional)) {
		if _, ok := object[kind]; !ok {
			continue
		}
		for _, name := range optional[kind] {
			s.swapField(object, name)
		}
	}
}

// swapField writes a field without a value as null, leaves it out, or leaves it as it came: an empty list, or absent.
func (s *shuffler) swapField(object map[string]any, name string) {
	list, isList := object[name].([]any)
	if object[name] != nil && (!isList || len(list) > 0) {
		return
	}
	switch s.random.IntN(3) {
	case 0:
		object[name] = nil
	case 1:
		delete(object, name)
	}
}
