package acctest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// How many objects the guide to adoption says it has been tried with.
const (
	adoptedRules    = 300
	adoptedWebhooks = 20
)

// newAdoptedCloud holds rules of every shape, and webhooks that hide nothing but signing secrets, as many as are to be adopted.
func newAdoptedCloud(t *testing.T) *Cloud {
	t.Helper()
	var o emulator.Organization
	if err := json.Unmarshal([]byte(readFile(t, "../notification/testdata/rules.json")), &o); err != nil {
		t.Fatal(err)
	}
	shapes := o.Rules
	o.Rules = nil
	for i := range adoptedRules {
		r := shapes[i%len(shapes)]
		r.ID, r.Name = fmt.Sprintf("rule-%03d", i), fmt.Sprintf("%s, %d", r.Name, i)
		o.Rules = append(o.Rules, r)
	}
	for i := len(o.Webhooks); i < adoptedWebhooks; i++ {
		w := emulator.Webhook{ID: fmt.Sprintf("hook-%02d", i), Name: fmt.Sprintf("hook, %d", i), URL: "https://events.example.com/soda", Scopes: []string{"incidents"}}
		if i%2 == 0 {
			w.Headers = []emulator.Header{{Name: "Content-Type", Value: "application/json"}, {Name: "X-Team", Value: "${data}"}}
		}
		if i%3 == 0 {
			w.Secret = "canary"
		}
		o.Webhooks = append(o.Webhooks, w)
	}
	cloud := NewCloud(t, WithoutQuirks(emulator.UnknownEnums))
	if err := cloud.Seed(o); err != nil {
		t.Fatal(err)
	}
	return cloud
}

var (
	allImported = fmt.Sprintf("Resources: %d imported, 0 added, 0 changed, 0 destroyed.", adoptedRules+adoptedWebhooks)

	// A guide gives a file as its name, a colon and its text, and commands in a block of shell.
	guideStep = regexp.MustCompile("(?ms)`([\\w.]+)`:\n\n```(?:terraform|hcl)\n(.*?)^```$|^```shell\n(.*?)^```$")
)

// TestAdopt_importBlocks follows the guide word by word: everything is imported, nothing is written, and the last plan is
// empty. The apply that finds the objects lists rules and integrations once; each of the four commands that follow lists rules
// and webhooks once.
func TestAdopt_importBlocks(t *testing.T) {
	t.Parallel()
	cloud := newAdoptedCloud(t)
	cli := NewCLI(t, nil, cloud.Env()...)
	follow(t, cli, "With import blocks")
	expectGenerated(t, readFile(t, filepath.Join(cli.Dir, "generated.tf")))
	expectAdopted(t, follow(t, cli, "Apply"))
	want := map[string]int{"listNotificationIntegrations": 1, "listNotificationRules": 5, "listWebhookIntegrations": 4}
	if got := cloud.AllCalls(); !maps.Equal(got, want) {
		t.Errorf("got the calls %v, want %v", got, want)
	}
}

// TestAdopt_query does the same with the guide's other way.
func TestAdopt_query(t *testing.T) {
	t.Parallel()
	cloud := newAdoptedCloud(t)
	cli := NewCLI(t, nil, cloud.Env()...)
	follow(t, cli, "With `terraform query`")
	expectGenerated(t, readFile(t, filepath.Join(cli.Dir, "generated.tf")))
	expectAdopted(t, follow(t, cli, "Apply"))
	for call := range cloud.AllCalls() {
		if !strings.HasPrefix(call, "list") {
			t.Errorf("got a call of %s, want lists only", call)
		}
	}
}

func expectAdopted(t *testing.T, out string) {
	t.Helper()
	for _, want := range []string{allImported, "No changes. Your infrastructure matches the configuration."} {
		if !strings.Contains(out, want) {
			t.Errorf("want %q, got:\n%s", want, out)
		}
	}
}

// follow writes the files and runs the commands of a section of the guide, and returns what they printed.
func follow(t *testing.T, cli *CLI, heading string) string {
	t.Helper()
	_, section, found := strings.Cut(guidePages(t)["adopt-existing"], "\n## "+heading+"\n")
	section, _, _ = strings.Cut(section, "\n## ")
	steps := guideStep.FindAllStringSubmatch(section, -1)
	if !found || len(steps) == 0 {
		t.Fatalf("the guide has nothing to do under %q", heading)
	}
	var printed strings.Builder
	for _, step := range steps {
		if name, text := step[1], step[2]; name != "" {
			cli.Write(name, text)
			cli.Write("required.tf", "") // the guide has its own
		}
		for command := range strings.Lines(step[3]) {
			printed.WriteString(run(t, cli, strings.Fields(command)))
		}
	}
	return printed.String()
}

