package acctest

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

var everyCrash = flag.Bool("every-crash", false, "let TestCrash crash at every boundary of a call, not at a few: takes minutes")

// sampled is one of how many crashes a run without -every-crash does. It has no divisor in common with the 4 crashes of each
// call, so that all kinds get their turn.
const sampled = 17

// TestCrash kills the provider, or the CLI, at a call: before Soda has carried it out, or after that and before the answer.
// The same command once more then ends as if nothing had been. Where a create has lost its answer, that command says so with
// the import block that adopts the object, and the next one goes on from there.
func TestCrash(t *testing.T) {
	skipWithoutProc(t)
	t.Parallel()
	all, created := stage{name: "create", command: "apply", version: "v1", want: "v1"}.crashes(t)
	updates, _ := stage{name: "update", command: "apply", version: "v2", want: "v2", before: created}.crashes(t)
	deletes, _ := stage{name: "delete", command: "destroy", version: "v1", before: created}.crashes(t)
	all = slices.Concat(all, updates, deletes)
	step := sampled
	if *everyCrash {
		step = 1
	}
	var seen tally
	t.Run("at", func(t *testing.T) {
		for i := 0; i < len(all); i += step {
			t.Run(all[i].String(), func(t *testing.T) {
				t.Parallel()
				all[i].run(t, &seen)
			})
		}
	})
	t.Logf("%d crashes: %s", len(all), &seen)
	if seen.missed.Load()*10 > seen.runs.Load() {
		t.Error("too many commands ended before the call at which they were to crash")
	}
}

// stage is a command that crashes interrupt.
type stage struct {
	name    string
	command string
	version string // of the configuration
	want    string // of all objects in the end; "" if none is left
	before  world
}

// world is what a command finds.
type world struct {
	emulator.Organization
	state string
}

// crash is one moment of a stage.
type crash struct {
	stage
	cli  bool // whether the CLI is killed, not the provider
	call int
	kind emulator.FaultKind
}

func (c crash) String() string {
	when := map[emulator.FaultKind]string{emulator.HangBefore: "before", emulator.HangAfter: "after"}[c.kind]
	victim := map[bool]string{true: "CLI", false: "provider"}[c.cli]
	return fmt.Sprintf("%s/%s %s call %d", c.name, victim, when, c.call)
}

// crashes runs the command undisturbed and returns the crashes at each of its calls, and what the command leaves. Calls run
// concurrently, so their number differs by a few from run to run.
func (s stage) crashes(t *testing.T) (all []crash, after world) {
	t.Helper()
	cloud, cli := s.begin(t)
	cli.MustRun(s.command, "-auto-approve", "-no-color")
	s.check(t, cloud)
	calls := 0
	for _, n := range cloud.AllCalls() {
		calls += n
	}
	for call := range calls {
		for _, kind := range []emulator.FaultKind{emulator.HangBefore, emulator.HangAfter} {
			all = append(all, crash{s, false, call + 1, kind}, crash{s, true, call + 1, kind})
		}
	}
	after.Rules, after.Webhooks = cloud.Rules(), cloud.Webhooks()
	after.state = readFile(t, filepath.Join(cli.Dir, "terraform.tfstate"))
	return all, after
}

func (s stage) begin(t *testing.T) (*Cloud, *CLI) {
	t.Helper()
	// What an adopted object has in its headers is hidden, so it has to be written anew.
	cloud := NewCloud(t, func(o *emulator.Options) { o.HeaderValues = emulator.HeaderValuesMask })
	if err := cloud.Seed(s.before.Organization); err != nil {
		t.Fatal(err)
	}
	version := fmt.Sprintf("locals {\n  version = %q\n}\n", s.version)
	cli := NewCLI(t, map[string]string{"main.tf": twenty, "version.tf": version}, cloud.Env()...)
	if s.before.state != "" {
		cli.Write("terraform.tfstate", s.before.state)
	}
	return cloud, cli
}

// check holds the cloud's memory to the configuration: nothing is lost, nothing is there twice.
func (s stage) check(t *testing.T, cloud *Cloud) {
	t.Helper()
	if got, want := contents(cloud), twentyAt(s.want); !slices.Equal(got, want) {
		t.Errorf("got %d objects:\n%s\nwant %d:\n%s", len(got), strings.Join(got, "\n"), len(want), strings.Join(want, "\n"))
	}
}

func (c crash) run(t *testing.T, seen *tally) {
	cloud, cli := c.begin(t)
	seen.runs.Add(1)
	reached := cloud.FailCall(c.call, emulator.Fault{Kind: c.kind})
	running := cli.Start(c.command, "-auto-approve", "-no-color")
	select {
	case <-reached:
		if c.cli {
			running.killCLI()
		} else {
			running.killProvider()
		}
	case <-running.Done:
		seen.missed.Add(1)
		cloud.FailCall(0, emulator.Fault{})
	}
	out, status := c.again(t, cli, seen)
	if status != 0 {
		first, _ := running.Wait()
		t.Fatalf("%s again: got status %d:\n%s\nthe first time it said:\n%s", c.command, status, out, first)
	}
	c.check(t, cloud)
	if c.command == "destroy" {
		return
	}
	if out, status := cli.Run("plan", "-detailed-exitcode", "-no-color"); status != 0 {
		t.Errorf("got status %d, want an empty plan:\n%s", status, out)
	}
}

