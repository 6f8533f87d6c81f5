package functions_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// A null without a type is a filter for everything. OpenTofu does not call a function with one: the result stays unknown, and an
// apply makes it null. A type, as of tostring(null), helps, and so does jsonencode().
func TestAccFunctions_untypedNull(t *testing.T) {
	t.Parallel()
	cli := acctest.NewCLI(t, map[string]string{"main.tf": `
output "untyped" { value = provider::soda::filter_matches(null, {}) == true }
output "typed" { value = provider::soda::filter_matches(tostring(null), {}) == true }
output "json" { value = provider::soda::filter_matches(jsonencode(null), {}) == true }
`})
	result := func(value any) any { return map[string]any{"sensitive": false, "type": "bool", "value": value} }
	want := map[string]any{"typed": result(true), "json": result(true), "untyped": result(true)}
	if cli.IsOpenTofu() {
		want["untyped"] = result(nil)
	}
	cli.MustRun("apply", "-no-color", "-auto-approve")
	var got map[string]any
	out := cli.MustRun("output", "-no-color", "-json")
	if err := json.Unmarshal([]byte(out[strings.Index(out, "{"):]), &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// OpenTofu sends no value at all for a null argument that has a type.
func TestCall_noValue(t *testing.T) {
	server, err := acctest.Providers["soda"]()
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{
		Name: "filter_matches", Arguments: []*tfprotov6.DynamicValue{{}, {JSON: []byte(`{"type":["object",{}],"value":{}}`)}},
	})
	if err != nil || resp.Error != nil {
		t.Fatal(err, resp.Error)
	}
	if result, err := resp.Result.Unmarshal(tftypes.Bool); err != nil || !result.Equal(tftypes.NewValue(tftypes.Bool, true)) {
		t.Errorf("got %v, %v, want true", result, err)
	}
}
