package filter

import (
	"bytes"
	"encoding/json"
	"slices"
)

// wireKeys are the keys beside "type" that each operator has in Soda's JSON.
var wireKeys = map[Op][]string{
	And:      {"expressions"},
	Or:       {"expressions"},
	Not:      {"expression"},
	Equals:   {"field", "value"},
	Contains: {"field", "value"},
	In:       {"field", "values"},
}

// Parse reads Soda's JSON of a filter; null is no filter. Only text that is not JSON, or nested deeper than encoding/json
// goes (10,000 levels), is an error.
func Parse(data []byte) (*Expr, error) {
	var e *Expr
	err := json.Unmarshal(data, &e)
	return e, err
}

// UnmarshalJSON accepts any JSON: the smallest nodes that this version does not understand become Raw, so that a newer
// Soda can neither break nor lose anything here. A node is understood if it has the keys of its operator, a published
// field, and no other key with content: null counts as absent, and so does an empty list or text at another operator's key.
func (e *Expr) UnmarshalJSON(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber() // a raw node must not lose digits
	var node any
	if err := decoder.Decode(&node); err != nil {
		return err
	}
	*e = *parse(node)
	return nil
}

// MarshalJSON writes Soda's JSON with sorted keys. It is on the value because an Expr that is not a pointer would else be
// written field by field.
func (e Expr) MarshalJSON() ([]byte, error) { return encode(e.wire()) }

// String returns Soda's JSON for e, as MarshalJSON does.
func (e *Expr) String() string {
	if e == nil {
		return "null"
	}
	text, err := e.MarshalJSON()
	if err != nil {
		return err.Error() // only a Raw that Parse did not make
	}
	return string(text)
}

func parse(node any) *Expr {
	if object, ok := node.(map[string]any); ok {
		if e := parseObject(object); e != nil {
			return e
		}
	}
	text, _ := encode(node) // what came out of JSON goes back in
	return &Expr{Op: Raw, Raw: string(text)}
}

// parseObject returns nil if the node is not understood. It looks at all its own keys before it goes down, so that a
// node which stays raw has not been parsed in vain.
func parseObject(object map[string]any) *Expr {
	name, _ := object["type"].(string)
	op := Op(name)
	keys, known := wireKeys[op]
	if !known || !onlyKeys(object, append([]string{"type"}, keys...)) {
		return nil
	}
	switch op {
	case And, Or:
		return parseCombinator(op, object["expressions"])
	case Not:
		if object["expression"] == nil {
			return nil
		}
		return &Expr{Op: op, Operands: []*Expr{parse(object["expression"])}}
	default:
		return parseComparison(op, object)
	}
}

// parseCombinator reads the operands of And and Or. Null and absent are an empty list; a null among them is no expression.
func parseCombinator(op Op, expressions any) *Expr {
	nodes, ok := list(expressions)
	if !ok || slices.Contains(nodes, nil) {
		return nil
	}
	e := &Expr{Op: op}
	for _, node := range nodes {
		e.Operands = append(e.Operands, parse(node))
	}
	return e
}

func parseComparison(op Op, object map[string]any) *Expr {
	e := &Expr{Op: op}
	understood := e.parseField(object["field"])
	if op == In {
		understood = e.parseValues(object["values"]) && understood
	} else {
		understood = e.parseValue(object["value"]) && understood
	}
	if !understood {
		return nil
	}
	return e
}

// parseField reads {"field": NAME, "attributeName": NAME} and reports whether it is understood. An empty attributeName
// is the same as none.
func (e *Expr) parseField(node any) bool {
	object, _ := node.(map[string]any)
	name, _ := object["field"].(string)
	field, known := FieldNamed(name)
	if !known || !onlyKeys(object, []string{"field", "attributeName"}) {
		return false
	}
	attribute, isText := object["attributeName"].(string)
	if !isText && object["attributeName"] != nil {
		return false
	}
	e.Field, e.Attribute = name, attribute
	return field.TakesAttribute == (attribute != "")
}

func (e *Expr) parseValue(node any) bool {
	value, ok := node.(string)
	e.Value = value
	return ok
}

// parseValues reads the values of In. Null and absent are an empty list.
func (e *Expr) parseValues(node any) bool {
	nodes, understood := list(node)
	for _, node := range nodes {
		value, ok := node.(string)
		e.Values = append(e.Values, value)
		understood = understood && ok
	}
	return understood
}

// onlyKeys reports whether nothing but keys has content.
func onlyKeys(object map[string]any, keys []string) bool {
	for key, value := range object {
		if value == nil || slices.Contains(keys, key) {
			continue
		}
		if !emptyValue(value) || !isWireKey(key) {
			return false
		}
	}
	return true
}

func isWireKey(key string) bool {
	for _, keys := range wireKeys {
		if slices.Contains(keys, key) {
			return true
		}
	}
	return false
}

func emptyValue(value any) bool {
	nodes, isList := value.([]any)
	return value == "" || isList && len(nodes) == 0
}

// list returns the elements of a JSON list; null and absent have none.
func list(node any) ([]any, bool) {
	nodes, ok := node.([]any)
	return nodes, ok || node == nil
}

// wire returns e as what encoding/json makes Soda's JSON of.
func (e *Expr) wire() any {
	if e.Op == Raw {
		return json.RawMessage(e.Raw)
	}
	node := map[string]any{"type": e.Op}
	switch e.Op {
	case And, Or:
		node["expressions"] = wireOperands(e.Operands)
	case Not:
		node["expression"] = e.Operands[0].wire()
	case In:
		node["field"], node["values"] = e.wireField(), append([]string{}, e.Values...) // never null
	default:
		node["field"], node["value"] = e.wireField(), e.Value
	}
	return node
}

func wireOperands(operands []*Expr) []any {
	nodes := make([]any, len(operands))
	for i, operand := range operands {
		nodes[i] = operand.wire()
	}
	return nodes
}

func (e *Expr) wireField() map[string]string {
	field := map[string]string{"field": e.Field}
	if e.Attribute != "" {
		field["attributeName"] = e.Attribute
	}
	return field
}

// encode writes compact JSON. Unlike json.Marshal it leaves <, > and & alone: people read this text in plans.
func encode(node any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(node)
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}
