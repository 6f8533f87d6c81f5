package acctest

import (
	"cmp"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

const (
	readme       = "../../README.md"
	indexPage    = "../../templates/index.md.tmpl"
	rulePage     = "../../templates/resources/notification_rule.md.tmpl"
	callsComment = "<!-- calls -->\n\n%s\n<!-- end of calls -->\n"
)

// TestReadme_calls holds the table of calls to the contract.
func TestReadme_calls(t *testing.T) {
	want := fmt.Sprintf(callsComment, callsTable())
	if !strings.Contains(readFile(t, indexPage), want) {
		t.Errorf("%s does not have the table of calls as the contract has it. Put this there:\n%s", filepath.Base(indexPage), want)
	}
}

// callsTable lists the calls, those that Soda publishes first.
func callsTable() string {
	calls := contract.Operations()
	order := []contract.Status{contract.Published, contract.Inferred, contract.Contract}
	slices.SortStableFunc(calls, func(a, b contract.Operation) int {
		return cmp.Compare(slices.Index(order, a.Status), slices.Index(order, b.Status))
	})
	var b strings.Builder
	b.WriteString("| Call | Status | Limit | Permission |\n|---|---|---|---|\n")
	for _, c := range calls {
		permission := "none named"
		if c.Permission != "" {
			permission = "`" + c.Permission + "`"
		}
		fmt.Fprintf(&b, "| `%s %s` | %s | %d in %d s | %s |\n", c.Method, c.Path, c.Status, c.Requests, int(c.Window.Seconds()), permission)
	}
	return b.String()
}

// TestReadme_example holds the README's configuration to the provider's example, which TestExamples applies.
func TestReadme_example(t *testing.T) {
	example := readFile(t, filepath.Join(examples, "provider", "provider.tf"))
	if !strings.Contains(readFile(t, readme), "```terraform\n"+example+"```\n") {
		t.Errorf("README.md does not show examples/provider/provider.tf:\n%s", example)
	}
}

var fieldRow = regexp.MustCompile("(?m)^\\| `([a-zA-Z]+)` \\|.*\\|.*\\|$")

// TestReadme_fields holds the page's table of filter fields to package filter.
func TestReadme_fields(t *testing.T) {
	var got, want []string
	_, section, _ := strings.Cut(readFile(t, rulePage), "### Fields\n")
	section, _, _ = strings.Cut(section, "\n### ")
	for _, row := range fieldRow.FindAllStringSubmatch(section, -1) {
		got = append(got, row[1])
	}
	for _, field := range filter.Fields() {
		want = append(want, field.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the table of fields: got %v, want %v", got, want)
	}
}