// run runs one command of the guide: `terraform ...`, its output into a file, `rm`, or the installation of a program of this
// module and that.
func run(t *testing.T, cli *CLI, words []string) string {
	t.Helper()
	switch {
	case words[0] == "rm":
		if err := os.Remove(filepath.Join(cli.Dir, words[1])); err != nil {
			t.Fatal(err)
		}
		return ""
	case words[0] == "go": // install, which would take another version than this one
		return ""
	case words[0] != "terraform":
		return runProgram(t, cli, words[0], words[1:]...)
	}
	command, file, redirected := strings.Cut(strings.Join(words[1:], " "), " > ")
	args := slices.Insert(strings.Fields(command), 1, "-no-color")
	switch args[0] {
	case "init":
		return "" // the CLI's configuration names the provider under test
	case "apply":
		args = append(args, "-auto-approve")
	}
	out := cli.MustRun(args...)
	if redirected {
		cli.Write(file, out)
	}
	return out
}

// providers are the names that `terraform query` refers to, in `provider = soda`.
var providers = &hcl.EvalContext{Variables: map[string]cty.Value{"soda": cty.EmptyObjectVal}}

// expectGenerated checks that a written configuration has all objects, of each only what a user can set, and no secret.
func expectGenerated(t *testing.T, text string) {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(text), "generated.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	resources := 0
	for _, block := range file.Body.(*hclsyntax.Body).Blocks {
		if block.Type != "resource" {
			continue // an import block of `terraform query`
		}
		resources++
		if len(block.Body.Blocks) > 0 {
			t.Errorf("%s has a block %s, which the object does not have", block.Labels, block.Body.Blocks[0].Type)
		}
		object := map[string]cty.Value{}
		for name, attribute := range block.Body.Attributes {
			if object[name], diags = attribute.Expr.Value(providers); diags.HasErrors() {
				t.Fatal(diags)
			}
		}
		expectSettable(t, NewProtocol(t, nil).schema.ResourceSchemas[block.Labels[0]].Block.Attributes, object)
	}
	if resources != adoptedRules+adoptedWebhooks {
		t.Errorf("got %d resources, want %d", resources, adoptedRules+adoptedWebhooks)
	}
}

func expectSettable(t *testing.T, attributes []*tfprotov6.SchemaAttribute, object map[string]cty.Value) {
	t.Helper()
	for _, a := range attributes {
		value, written := object[a.Name]
		switch {
		case written && !a.Optional && !a.Required:
			t.Errorf("%s is written, which only the provider sets", a.Name)
		case written && a.Sensitive && !value.IsNull():
			t.Errorf("%s is written, which is sensitive", a.Name)
		case !written || value.IsNull() || a.NestedType == nil:
			continue
		case a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle:
			expectSettable(t, a.NestedType.Attributes, value.AsValueMap())
		default:
			for it := value.ElementIterator(); it.Next(); {
				_, element := it.Element()
				expectSettable(t, a.NestedType.Attributes, element.AsValueMap())
			}
		}
	}
}

// TestAdopt_listed adopts what the list resources give as `terraform query` does, at the level of the protocol: by its identity,
// with the configuration that a CLI writes. It costs one list of each kind in all.
func TestAdopt_listed(t *testing.T) {
	t.Parallel()
	cloud := newAdoptedCloud(t)
	p := NewProtocol(t, cloud)
	for name, want := range map[string]int{"soda_notification_rule": adoptedRules, "soda_webhook_integration": adoptedWebhooks} {
		results := p.List(t.Context(), name, nil, math.MaxInt64, true)
		if len(results) != want {
			t.Errorf("got %d of %s, want %d", len(results), name, want)
		}
		for _, result := range results {
			config := p.Generated(name, result.Resource)
			_, read, diagnostics := p.Import(t.Context(), name, &tfprotov6.ImportResourceStateRequest{Identity: result.Identity})
			if failed(slices.Concat(result.Diagnostics, diagnostics)) || p.Changes(t.Context(), name, config, read) {
				t.Errorf("%s: got a plan with changes, %v, %v", result.DisplayName, result.Diagnostics, diagnostics)
			}
		}
	}
	if got := cloud.AllCalls(); len(got) != 2 || got["listNotificationRules"] != 1 || got["listWebhookIntegrations"] != 1 {
		t.Errorf("got the calls %v, want one list of rules and one of webhooks", got)
	}
}
