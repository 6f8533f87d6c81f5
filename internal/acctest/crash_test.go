package acctest

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
		cli.adopt(blocks, wanted)
	}
	t.Logf("import blocks: %d, state emptied: %t", len(blocks), emptied)
	seen.note(len(blocks), emptied)
	return out, status
}

// adopt has the CLI import the objects of all blocks, of which the new ones are not imported yet.
func (c *CLI) adopt(blocks, fresh []string) {
	c.t.Helper()
	if !c.cli.losesImports() {
		c.Write("imports.tf", strings.Join(blocks, "\n"))
		return
	}
	for _, block := range fresh {
		var address, id string
		if _, err := fmt.Sscanf(block, "import {\n  to = %s\n  id = %q\n}", &address, &id); err != nil {
			c.t.Fatalf("%v: %s", err, block)
		}
		c.MustRun("import", "-no-color", address, id)
	}
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
