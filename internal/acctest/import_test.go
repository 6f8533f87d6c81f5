package acctest

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// newImportedCloud holds a rule of every shape, whom they name, and webhooks, half of them with a secret in a header.
func newImportedCloud(t *testing.T) (*Cloud, emulator.Organization) {
	t.Helper()
	var o emulator.Organization
	if err := json.Unmarshal([]byte(readFile(t, "../notification/testdata/rules.json")), &o); err != nil {
		t.Fatal(err)
	}
	o.Users = []emulator.User{{UserID: "user-1", Email: "dana@example.com"}}
	o.UserGroups = []emulator.UserGroup{{UserGroupID: "group-1", Name: "Finance data"}}
	for i := len(o.Webhooks); i < adoptedWebhooks; i++ {
		w := emulator.Webhook{ID: fmt.Sprintf("hook-%02d", i), Name: fmt.Sprintf("hook, %d", i), URL: "https://events.example.com/soda", Scopes: []string{"incidents"}}
		if i%2 == 0 {
			w.Headers = []emulator.Header{{Name: "Content-Type", Value: "application/json"}, {Name: "Authorization", Value: fmt.Sprintf("s3cret-%d", i)}}
		}
		o.Webhooks = append(o.Webhooks, w)
	}
	cloud := NewCloud(t, WithoutQuirks(emulator.UnknownEnums))
	if err := cloud.Seed(o); err != nil {
		t.Fatal(err)
	}
	return cloud, o
}

// TestImport follows the guide: soda-import writes a configuration that is formatted and valid, whose apply imports everything and
// changes nothing, and whose plan then is empty, also without the import blocks.
func TestImport(t *testing.T) {
	t.Parallel()
	cloud, o := newImportedCloud(t)
	cli := NewCLI(t, nil, cloud.Env()...)
	follow(t, cli, "With `soda-import`")
	setImportedSecrets(cli, o)
	cli.MustRun("fmt", "-check", "-diff", "-no-color")
	cli.MustRun("validate", "-no-color")
	changed := 0
	if cli.CountsMarks() {
		changed = withAuthorization(o)
	}
	want := fmt.Sprintf("Resources: %d imported, 0 added, %d changed, 0 destroyed.", len(o.Rules)+len(o.Webhooks), changed)
	if out := follow(t, cli, "Apply"); !strings.Contains(out, want) || !strings.Contains(out, "No changes.") {
		t.Errorf("want %q and then no changes, got:\n%s", want, out)
	}
	expectReviewable(t, cli, o)
	if err := os.Remove(filepath.Join(cli.Dir, "imports.tf")); err != nil {
		t.Fatal(err)
	}
	cli.ExpectEmptyPlan()
	expectOnlyLists(t, cloud)
}

// withAuthorization counts the webhooks that have a secret in a header.
func withAuthorization(o emulator.Organization) int {
	n := 0
	for _, w := range o.Webhooks {
		if slices.ContainsFunc(w.Headers, func(h emulator.Header) bool { return h.Name == "Authorization" }) {
			n++
		}
	}
	return n
}

// A URL with a credential stays out of the plan. That it is sensitive now is a change to Terraform, and not to Soda Cloud.
func TestImport_credentialInURL(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t, WithoutQuirks(emulator.UnknownEnums))
	const url = "https://events.example.com/?token=s3cret"
	if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{ID: "w-1", Name: "pager", URL: url, Scopes: []string{"incidents"}}}}); err != nil {
		t.Fatal(err)
	}
	cli := NewCLI(t, nil, append(cloud.Env(), "TF_VAR_pager_url="+url)...)
	runProgram(t, cli, "soda-import")
	out := cli.MustRun("apply", "-auto-approve", "-no-color")
	want := "1 imported, 0 added, 1 changed, 0 destroyed."
	if cli.IsOpenTofu() { // no change to OpenTofu
		want = "1 imported, 0 added, 0 changed, 0 destroyed."
	}
	if !strings.Contains(out, want) || strings.Contains(out+cli.Read("webhooks.tf"), "s3cret") {
		t.Errorf("got:\n%s\n%s", out, cli.Read("webhooks.tf"))
	}
	cli.ExpectEmptyPlan()
	expectOnlyLists(t, cloud)
}

func expectOnlyLists(t *testing.T, cloud *Cloud) {
	t.Helper()
	for call := range cloud.AllCalls() {
		if !strings.HasPrefix(call, "list") {
			t.Errorf("got a call of %s, want lists only", call)
		}
	}
}

// runProgram runs one of the module's programs as the CLI would be run, and returns what it prints.
func runProgram(t *testing.T, cli *CLI, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(programs(t), name), args...)
	cmd.Dir, cmd.Env = cli.Dir, cli.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// setImportedSecrets gives each variable the value that Soda Cloud holds.
func setImportedSecrets(cli *CLI, o emulator.Organization) {
	for _, w := range o.Webhooks {
		label := strings.ReplaceAll(w.Name, ", ", "_")
		for _, h := range w.Headers {
			cli.Setenv("TF_VAR_"+label+"_"+strings.ToLower(h.Name), h.Value)
		}
	}
}

// expectReviewable checks that nothing is null, that no id stands where a name could, and that there is no secret.
func expectReviewable(t *testing.T, cli *CLI, o emulator.Organization) {
	t.Helper()
	for _, name := range []string{"rules.tf", "webhooks.tf", "lookups.tf", "variables.tf"} {
		text := cli.Read(name)
		for _, never := range []string{"null", "s3cret", "user-1", "group-1", "webhook-1", "slack-1", "hook-0", "rule-0"} {
			if strings.Contains(text, never) {
				t.Errorf("%s holds %q:\n%s", name, never, text)
			}
		}
	}
	addresses := regexp.MustCompile(`(?m)^  to = (.*)$`).FindAllString(cli.Read("imports.tf"), -1)
	slices.Sort(addresses)
	if got := len(slices.Compact(addresses)); got != len(o.Rules)+len(o.Webhooks) {
		t.Errorf("got %d addresses, want one of each object", got)
	}
}
