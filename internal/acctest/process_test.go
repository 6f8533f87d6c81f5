package acctest

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A provider whose CLI was killed ends too, even with a call under way that nobody answers.
func TestKilledCLI(t *testing.T) {
	skipWithoutProc(t)
	t.Parallel()
	cloud := NewCloud(t)
	cli := NewCLI(t, map[string]string{"main.tf": `
resource "soda_notification_rule" "x" {
  name       = "x"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
`}, cloud.Env()...)
	// The third call is the creation; before it, the plan and the apply have read the list.
	reached := cloud.FailCall(3, emulator.Fault{Kind: emulator.HangBefore})
	running := cli.Start("apply", "-auto-approve")
	select {
	case <-reached:
		running.killCLI()
	case <-running.Done:
		out, _ := running.Wait()
		t.Fatalf("the command ended before it created anything:\n%s", out)
	}
}

func skipWithoutProc(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("finds the provider's processes in /proc, which only Linux has")
	}
}

// killCLI ends the command as SIGKILL does. The provider has to notice by itself, and to end.
func (r *Running) killCLI() {
	r.t.Helper()
	providers := r.providers()
	_ = r.cmd.Process.Kill()
	<-r.Done
	for _, p := range providers {
		r.awaitEnd(p)
	}
}

// killProvider ends all providers of the command as SIGKILL does, and waits for what the command makes of it.
func (r *Running) killProvider() {
	r.t.Helper()
	for _, p := range r.providers() {
		_ = p.Kill()
	}
	<-r.Done
}

// providers returns the providers that the command runs at the moment: its children.
func (r *Running) providers() (found []*os.Process) {
	r.t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		r.t.Fatal(err)
	}
	for _, file := range files {
		stat, _ := os.ReadFile(file) // empty if the process has ended since
		var (
			pid, parent int
			state       string
		)
		// "PID (NAME) STATE PARENT ...", with anything in the name
		_, _ = fmt.Sscan(string(stat), &pid)
		_, _ = fmt.Sscan(string(stat[strings.LastIndex(string(stat), ")")+1:]), &state, &parent)
		if parent != r.cmd.Process.Pid {
			continue
		}
		if p, err := os.FindProcess(pid); err == nil {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		r.t.Fatal("the command runs no provider")
	}
	return found
}

// awaitEnd waits for the end of a process that is not a child of this one.
func (r *Running) awaitEnd(p *os.Process) {
	r.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(10 * time.Second)
	for {
		// One that has ended has no program, also while nobody has asked for its exit status.
		if _, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", p.Pid)); err != nil {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			_ = p.Kill()
			r.t.Error("the provider outlives the CLI")
			return
		}
	}
}
