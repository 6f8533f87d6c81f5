package acctest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

const listExample = "list-resource.tfquery.hcl"

// listed are the names that each example of a list resource finds in the examples' organization.
var listed = map[string][]string{
	"soda_notification_rule":   {"Failed finance checks to Dana"},
	"soda_webhook_integration": {"contracts-from-the-ui", "from-the-ui"},
}

// TestExamples_list lists what each example asks for, without a CLI: few have `terraform query` yet.
func TestExamples_list(t *testing.T) {
	t.Parallel()
	p := NewProtocol(t, newExampleCloud(t))
	for name, want := range listed {
		var got []string
		for _, result := range p.List(t.Context(), name, listArguments(t, name), 1000, true) {
			if len(result.Diagnostics) > 0 {
				t.Errorf("%s: got %+v", name, result.Diagnostics[0])
			}
			got = append(got, result.DisplayName)
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// listArguments reads the config block of an example, in which all values are texts and truth values.
func listArguments(t *testing.T, name string) map[string]tftypes.Value {
	t.Helper()
	text := readFile(t, filepath.Join(examples, "list-resources", name, listExample))
	if formatted := string(hclwrite.Format([]byte(text))); text != formatted {
		t.Errorf("%s is not formatted, want:\n%s", name, formatted)
	}
	file, diags := hclsyntax.ParseConfig([]byte(text), name, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	block := file.Body.(*hclsyntax.Body).Blocks[0]
	if block.Type != "list" || block.Labels[0] != name || len(block.Body.Blocks) != 1 || block.Body.Blocks[0].Type != "config" {
		t.Fatalf("%s: got %s %q, want a list block with a config block", name, block.Type, block.Labels)
	}
	arguments := map[string]tftypes.Value{}
	for argument, attribute := range block.Body.Blocks[0].Body.Attributes {
		value, diags := attribute.Expr.Value(nil)
		switch {
		case diags.HasErrors():
			t.Fatal(diags)
		case value.Type() == cty.Bool:
			arguments[argument] = tftypes.NewValue(tftypes.Bool, value.True())
		default:
			arguments[argument] = tftypes.NewValue(tftypes.String, value.AsString())
		}
	}
	return arguments
}

// TestExamples_query adopts what each example lists, as the guide does: the written configuration plans nothing but imports.
func TestExamples_query(t *testing.T) {
	t.Parallel()
	for name, want := range listed {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli := newDocumentCLI(t, newExampleCloud(t), map[string]string{"provider.tf": "provider \"soda\" {}\n"})
			cli.Write(listExample, readFile(t, filepath.Join(examples, "list-resources", name, listExample)))
			out := cli.MustRun("query", "-no-color", "-generate-config-out=generated.tf")
			for _, label := range want {
				if !strings.Contains(out, label) {
					t.Errorf("want %q, got:\n%s", label, out)
				}
			}
			if err := os.Remove(filepath.Join(cli.Dir, listExample)); err != nil {
				t.Fatal(err)
			}
			if out := cli.MustRun("apply", "-no-color", "-auto-approve"); !strings.Contains(out, fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", len(want))) {
				t.Errorf("got:\n%s", out)
			}
			if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
				t.Errorf("got status %d, want an empty plan:\n%s", status, out)
			}
		})
	}
}
