package acctest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkScaleFloor compares plans, of many rules without changes and of one rule of many recipients, with their floor: the same
// plan with a provider that responds to each call with what it was sent, which package floor has. It counts the processor time of all
// processes, so that waiting for the API, which the floor does not call, is set apart. It is for `make bench`.
func BenchmarkScaleFloor(b *testing.B) {
	var lines []string
	for size := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			b.Fatal(err)
		}
		if n <= mostApplied {
			s := newStory(b, &table{}, n, 60)
			s.adopt()
			lines = append(lines, s.compareWithFloor(fmt.Sprintf("A plan without changes of %d rules", n), 0, max(3, 1500/n)))
		}
	}
	lines = append(lines, crowded(b).compareWithFloor(fmt.Sprintf("A plan to create one rule of %d recipients", crowd), 2, 3))
	_, _ = fmt.Fprintln(os.Stdout, strings.Join(lines, "\n"))
}

// crowd is more recipients than a rule should have.
const crowd = 2000

// crowded returns the story of a rule that is to be created with a crowd.
func crowded(b *testing.B) *story {
	b.Helper()
	s := newStory(b, &table{}, 1, 60)
	s.cli.Write("main.tf", fmt.Sprintf(`
resource "soda_notification_rule" "x" {
  name       = "many"
  rule_type  = "check"
  recipients = [for i, _ in split(" ", "%s") : { email = format("someone-%%05d@example.com", i), levels = ["critical", "warning"] }]
}
`, strings.TrimSpace(strings.Repeat("x ", crowd))))
	return s
}

// compareWithFloor makes a plan that ends with the status so many times with each of both, in turns, and says what they took at the
// median, and where the provider's part of it goes.
func (s *story) compareWithFloor(plan string, status, rounds int) string {
	s.b.Helper()
	notes := filepath.Join(s.b.TempDir(), "notes.json")
	floor := s.floor(notes)
	floor.Setenv("SODA_FLOOR_PROVIDER", filepath.Join(builtProvider(s.b), "terraform-provider-soda"))
	floor.planTime(status)
	floor.Setenv("SODA_FLOOR_PROVIDER", "")
	breakdown := breakdown(s.b, notes)
	var ours, least []time.Duration
	for range min(rounds, 15) {
		ours, least = append(ours, s.cli.planTime(status)), append(least, floor.planTime(status))
	}
	slices.Sort(ours)
	slices.Sort(least)
	own, bottom := ours[len(ours)/2], least[len(least)/2]
	return fmt.Sprintf("%s takes %.2f s of processor time, its floor %.2f s: %.2f times that.\n  %s",
		plan, own.Seconds(), bottom.Seconds(), own.Seconds()/bottom.Seconds(), breakdown)
}

// floor returns the CLI of the story with the floor in place of the provider.
func (s *story) floor(notes string) *CLI {
	s.b.Helper()
	dir := s.b.TempDir()
	if out, err := exec.CommandContext(s.b.Context(), "go", "build", "-o", filepath.Join(dir, "terraform-provider-soda"), module+"/internal/acctest/floor").CombinedOutput(); err != nil {
		s.b.Fatalf("%v\n%s", err, out)
	}
	floor := *s.cli
	floor.env = slices.Clone(s.cli.env)
	config := filepath.Join(dir, "cli.tfrc")
	floor.write(config, overrides(dir))
	floor.Setenv("TF_CLI_CONFIG_FILE", config)
	floor.Setenv("SODA_FLOOR_NOTES", notes)
	return &floor
}

// planTime returns the processor time of a plan that ends with the status, that of the CLI and the provider together.
func (c *CLI) planTime(status int) time.Duration {
	c.t.Helper()
	r := c.Start("plan", "-detailed-exitcode", "-no-color")
	if out, got := r.Wait(); got != status {
		c.t.Fatalf("got status %d, want %d:\n%s", got, status, out)
	}
	return r.cmd.ProcessState.UserTime() + r.cmd.ProcessState.SystemTime()
}

// breakdown says what the calls of a plan took that went through the relay.
func breakdown(b *testing.B, file string) string {
	b.Helper()
	var notes struct {
		Start, CPU time.Duration
		Took       map[string]struct {
			Calls int
			Time  time.Duration
		}
	}
	if err := json.Unmarshal([]byte(readFile(b, file)), &notes); err != nil {
		b.Fatal(err)
	}
	methods := slices.SortedFunc(maps.Keys(notes.Took), func(x, y string) int { return cmp.Compare(notes.Took[y].Time, notes.Took[x].Time) })
	parts := []string{fmt.Sprintf("all starts %s", notes.Start.Round(time.Millisecond))}
	for _, method := range methods {
		parts = append(parts, fmt.Sprintf("%d %s %s", notes.Took[method].Calls, method, notes.Took[method].Time.Round(time.Millisecond/10)))
	}
	return fmt.Sprintf("The provider takes %s of processor time. What the CLI waits for, calls at the same time added up: %s.",
		notes.CPU.Round(time.Millisecond), strings.Join(parts, ", "))
}
