package acctest

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const github = "../../.github"

// parse reads YAML and refuses keys that the type does not have.
func parse(t *testing.T, file string, into any) {
	t.Helper()
	decoder := yaml.NewDecoder(bytes.NewBufferString(readFile(t, file)))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		t.Errorf("%s: %v", file, err)
	}
}

// formElement is a part of an issue form. GitHub shows no form at all if one of its elements is not as it has to be.
type formElement struct {
	Type, ID   string
	Attributes struct {
		Label, Description, Value, Render string
		Options                           []string
	}
	Validations struct{ Required bool }
}

// TestIssueForms holds the forms to what GitHub takes, and to the warning that each has to give first.
func TestIssueForms(t *testing.T) {
	for _, name := range []string{"bug", "feature"} {
		file := filepath.Join(github, "ISSUE_TEMPLATE", name+".yml")
		var form struct {
			Name, Description string
			Labels            []string
			Body              []formElement
		}
		parse(t, file, &form)
		if form.Name == "" || form.Description == "" || len(form.Body) < 2 {
			t.Errorf("%s: got %+v, want a name, a description and a body", file, form)
			continue
		}
		if !strings.Contains(form.Body[0].Attributes.Value, "Never paste keys or state") {
			t.Errorf("%s does not start with a warning", file)
		}
		ids := map[string]bool{}
		for _, e := range form.Body[1:] {
			if e.ID == "" || ids[e.ID] || e.Attributes.Label == "" || (e.Type == "dropdown") != (len(e.Attributes.Options) > 0) {
				t.Errorf("%s: %+v", file, e)
			}
			ids[e.ID] = true
		}
	}
}
