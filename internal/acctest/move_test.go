package acctest

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

var oldProviders = map[string]string{
	"restapi": "mastercard/restapi",
	"restful": "magodo/restful",
}

// movedObjects is how many objects are moved from each provider.
const movedObjects = 20

// TestMove moves objects out of recorded states of both generic REST providers, with one moved block each, as the guide says.
// The plan does nothing but move, the apply writes nothing, and the plan after it is empty without the old provider.
func TestMove(t *testing.T) {
	t.Parallel()
	for from, other := range oldProviders {
		t.Run(from, func(t *testing.T) {
			t.Parallel()
			cloud := NewCloud(t, func(o *emulator.Options) { o.HeaderValues = emulator.HeaderValuesMask })
			cli := newMove(t, cloud, from)
			without := cli.env
			cli.Setenv("TF_CLI_CONFIG_FILE", standIn(t, other))
			plan := cli.MustRun("plan", "-no-color")
			if got := strings.Count(plan, "has moved to soda_"); got != movedObjects || !strings.Contains(plan, "Plan: 0 to add, 0 to change, 0 to destroy.") {
				t.Errorf("got %d moves, want %d and nothing else:\n%s", got, movedObjects, plan)
			}
			if strings.Contains(plan, "Headers without values") {
				t.Errorf("the values of headers that were sent are not known:\n%s", plan)
			}
			cli.MustRun("apply", "-auto-approve", "-no-color")
			cli.env = without // that is, without the old provider
			cli.ExpectEmptyPlan()
			if want := map[string]int{"listNotificationRules": 3, "listWebhookIntegrations": 3}; !maps.Equal(cloud.AllCalls(), want) {
				t.Errorf("got the calls %v, want %v", cloud.AllCalls(), want)
			}
		})
	}
}

// One moved block without keys moves all instances of a resource with for_each.
func TestMove_forEach(t *testing.T) {
	t.Parallel()
	var recorded recordedState
	unmarshal(t, []byte(readFile(t, filepath.Join("testdata", "moved", "restapi.json"))), &recorded)
	recorded.Resources = recorded.Resources[:1] // the rules
	state, err := json.Marshal(recorded)
	if err != nil {
		t.Fatal(err)
	}
	var o emulator.Organization
	for _, i := range recorded.Resources[0].Instances {
		addObject(t, &o, copyOf(t, i, 0), "", &strings.Builder{})
		_, o.Rules[len(o.Rules)-1].ID = i.object(t)
	}
	cloud := NewCloud(t)
	if err := cloud.Seed(o); err != nil {
		t.Fatal(err)
	}
	cli := NewCLI(t, map[string]string{"terraform.tfstate": string(state), "main.tf": `resource "soda_notification_rule" "rule" {
  for_each   = toset(["finance", "nested", "monitor"])
  name       = each.key
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  lifecycle { ignore_changes = all }
}

moved {
  from = restapi_object.rule
  to   = soda_notification_rule.rule
}
`}, cloud.Env()...)
	cli.Setenv("TF_CLI_CONFIG_FILE", standIn(t, oldProviders["restapi"]))
	plan := cli.MustRun("plan", "-no-color")
	if got := strings.Count(plan, "has moved to soda_notification_rule.rule["); got != 3 || !strings.Contains(plan, "0 to add, 0 to change, 0 to destroy") {
		t.Errorf("got %d moves, want 3:\n%s", got, plan)
	}
}

// newMove puts copies of the recorded objects into the cloud, and into a directory their state and the configuration that
// moves them.
func newMove(t *testing.T, cloud *Cloud, from string) *CLI {
	t.Helper()
	var recorded recordedState
	unmarshal(t, []byte(readFile(t, filepath.Join("testdata", "moved", from+".json"))), &recorded)
	resources := recorded.Resources
	recorded.Resources = nil
	var organization emulator.Organization
	var config strings.Builder
	for n := 0; len(recorded.Resources) < movedObjects; n++ {
		for _, r := range resources {
			for _, i := range r.Instances {
				label := fmt.Sprintf("object_%02d", len(recorded.Resources))
				r.Name, r.Instances = label, []recordedInstance{copyOf(t, i, n)}
				recorded.Resources = append(recorded.Resources, r)
				target := addObject(t, &organization, r.Instances[0], label, &config)
				fmt.Fprintf(&config, "moved {\n  from = %s.%s\n  to   = %s.%[2]s\n}\n", r.Type, label, target)
			}
		}
	}
	if err := cloud.Seed(organization); err != nil {
		t.Fatal(err)
	}
	state, err := json.Marshal(recorded)
	if err != nil {
		t.Fatal(err)
	}
	return NewCLI(t, map[string]string{"main.tf": config.String(), "terraform.tfstate": string(state)}, cloud.Env()...)
}

const standInConfig = `provider_installation {
  dev_overrides {
    "registry.terraform.io/%[1]s"  = %[2]q
    "registry.opentofu.org/%[1]s"  = %[2]q
    "terraform-provider-soda/soda" = %[3]q
  }
  direct {}
}
`

// standIn returns the configuration of a CLI for which the provider under test is another one too. The CLI starts each provider
// that a state names, and asks it nothing about objects that are moved away.
func standIn(t *testing.T, other string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(builtProvider(t), "terraform-provider-soda"), filepath.Join(dir, "terraform-provider-"+filepath.Base(other))); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "cli.tfrc")
	if err := os.WriteFile(config, fmt.Appendf(nil, standInConfig, other, dir, builtProvider(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	return config
}
