//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// ownGroup gives the process, which is not yet started, and its children a process group.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup ends what is left of the group of a process that was started.
func killGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
