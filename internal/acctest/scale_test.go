package acctest

import (
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

var sizes = flag.String("scale", "10,100,1000,10000", "how many rules BenchmarkScale manages")

// mostApplied is up to which size objects are created and destroyed by the CLI. Terraform rewrites its whole state after each
// object, so beyond that it is hours; there, cloud and state are written directly, as if all had been created before.
const mostApplied = 1000

// BenchmarkScale shows what an organization costs by its size: calls, time against the bound that the rate limits set, time
// of a plan without changes against that of Terraform's own terraform_data with the same values, and the provider's memory.
// Under limits that are compressed 60 and 10 times, so that a window takes 1 and 6 seconds. It is for `make bench`.
func BenchmarkScale(b *testing.B) {
	t := &table{}
	for size := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			b.Fatal(err)
		}
		scale(b, t, n, 60)
		if n == 100 {
			scale(b, t, n, 10)
		}
	}
	start, bytes := startTime(b)
	t.print(fmt.Sprintf("The provider starts in %s and has %.1f MB.", start.Round(time.Millisecond/10), float64(bytes)/1e6))
}

// scale manages n rules from the first apply to the last.
func scale(b *testing.B, t *table, n, compressed int) {
	b.Helper()
	s := newStory(b, t, n, compressed)
	if n <= mostApplied {
		s.run("create", n, "apply", "-auto-approve", "-no-color")
	} else {
		s.adopt()
	}
	own := s.run("plan, no change", 0, "plan", "-detailed-exitcode", "-no-color")
	if compressed == 60 {
		t.ratio(s.ofTerraformData(), own)
	}
	s.cli.Write("main.tf", strings.Replace(rules(n), `"critical"]`, `count.index == 1 ? "info" : "critical"]`, 1))
	s.run("one change", 1, "apply", "-auto-approve", "-no-color")
	if n <= mostApplied {
		s.run("destroy", n, "destroy", "-auto-approve", "-no-color")
	}
}

// story is one organization of n rules.
type story struct {
	b      *testing.B
	table  *table
	n      int
	window time.Duration
	limits string
	cloud  *Cloud
	cli    *CLI
}

func newStory(b *testing.B, t *table, n, compressed int) *story {
	b.Helper()
	cloud := NewCloud(b, func(o *emulator.Options) {
		o.Limits, o.DeleteDelay, o.SkipAnswerValidation = emulator.Limits(compressed), time.Second, true
	})
	return &story{
		b: b, table: t, n: n, window: time.Minute / time.Duration(compressed), limits: fmt.Sprintf("x%d", compressed),
		cloud: cloud, cli: NewCLI(b, map[string]string{"main.tf": rules(n)}, cloud.Env()...),
	}
}

// rules is a configuration of n rules with a filter and two recipients each.
func rules(n int) string {
	return fmt.Sprintf("resource \"soda_notification_rule\" \"x\" {\n  count = %d\n%s}\n", n, ruleValues)
}

// data holds the same values in a resource of Terraform's own.
func data(n int) string {
	return fmt.Sprintf("resource \"terraform_data\" \"x\" {\n  count = %d\n  input = {\n%s  }\n}\n", n, ruleValues)
}

const ruleValues = `
  name      = format("rule-%05d", count.index)
  rule_type = "check"
  filter = { and = [
    { field = "datasetTags", contains = format("team-%05d", count.index) },
    { or = [
      { field = "datasourceLabel", in = ["snowflake", "postgres"] },
      { field = "checkResourceAttribute", attribute = "severity", equals = "critical" },
    ] },
    { not = { field = "checkName", contains = "experimental" } },
  ] }
  recipients = [
    { email = format("team-%05d@example.com", count.index), levels = ["critical"] },
    { resource_role = "datasetOwner", levels = ["critical", "warning"] },
  ]
`

// run runs a command that writes so many objects, and enters what it took.
func (s *story) run(phase string, writes int, args ...string) time.Duration {
	s.b.Helper()
	s.cloud.ResetCalls()
	memory := watchMemory(s.b)
	started := time.Now()
	s.cli.MustRun(args...)
	took := time.Since(started)
	limited := 0
	var calls []string
	for operation, count := range s.cloud.AllCalls() {
		limited += s.cloud.Limited(operation)
		calls = append(calls, fmt.Sprintf("%d %s", count, strings.ReplaceAll(operation, "Notification", "")))
	}
	slices.Sort(calls)
	bound, ratio := "", ""
	if windows := (writes - 1) / 10; windows > 0 { // the first ten go at once
		least := time.Duration(windows) * s.window
		bound, ratio = fmt.Sprintf("%.1f", least.Seconds()), fmt.Sprintf("%.2f", took.Seconds()/least.Seconds())
	}
	s.table.row(s.n, s.limits, phase, strings.Join(calls, ", "), limited, fmt.Sprintf("%.1f", took.Seconds()), bound, ratio, memory())
	return took
}

// ofTerraformData returns what the plan takes without a provider.
func (s *story) ofTerraformData() time.Duration {
	s.b.Helper()
	cli := NewCLI(s.b, map[string]string{"main.tf": data(1), "required.tf": ""})
	cli.MustRun("apply", "-auto-approve", "-no-color")
	cli.multiplyState(s.n, func(string) {})
	cli.Write("main.tf", data(s.n))
	started := time.Now()
	cli.MustRun("plan", "-detailed-exitcode", "-no-color")
	return time.Since(started)
}

// adopt puts n rules into the cloud and into the state.
func (s *story) adopt() {
	s.b.Helper()
	s.cli.Write("main.tf", rules(1))
	s.cli.MustRun("apply", "-auto-approve", "-no-color")
	pattern, err := json.Marshal(s.cloud.Rules()[0])
	if err != nil {
		s.b.Fatal(err)
	}
	var organization emulator.Organization
	s.cli.multiplyState(s.n, func(number string) {
		var r emulator.Rule
		if err := json.Unmarshal([]byte(renumbered(string(pattern), number)), &r); err != nil {
			s.b.Fatal(err)
		}
		organization.Rules = append(organization.Rules, r)
	})
	if err := s.cloud.Seed(organization); err != nil {
		s.b.Fatal(err)
	}
	s.cli.Write("main.tf", rules(s.n))
}

// multiplyState makes n instances of the one that is in the state, and calls each with the number of every one.
func (c *CLI) multiplyState(n int, each func(number string)) {
	c.t.Helper()
	file := filepath.Join(c.Dir, "terraform.tfstate")
	var state map[string]any
	if err := json.Unmarshal([]byte(readFile(c.t, file)), &state); err != nil {
		c.t.Fatal(err)
	}
	resource := state["resources"].([]any)[0].(map[string]any)
	pattern, err := json.Marshal(resource["instances"].([]any)[0])
	if err != nil {
		c.t.Fatal(err)
	}
	instances := make([]json.RawMessage, n)
	for i := range n {
		number := fmt.Sprintf("%05d", i)
		instances[i] = json.RawMessage(strings.Replace(renumbered(string(pattern), number), `"index_key":0`, fmt.Sprintf(`"index_key":%d`, i), 1))
		each(number)
	}
	resource["instances"] = instances
	raw, err := json.MarshalIndent(state, "", "  ") // as Terraform writes it, since reading it takes part of the time
	if err != nil {
		c.t.Fatal(err)
	}
	c.Write("terraform.tfstate", string(raw))
}

// renumbered gives the JSON of object 0 the names and the id of another.
func renumbered(pattern, number string) string {
	return uuid.ReplaceAllString(strings.ReplaceAll(pattern, "-00000", "-"+number), "00000000-0000-4000-8000-0000000"+number)
}
