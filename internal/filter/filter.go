// Package filter holds the filter of a notification rule: its expression tree, Soda's JSON for it, when two filters mean
// the same, and whether a check matches. It knows nothing of Terraform: how a filter is written in HCL lives in package
// filterattr.
package filter

import "slices"

// Op says what an expression does.
type Op string

// The operators that Soda publishes, by Soda's names.
const (
	And      Op = "and"
	Or       Op = "or"
	Not      Op = "not"
	Equals   Op = "equals"
	Contains Op = "contains"
	In       Op = "in"
)

// Raw marks an expression that this version does not understand; it is kept and sent back as it came.
const Raw Op = "raw"

// Expr is one node of a filter. A nil *Expr is no filter at all, which matches everything.
type Expr struct {
	Op        Op
	Operands  []*Expr  // of And and Or; of Not the only one
	Field     string   // of a comparison: the Name of one of Fields
	Attribute string   // of a comparison whose field takes an attribute: that attribute's name
	Value     string   // of Equals and Contains
	Values    []string // of In
	Raw       string   // of Raw: compact JSON with sorted keys, as Parse makes it
}

// Field is what a comparison can look at.
type Field struct {
	Name           string
	TakesAttribute bool // whether it goes with the name of an attribute (inferred: Soda does not state the pairs)
	List           bool // whether one dataset or check can have several values; a published check has each attribute as one text
}

var fields = []Field{
	{Name: "datasourceId"},
	{Name: "datasourceLabel"},
	{Name: "datasetId"},
	{Name: "datasetLabel"},
	{Name: "datasetOwnerId", List: true},
	{Name: "datasetTags", List: true},
	{Name: "checkId"},
	{Name: "checkName"},
	{Name: "checkOwnerId"},
	{Name: "columnId"},
	{Name: "metricType"},
	{Name: "datasetResourceAttribute", TakesAttribute: true, List: true},
	{Name: "checkResourceAttribute", TakesAttribute: true},
}

// Fields returns the fields that Soda publishes, in Soda's order.
func Fields() []Field { return slices.Clone(fields) }

// FieldNamed returns the field of that name; names are case-sensitive.
func FieldNamed(name string) (Field, bool) {
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return fields[i], true
}

// Walk calls visit for e and everything below it, parents before their operands. A nil e has nothing to visit.
func Walk(e *Expr, visit func(*Expr)) {
	if e == nil {
		return
	}
	visit(e)
	for _, operand := range e.Operands {
		Walk(operand, visit)
	}
}

// Depth returns the number of nodes on the longest way down: 0 for no filter, 1 for a comparison or a raw node.
func Depth(e *Expr) int {
	if e == nil {
		return 0
	}
	deepest := 0
	for _, operand := range e.Operands {
		deepest = max(deepest, Depth(operand))
	}
	return 1 + deepest
}
