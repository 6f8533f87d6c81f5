package routes_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routes"
)

// The published schema fits what is written of each pull request, with and without a catalogue, and refuses a wrong result.
func TestSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := routes.ReadCatalogue([]byte(`{"checks": [{"name": "rows", "subject": {"datasetTags": ["finance"]}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for name := range pulls {
		for _, checks := range []*routes.Catalogue{nil, catalogue} {
			plan, err := os.ReadFile(planFile(name))
			if err != nil {
				t.Fatal(err)
			}
			c, err := routes.ReadPlan(plan)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := routes.NewReport(c, checks).JSON(&out); err != nil {
				t.Fatal(err)
			}
			text := out.String()
			if err := schema.Validate(parse(t, text)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if wrong := strings.Replace(text, `"result": "no"`, `"result": "nope"`, 1); wrong != text && schema.Validate(parse(t, wrong)) == nil {
				t.Errorf("%s: a result that there is not is valid", name)
			}
		}
	}
}

func parse(t *testing.T, text string) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return value
}
