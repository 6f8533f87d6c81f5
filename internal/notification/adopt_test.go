package notification_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// newCorpus starts a cloud that holds the rules of testdata/rules.json: at least one of each shape that Soda knows.
func newCorpus(t *testing.T, options ...func(*emulator.Options)) *acctest.Cloud {
	t.Helper()
	cloud := acctest.NewCloud(t, append(options, acctest.WithoutQuirks(emulator.UnknownEnums))...)
	if err := cloud.SeedFile("testdata/rules.json"); err != nil {
		t.Fatal(err)
	}
	return cloud
}

// importBlocks asks for each rule of the cloud, every second one by its name.
func importBlocks(cloud *acctest.Cloud) string {
	var b strings.Builder
	for i, r := range cloud.Rules() {
		id := r.ID
		if i%2 == 1 {
			id = "name:" + strings.ReplaceAll(r.Name, "${", "$${")
		}
		fmt.Fprintf(&b, "import {\n  to = soda_notification_rule.r%d\n  id = %q\n}\n", i, id)
	}
	return b.String()
}

// adopt imports all rules with configuration that the CLI writes, and returns a CLI in which that is applied.
func adopt(t *testing.T, cloud *acctest.Cloud) *acctest.CLI {
	t.Helper()
	cli := acctest.NewCLI(t, map[string]string{"imports.tf": importBlocks(cloud)}, cloud.Env()...)
	cli.MustRun("plan", "-no-color", "-generate-config-out=generated.tf")
	cli.MustRun("validate", "-no-color")
	out := cli.MustRun("apply", "-no-color", "-auto-approve")
	want := fmt.Sprintf("Resources: %d imported, 0 added, 0 changed, 0 destroyed.", len(cloud.Rules()))
	if !strings.Contains(out, want) {
		t.Fatalf("want %q, got:\n%s", want, out)
	}
	return cli
}

// Rules of every shape are adopted: the written configuration is valid, and nothing is planned, not even by a Soda Cloud
// that orders its answers anew each time and writes nothing as null, as an empty list or not at all.
func TestAccNotificationRule_adoptCorpus(t *testing.T) {
	t.Parallel()
	for name, shuffle := range map[string]uint64{"a steady cloud": 0, "a shuffling cloud": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := newCorpus(t, func(o *emulator.Options) { o.Shuffle = shuffle })
			if got := len(cloud.Rules()); got < 30 {
				t.Fatalf("the corpus has %d rules", got)
			}
			cli := adopt(t, cloud)
			for range 3 {
				if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
					t.Fatalf("got status %d, want an empty plan:\n%s", status, out)
				}
			}
			for _, call := range []string{"createNotificationRule", "updateNotificationRule", "deleteNotificationRule"} {
				if got := cloud.Calls(call); got != 0 {
					t.Errorf("got %d calls of %s, want none", got, call)
				}
			}
		})
	}
}

// The adopted configuration makes the same rules anew in an empty organization.
func TestAccNotificationRule_recreateCorpus(t *testing.T) {
	t.Parallel()
	original := newCorpus(t)
	generated, err := os.ReadFile(filepath.Join(adopt(t, original).Dir, "generated.tf"))
	if err != nil {
		t.Fatal(err)
	}
	cloud := newCorpus(t, func(o *emulator.Options) { o.Shuffle = 2 })
	for _, r := range cloud.Rules() {
		cloud.ForgetRule(r.ID)
	}
	cli := acctest.NewCLI(t, map[string]string{"main.tf": string(generated)}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
		t.Fatalf("got status %d, want an empty plan:\n%s", status, out)
	}
	if got, want := len(cloud.Rules()), len(original.Rules()); got != want {
		t.Errorf("got %d rules, want %d", got, want)
	}
}

// Soda's own rules can be changed; they keep being Soda's own.
func TestAccNotificationRule_editDefaultRule(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	seed(t, cloud, emulator.Organization{Rules: []emulator.Rule{{
		ID: "default-1", Name: "Notify the check owner", RuleType: "check", Status: "active", IsDefault: true,
		Recipients: []emulator.Recipient{{Type: "resourceRole", Role: "monitorOwner", Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "critical"}}}},
	}}})
	cli := acctest.NewCLI(t, map[string]string{"main.tf": `
import {
  to = soda_notification_rule.owner
  id = "name:Notify the check owner"
}

resource "soda_notification_rule" "owner" {
  name       = "Notify the check owner"
  rule_type  = "check"
  status     = "paused"
  recipients = [{ resource_role = "monitorOwner", levels = ["critical"] }]
}

output "is_default" {
  value = soda_notification_rule.owner.is_default
}
`}, cloud.Env()...)
	out := cli.MustRun("apply", "-no-color", "-auto-approve")
	if !strings.Contains(out, "1 imported, 0 added, 1 changed, 0 destroyed") || !strings.Contains(out, "is_default = true") {
		t.Errorf("got:\n%s", out)
	}
	if r := cloud.Rules()[0]; r.Status != "paused" || !r.IsDefault {
		t.Errorf("the cloud holds %+v", r)
	}
}

// An import that does not lead to one rule says what it found.
func TestAccNotificationRule_importErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	twin := emulator.Rule{Name: "twin", RuleType: "check", Status: "active"}
	first, second := twin, twin
	first.ID, second.ID = "rule-1", "rule-2"
	seed(t, cloud, emulator.Organization{Rules: []emulator.Rule{first, second}})
	for id, want := range map[string]string{
		"name:twin":   `2 objects have the name "twin".*rule-1.*rule-2`,
		"name:nobody": `no notification rule with the name "nobody"`,
		"name:":       `Specify an id or name:NAME`,
		"nobody":      `No notification rule has the id "nobody"`,
	} {
		cli := acctest.NewCLI(t, map[string]string{"main.tf": `
resource "soda_notification_rule" "x" {
  name       = "twin"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
`}, cloud.Env()...)
		out, status := cli.Run("import", "-no-color", "soda_notification_rule.x", id)
		if status == 0 || !regexp.MustCompile(want).MatchString(acctest.Unwrapped(out)) {
			t.Errorf("%s: got status %d, want %q in:\n%s", id, status, want, out)
		}
	}
}
