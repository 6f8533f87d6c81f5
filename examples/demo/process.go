package main

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// grace is how long a process may take to end after it was asked to. Terraform finishes the calls under way.
const grace = 15 * time.Second

// command is a process that ctx asks to stop, once, as Ctrl-C does. It does not hear the terminal's own Ctrl-C: a second
// one would make Terraform leave without saving its state.
func command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = grace
	ownGroup(cmd)
	return cmd
}

// finish runs the command to its end, and ends what it may have left behind, such as a provider.
func finish(cmd *exec.Cmd) error {
	err := cmd.Run()
	if cmd.Process != nil {
		killGroup(cmd)
	}
	return err
}

// executable returns the path of a program as this system wants it.
func executable(path string) string {
	if runtime.GOOS == "windows" {
		return path + ".exe"
	}
	return path
}
