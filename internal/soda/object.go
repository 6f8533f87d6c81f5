package soda

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
)

// object is what listings hold: something with an id, which is unique, and a name, which need not be.
type object interface {
	objectID() string
	objectName() string
	Unreadable() error
}

// readable is embedded by every object. One odd object must not make a list unreadable that holds thousands, so it is kept
// with what could be read of it, and fails only those who ask for it.
type readable struct{ cause error }

// Unreadable says why the object could not be read in full; nil if it was.
func (r readable) Unreadable() error { return r.cause }

func (r *readable) spoil(cause error) { r.cause = cause }

// UnreadableError is returned to those who ask for an object that is listed in a form this version cannot read.
type UnreadableError struct {
	ID, Name string // "" where they are what could not be read
	Reason   string
}

func (e *UnreadableError) Error() string {
	return fmt.Sprintf("the object with id %q and name %q cannot be read: %s", e.ID, e.Name, e.Reason)
}

// items are the objects of a page, each read by itself.
type items[T object] []T

// UnmarshalJSON fails only where the text is no list.
func (i *items[T]) UnmarshalJSON(text []byte) error {
	var elements []json.RawMessage
	if err := json.Unmarshal(text, &elements); err != nil || elements == nil {
		return err
	}
	*i = make([]T, len(elements))
	for n, element := range elements {
		item := &(*i)[n]
		err := json.Unmarshal(element, item)
		if err == nil && (*item).objectID() != "" {
			continue
		}
		salvage(element, item)
		any(item).(interface{ spoil(error) }).spoil(&UnreadableError{ID: (*item).objectID(), Name: (*item).objectName(), Reason: oddity(err)})
	}
	return nil
}

// salvage reads those fields of an object that can be read.
func salvage[T object](text []byte, item *T) {
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(text, &fields) // no object has no fields
	*item = *new(T)
	for name, value := range fields {
		whole := *item
		if one, err := json.Marshal(map[string]json.RawMessage{name: value}); err == nil && json.Unmarshal(one, &whole) == nil {
			*item = whole
		}
	}
}

// embedded matches the names of embedded structs, which encoding/json puts into the paths of fields.
var embedded = regexp.MustCompile(`\b[A-Z]\w*\.`)

// oddity says what is wrong with an object, without repeating values.
func oddity(err error) string {
	if typ, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && typ.Field != "" {
		return fmt.Sprintf("its field %s does not have the documented type", embedded.ReplaceAllString(typ.Field, ""))
	}
	if err == nil {
		return "it has no id"
	}
	return "a field does not have the documented format"
}
