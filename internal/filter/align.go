package filter

import "github.com/terraform-provider-soda/terraform-provider-soda/internal/text"

// Align returns e in the order and spelling of prior, as far as the two agree: parts that are equal are taken from
// prior, the rest takes the places in prior that it most likely had. The result equals e; shown beside prior, it differs
// only where e does. It may share nodes with both.
func Align(e, prior *Expr) *Expr {
	switch {
	case Equal(e, prior):
		return prior
	case e == nil || prior == nil || e.Op != prior.Op:
		return e
	}
	aligned := *e
	aligned.Operands = arrange(e.Operands, prior.Operands, likeOperand, Align)
	aligned.Values = arrange(e.Values, prior.Values, likeValue, likePrior)
	return &aligned
}

// likeOperand finds the place of an operand in a prior list: where it stood unchanged, else where something of its kind
// did, else any that is free. The first round looks at the kind too, lest "a" take the place of an And of "a" alone.
var likeOperand = []func(*Expr) string{
	func(e *Expr) string { return string(e.Op) + Key(e) },
	Key,
	func(e *Expr) string { return string(e.Op) + " " + e.Field + " " + e.Attribute },
	func(e *Expr) string { return e.Field + " " + e.Attribute },
	anything[*Expr],
}

var likeValue = []func(string) string{
	text.NFC,
	anything[string],
}

// likePrior returns value as prior spells it, where they are the same text.
func likePrior(value, prior string) string {
	if text.Same(value, prior) {
		return prior
	}
	return value
}

func anything[T any](T) string { return "" }

// arrange gives each item a place among prior: in rounds, those for which the round's function says the same of both
// meet. An item that met one is merged with it; those that found no place follow at the end, in their own order.
func arrange[T any](items, prior []T, rounds []func(T) string, merge func(item, prior T) T) []T {
	places := make([]*T, len(prior))
	for _, alike := range rounds {
		items = round(items, prior, places, alike)
	}
	var arranged []T
	for i, item := range places {
		if item != nil {
			arranged = append(arranged, merge(*item, prior[i]))
		}
	}
	return append(arranged, items...)
}

// round is one round of arrange. It returns the items that still have no place.
func round[T any](items, prior []T, places []*T, alike func(T) string) []T {
	free := map[string][]int{} // places by what alike says of them, first come first served
	for i, taken := range places {
		if taken == nil && len(items) > 0 {
			kind := alike(prior[i])
			free[kind] = append(free[kind], i)
		}
	}
	var rest []T
	for _, item := range items {
		kind := alike(item)
		if len(free[kind]) == 0 {
			rest = append(rest, item)
			continue
		}
		places[free[kind][0]] = &item
		free[kind] = free[kind][1:]
	}
	return rest
}
