package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Extra are fields of an object that the contract does not know, by name and as they came. They are part of requests and
// answers only with the quirks for that; a seed has them in "extraFields".
type Extra map[string]json.RawMessage

// extraKey is the member that holds Extra in JSON of the emulator's own. On the wire its members are those of the object.
const extraKey = "extraFields"

// showsExtra reports whether answers show, and requests may have, what the contract does not know.
func (e *Emulator) showsExtra() bool {
	_, fields := e.quirk(UnknownFields)
	_, enums := e.quirk(UnknownEnums)
	return fields || enums
}

// keepsExtra reports whether answers show fields that the contract does not know, although requests may not have them: so
// an update does not take them away.
func (e *Emulator) keepsExtra() bool {
	_, shows := e.quirk(UnknownFields)
	_, refuses := e.quirk(RefuseFields)
	return shows && refuses
}

// spread makes members of each object of what is in its extraKey, or drops it.
func spread(body []byte, show bool) []byte {
	if !bytes.Contains(body, []byte(`"`+extraKey+`"`)) {
		return body
	}
	return rewritten(body, func(tree any) {
		visit(tree, func(object map[string]any) {
			extra, _ := object[extraKey].(map[string]any)
			delete(object, extraKey)
			if show {
				maps.Copy(object, extra)
			}
		})
	})
}

// gather moves the members that the type has no field for into extraKey, also of the objects inside, and returns where they
// were, as in "/recipients/0/note".
func gather(tree any, t reflect.Type, place string) (found []string) {
	switch t.Kind() {
	case reflect.Pointer:
		return gather(tree, t.Elem(), place)
	case reflect.Slice:
		list, _ := tree.([]any)
		for i, item := range list {
			found = append(found, gather(item, t.Elem(), fmt.Sprintf("%s/%d", place, i))...)
		}
	case reflect.Struct:
		if object, ok := tree.(map[string]any); ok {
			found = gatherObject(object, t, place)
		}
	}
	return found
}

func gatherObject(object map[string]any, t reflect.Type, place string) (found []string) {
	fields, extra := fieldsOf(t), map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if field, ok := fields[name]; ok {
			found = append(found, gather(object[name], field, place+"/"+name)...)
			continue
		}
		extra[name] = object[name]
		delete(object, name)
		found = append(found, place+"/"+name)
	}
	if _, keeps := t.FieldByName("Extra"); keeps && len(extra) > 0 {
		object[extraKey] = extra
	}
	return found
}

// fieldsOf returns the fields of a type by their names in JSON. What only answers have counts, so that a request with it is
// refused as one.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	if t == reflect.TypeFor[Webhook]() {
		fields = fieldsOf(reflect.TypeFor[webhookAnswer]())
	}
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		fields[name] = field.Type
	}
	delete(fields, extraKey)
	return fields
}

// decorate gives a rule, and each object in it, a field that the contract does not know, unless it has one of that name. Its
// value goes by what it belongs to, so that one that strays shows.
func (r *Rule) decorate() {
	r.Extra.add("revision", `{"by":"ui","number":12345678901234567890}`)
	for i := range r.Recipients {
		recipient := &r.Recipients[i]
		recipient.Extra.add("note", fmt.Sprintf("%q", recipient.Type+" "+recipient.Target()))
		for j := range recipient.Triggers {
			trigger := &recipient.Triggers[j]
			trigger.Extra.add("quietHours", fmt.Sprintf(`["22:00","06:00",%q]`, trigger.Level+trigger.ScanState))
		}
	}
	if r.Customization != nil {
		r.Customization.Extra.add("locale", `"nl-BE"`)
	}
}

func (w *Webhook) decorate() {
	w.Extra.add("retries", `{"factor":1.50,"max":5}`)
	for i := range w.Headers {
		w.Headers[i].Extra.add("addedBy", fmt.Sprintf("%q", "who added "+w.Headers[i].Name))
	}
}

func (e *Extra) add(name, value string) {
	if *e == nil {
		*e = Extra{}
	}
	if _, there := (*e)[name]; !there {
		(*e)[name] = json.RawMessage(value)
	}
}
