package filter

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// Equal reports whether a and b have the same canonical form, and so match the same checks whatever these are.
//
// No filter equals an And without operands: both hold for everything. Equals and an In of one value stay different even
// though Match treats them alike, because what they compare for a list such as datasetTags is not published.
func Equal(a, b *Expr) bool { return Key(a) == Key(b) }

// Key returns a text that e shares with all filters equal to it, and with no other.
func Key(e *Expr) string {
	if e == nil {
		e = &Expr{Op: And}
	}
	return canonical(e).key
}

// Canonical returns the form that all filters equal to e share (nil stays nil): nested And in And and Or in Or are
// flattened, operands and In values sorted and without duplicates, And and Or of one operand and a Not of a Not replaced
// by what they hold, texts in NFC. Raw nodes are else compared as they are. The result may share nodes with e.
func Canonical(e *Expr) *Expr {
	if e == nil {
		return nil
	}
	return canonical(e).expr
}

// keyed is a canonical expression and the text it is sorted and compared by. Keys are made once per node.
type keyed struct {
	expr     *Expr
	key      string
	operands []keyed
}

func canonical(e *Expr) keyed {
	switch e.Op {
	case And, Or:
		return combine(e.Op, gather(nil, e.Op, e.Operands))
	case Not:
		return negate(canonical(e.Operands[0]))
	}
	e = normal(e)
	return keyed{expr: e, key: e.Text()}
}

// normal returns a leaf with its texts in NFC, and the values of an In sorted and without duplicates.
func normal(e *Expr) *Expr {
	n := *e
	n.Attribute, n.Value, n.Raw = text.NFC(e.Attribute), text.NFC(e.Value), text.NFC(e.Raw)
	n.Values = nil
	for _, value := range e.Values {
		n.Values = append(n.Values, text.NFC(value))
	}
	slices.Sort(n.Values)
	n.Values = slices.Compact(n.Values)
	return &n
}

// gather appends the canonical operands to into, and in place of those that are of kind op themselves their operands.
// Going down before anything is sorted makes a chain of the same kind cost one sort and not one per level.
func gather(into []keyed, op Op, operands []*Expr) []keyed {
	for _, operand := range operands {
		if operand.Op == op {
			into = gather(into, op, operand.Operands)
			continue
		}
		k := canonical(operand)
		if k.expr.Op == op { // an Or of one And, a double negation
			into = append(into, k.operands...)
		} else {
			into = append(into, k)
		}
	}
	return into
}

func combine(op Op, operands []keyed) keyed {
	slices.SortFunc(operands, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	operands = slices.CompactFunc(operands, func(a, b keyed) bool { return a.key == b.key })
	if len(operands) == 1 {
		return operands[0]
	}
	return node(op, operands)
}

func negate(operand keyed) keyed {
	if operand.expr.Op == Not {
		return operand.operands[0]
	}
	return node(Not, []keyed{operand})
}

// node builds a combinator. Its key holds a digest of its operands' keys: with the keys themselves, a deep tree would
// cost its size once per level.
func node(op Op, operands []keyed) keyed {
	e := &Expr{Op: op}
	digest := sha256.New()
	for _, operand := range operands {
		e.Operands = append(e.Operands, operand.expr)
		digest.Write(fmt.Appendf(nil, "%d:%s", len(operand.key), operand.key)) // the length keeps neighbours apart
	}
	return keyed{e, fmt.Sprintf("%s %x", op, digest.Sum(nil)), operands}
}
