package soda

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// An update replaces an object as a whole, so it must also send what this version does not know: newer fields, and elements
// of lists whose type is newer. merge takes these from the JSON that the stored object was read from, and everything else
// from the input (write.go sends it). What is known, it learns from the JSON tags of the Go types.

// kept is embedded by the objects that updates replace. It holds the JSON that an object was read from.
type kept struct {
	readable

	raw  json.RawMessage
	lost []string
}

func (k kept) json() json.RawMessage { return k.raw }

func (k *kept) lose(fields []string) { k.lost = fields }

// Lost names the fields that an update has removed, since the server shows them and refuses to be sent them.
func (k kept) Lost() []string { return k.lost }

// update is the body that replaces a stored object of type T.
type update[T object] struct {
	input[T]

	content json.RawMessage
}

// MarshalJSON gives what merge has put together.
func (u update[T]) MarshalJSON() ([]byte, error) { return u.content, nil }

// element is one of a list of objects. Its key is what it is about: a stored and a sent element with one key are the same
// element. It is not known if this version cannot say what it is about.
type element interface {
	Key() (key string, known bool)
}

// merge returns the body that replaces a stored object of type T by in. unknown names the fields of the stored object that
// this version does not know, as in "recipients.triggers.threshold"; the body has them if carry is set. Elements of lists
// that are not known are in the body in any case: to leave out a recipient is to change the rule.
func merge[T any](stored json.RawMessage, in any, carry bool) (body []byte, unknown []string, err error) {
	sent, err := json.Marshal(in)
	if err != nil || len(stored) == 0 {
		return sent, nil, err
	}
	var before, now map[string]any
	if err := decodeTree(stored, &before); err != nil {
		return nil, nil, err
	}
	if err := decodeTree(sent, &now); err != nil {
		return nil, nil, err
	}
	known := fieldsOf(reflect.TypeFor[T]())
	maps.Copy(known, fieldsOf(reflect.TypeOf(in))) // some are sent and never shown
	m := merger{carry: carry}
	m.object("", known, before, now)
	slices.Sort(m.unknown)
	body, err = json.Marshal(now)
	return body, slices.Compact(m.unknown), err
}

// decodeTree keeps numbers as they are written.
func decodeTree(text []byte, tree any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(tree)
}

type merger struct {
	carry   bool
	unknown []string
}

// object enters into the object now what is unknown in the object before. Null says no more than absent.
func (m *merger) object(place string, known map[string]reflect.Type, before, now map[string]any) {
	for name, value := range before {
		at := strings.TrimPrefix(place+"."+name, ".")
		typ, isKnown := known[strings.ToLower(name)]
		switch {
		case value == nil:
		case isKnown:
			m.field(at, name, typ, value, now)
		default:
			m.unknown = append(m.unknown, at)
			if m.carry {
				now[name] = value
			}
		}
	}
}

// field enters what is unknown below a known field.
func (m *merger) field(at, name string, typ reflect.Type, before any, now map[string]any) {
	switch before := before.(type) {
	case map[string]any:
		known := fieldsOf(typ)
		object, isSent := now[name].(map[string]any)
		if known == nil || !isSent && knowsAny(known, before) {
			return // a value of its own, or one that the update removes
		}
		if !isSent {
			object = map[string]any{}
		}
		if m.object(at, known, before, object); len(object) > 0 {
			now[name] = object
		}
	case []any:
		if typ.Kind() == reflect.Slice && typ.Elem().Implements(reflect.TypeFor[element]()) {
			sent, _ := now[name].([]any)
			now[name] = m.list(at, typ.Elem(), before, sent)
		}
	}
}

// list enters what is unknown in the stored elements into the sent ones, and puts the elements that are not known behind these.
func (m *merger) list(at string, typ reflect.Type, before, sent []any) []any {
	byKey := map[string]map[string]any{}
	for _, item := range sent {
		if key, _ := keyOf(typ, item); byKey[key] == nil { // of several with one key, the first takes it all
			byKey[key], _ = item.(map[string]any)
		}
	}
	for _, item := range before {
		key, known := keyOf(typ, item)
		object, _ := item.(map[string]any)
		switch now := byKey[key]; {
		case now != nil:
			m.object(at, fieldsOf(typ), object, now)
		case !known && !slices.ContainsFunc(sent, func(other any) bool { return reflect.DeepEqual(item, other) }):
			sent = append(sent, item)
		}
	}
	return sent
}

func keyOf(typ reflect.Type, item any) (key string, known bool) {
	text, err := json.Marshal(item)
	if err != nil {
		return "", false
	}
	value := reflect.New(typ)
	if json.Unmarshal(text, value.Interface()) != nil {
		return "", false
	}
	return value.Elem().Interface().(element).Key()
}

func knowsAny(known map[string]reflect.Type, object map[string]any) bool {
	for name, value := range object {
		if _, ok := known[strings.ToLower(name)]; ok && value != nil {
			return true
		}
	}
	return false
}

// fieldsOf returns the types of a struct's fields by their names in JSON, in lower case since encoding/json takes any. It is
// nil for what is no struct or writes its JSON itself.
func fieldsOf(typ reflect.Type) map[string]reflect.Type {
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || typ.Implements(reflect.TypeFor[json.Marshaler]()) {
		return nil
	}
	fields := map[string]reflect.Type{}
	for _, field := range reflect.VisibleFields(typ) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			fields[strings.ToLower(name)] = field.Type
		}
	}
	return fields
}
