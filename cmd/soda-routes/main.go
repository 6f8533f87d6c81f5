// Command soda-routes shows what a Terraform plan does to alert routing: who will be notified about what, and who no longer will be.
// Packages routes and routing implement it; this package has its commands and flags.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// The exit codes of all commands.
const (
	exitNothing = 0 // no change, all cases hold, no findings
	exitError   = 1
	exitChange  = 2 // a change, or findings
	exitBroken  = 3 // a condition of --fail-on, or a case of test
)

// version is set by the release.
var version = "dev"

// exit is an exit code that is no error.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, in io.Reader, out, errs io.Writer) int {
	root := &cobra.Command{
		Use:           "soda-routes",
		Short:         "Show who is notified of what, and how a Terraform plan changes that",
		Long:          "soda-routes reads Terraform plans that change Soda notification rules and shows who gains or loses notifications. It proves what it can, and lists what cannot be determined.\n\nExit codes: 0 no change, 2 change or findings, 1 error, 3 a --fail-on condition is met or a test case fails.",
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	root.AddCommand(diffCommand(), lintCommand(), explainCommand(), testCommand(), coverageCommand(), catalogCommand())
	err := root.Execute()
	if code, ok := errors.AsType[exit](err); ok {
		return int(code)
	}
	if err != nil {
		root.PrintErrln("soda-routes: " + err.Error())
		return exitError
	}
	return exitNothing
}