// again runs the command as a person would: if it asks for import blocks, with these once more.
func (c crash) again(t *testing.T, cli *CLI, seen *tally) (out string, status int) {
	t.Helper()
	emptied := cli.restoreState()
	rounds := 1
	if emptied {
		rounds = 2 // all may be forgotten; then what needs other objects is only tried when those are adopted
	}
	var blocks []string
	for round := 0; ; round++ {
		out, status = cli.Run(c.command, "-auto-approve", "-json")
		wanted := importBlocksIn(out)
		if len(wanted) == 0 || round == rounds {
			break
		}
		blocks = append(blocks, wanted...)
		cli.Write("imports.tf", strings.Join(blocks, "\n"))
	}
	t.Logf("import blocks: %d, state emptied: %t", len(blocks), emptied)
	seen.note(len(blocks), emptied)
	return out, status
}

// restoreState reports whether the CLI was killed while it wrote the state, which leaves an empty file or a part of it, and
// puts its backup in the place, nothing if there is none. That is the CLI's doing, whatever the provider.
func (c *CLI) restoreState() bool {
	c.t.Helper()
	path := filepath.Join(c.Dir, "terraform.tfstate")
	if state, err := os.ReadFile(path); err != nil || json.Valid(state) {
		return false
	}
	backup, _ := os.ReadFile(path + ".backup") // there may be none
	c.Write("terraform.tfstate", string(backup))
	return true
}

var importBlock = regexp.MustCompile(`(?s)import \{.*?\n\}\n?`)

// importBlocksIn returns the blocks that the errors of a command show, with the addresses of the resources. It returns none
// if an error has no block.
func importBlocksIn(out string) (blocks []string) {
	for line := range strings.Lines(out) {
		var message struct {
			Diagnostic struct{ Severity, Detail, Address string }
		}
		if json.Unmarshal([]byte(line), &message) != nil || message.Diagnostic.Severity != "error" {
			continue
		}
		block := importBlock.FindString(message.Diagnostic.Detail)
		if block == "" {
			return nil
		}
		kind, _, _ := strings.Cut(message.Diagnostic.Address, ".")
		blocks = append(blocks, strings.Replace(block, kind+".ADDRESS", message.Diagnostic.Address, 1))
	}
	return blocks
}

// tally counts what became of crashes.
type tally struct{ runs, missed, adopting, adopted, emptied atomic.Int64 }

func (n *tally) note(blocks int, emptied bool) {
	if blocks > 0 {
		n.adopting.Add(1)
		n.adopted.Add(int64(blocks))
	}
	if emptied {
		n.emptied.Add(1)
	}
}

func (n *tally) String() string {
	return fmt.Sprintf("%d tried; %d commands made fewer calls and ended before; %d needed import blocks, for %d objects; %d times the "+
		"CLI was killed while it wrote the state", n.runs.Load(), n.missed.Load(), n.adopting.Load(), n.adopted.Load(), n.emptied.Load())
}

// twenty is a configuration of 20 objects with local.version in the content of each.
const twenty = `
resource "soda_webhook_integration" "hook" {
  count   = 4
  name    = "hook ${count.index}"
  url     = "https://events.example.com/${local.version}"
  scopes  = ["alert_notification"]
  headers = { "X-Team" = { value = local.version }, "Authorization" = { secret = local.version } }
  secret  = local.version
}

resource "soda_notification_rule" "hook" {
  count      = 6
  name       = "to hook ${count.index}"
  rule_type  = "check"
  filter     = { field = "datasetTags", contains = local.version }
  recipients = [{ integration_id = soda_webhook_integration.hook[count.index % 4].id, levels = ["critical"] }]
}

resource "soda_notification_rule" "mail" {
  count      = 10
  name       = "to mail ${count.index}"
  rule_type  = "check"
  filter     = { field = "datasetTags", contains = local.version }
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
`

// twentyAt lists what the configuration makes at a version, as contents does; nothing for no version.
func twentyAt(version string) (all []string) {
	if version == "" {
		return nil
	}
	for i := range 4 {
		all = append(all, fmt.Sprintf("hook %d: https://events.example.com/%[2]s map[Authorization:%[2]s X-Team:%[2]s] %[2]s", i, version))
	}
	for i := range 6 {
		all = append(all, fmt.Sprintf("to hook %d: %s to hook %d", i, version, i%4))
	}
	for i := range 10 {
		all = append(all, fmt.Sprintf("to mail %d: %s to dq@example.com", i, version))
	}
	slices.Sort(all)
	return all
}

// contents lists what the cloud holds.
func contents(cloud *Cloud) (all []string) {
	names := held(cloud)
	for _, w := range cloud.Webhooks() {
		headers := map[string]string{}
		for _, h := range w.Headers {
			headers[h.Name] = h.Value
		}
		all = append(all, fmt.Sprintf("%s: %s %v %s", w.Name, w.URL, headers, w.Secret))
	}
	for _, r := range cloud.Rules() {
		to := r.Recipients[0]
		all = append(all, fmt.Sprintf("%s: %s to %s", r.Name, *r.Filter.Value, to.Email+names[to.IntegrationID]))
	}
	slices.Sort(all)
	return all
}
