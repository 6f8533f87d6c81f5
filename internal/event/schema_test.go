package event_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

var moment = time.Date(2026, 9, 1, 8, 0, 0, 123456789, time.UTC)

// schema compiles the embedded schema of an event, formats included.
func schema(t *testing.T, name event.Name) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	files, err := event.Schemas.ReadDir("schemas")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		var document any
		if err := json.Unmarshal(embedded(t, file.Name()), &document); err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource("mem:///"+file.Name(), document); err != nil {
			t.Fatal(err)
		}
	}
	compiled, err := compiler.Compile("mem:///" + string(name) + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func embedded(t *testing.T, name string) []byte {
	t.Helper()
	text, err := event.Schemas.ReadFile(path.Join("schemas", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Samples are valid against the schema of their event, and against no other event's.
func TestSchemas_samples(t *testing.T) {
	for _, other := range event.Names() {
		compiled := schema(t, other)
		for _, name := range event.Names() {
			for seed := range uint64(20) {
				err := compiled.Validate(fields(t, name, seed, moment))
				if (err == nil) != (name == other) {
					t.Fatalf("a sample of %s against the schema of %s: %v", name, other, err)
				}
			}
		}
	}
}

// Every field of a sample is described: with a value of a wrong type it is not valid. Where any type goes, the schema has a
// description and no type.
func TestSchemas_describeEveryField(t *testing.T) {
	untyped := map[string]bool{"value": true} // of an attribute
	for _, name := range event.Names() {
		payload := fields(t, name, 1, moment)
		compiled := schema(t, name)
		walk(payload, func(place string, parent map[string]any, key string) {
			_, text := parent[key].(string)
			if untyped[key] && text {
				return
			}
			kept := parent[key]
			parent[key] = true
			if compiled.Validate(payload) == nil {
				t.Errorf("%s: %s is not described", name, place)
			}
			parent[key] = kept
		})
	}
}

// A receiver gets what this version of the schemas does not know, and less than they know.
func TestSchemas_areLenient(t *testing.T) {
	for _, name := range event.Names() {
		compiled := schema(t, name)
		if err := compiled.Validate(map[string]any{"event": string(name)}); err != nil {
			t.Errorf("%s without its other fields: %v", name, err)
		}
		if compiled.Validate(map[string]any{"sentAt": "2026-09-01T08:00:00Z"}) == nil {
			t.Errorf("%s without event is valid", name)
		}
		payload := fields(t, name, 1, moment)
		var objects []map[string]any
		walk(payload, func(_ string, parent map[string]any, _ string) { objects = append(objects, parent) })
		for _, object := range objects {
			object["addedLater"] = 1
		}
		if err := compiled.Validate(payload); err != nil {
			t.Errorf("%s with unknown fields: %v", name, err)
		}
	}
}

// The published copies are the embedded ones.
func TestSchemas_published(t *testing.T) {
	const published = "../../docs/schemas"
	got, err := filepath.Glob(filepath.Join(published, "*"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := event.Schemas.ReadDir("schemas")
	if err != nil {
		t.Fatal(err)
	}
	got = slices.DeleteFunc(got, func(file string) bool { // those of the programs
		return slices.Contains([]string{"doctor-report.json", "soda-routes.json"}, filepath.Base(file))
	})
	if len(got) != len(files) || len(files) != len(event.Names())+1 {
		t.Errorf("got %d files in docs/schemas and %d embedded, want one for each event, and objects.json", len(got), len(files))
	}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(published, file.Name()))
		if err != nil || string(text) != string(embedded(t, file.Name())) {
			t.Errorf("docs/schemas/%s is not internal/event/schemas/%[1]s (%v): copy it", file.Name(), err)
		}
	}
}

// walk visits every field of a payload, at any depth.
func walk(v any, visit func(place string, parent map[string]any, key string)) {
	var descend func(place string, v any)
	descend = func(place string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, member := range v {
				visit(place+"."+key, v, key)
				descend(place+"."+key, member)
			}
		case []any:
			for i, item := range v {
				descend(fmt.Sprintf("%s[%d]", place, i), item)
			}
		}
	}
	descend("", v)
}
