package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routes"
)

func testCommand() *cobra.Command {
	var s source
	var junit string
	cmd := &cobra.Command{
		Use:   "test CASES.yaml... --plan PLAN.json",
		Short: "Test whom the rules will notify after a plan",
		Long: "Each case has a name, a subject, and one of exactly, includes, excludes (lists of recipients, named as in the output of diff) or nobody: true. " +
			"A case also fails if its result cannot be determined. Exits with 3 if a case fails.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			change, err := s.change(cmd)
			if err != nil {
				return err
			}
			results, err := runCases(args, change)
			if err != nil {
				return err
			}
			ok, err := routes.WriteResults(cmd.OutOrStdout(), results)
			if err == nil && junit != "" {
				err = writeFile(junit, func(w io.Writer) error { return routes.WriteJUnit(w, results) })
			}
			if err == nil && !ok {
				return exit(exitBroken)
			}
			return err
		},
	}
	s.flags(cmd, true)
	cmd.Flags().StringVar(&junit, "junit", "", "also write the results to this file, as JUnit XML")
	return cmd
}

// runCases runs the cases of all files, in their order.
func runCases(files []string, change *routes.Change) (results []routes.Result, err error) {
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		cases, err := routes.ReadCases(name, data, slices.Concat(change.After, change.Before))
		if err != nil {
			return nil, err
		}
		for _, c := range cases {
			results = append(results, c.Run(change.After))
		}
	}
	return results, nil
}

func coverageCommand() *cobra.Command {
	var s source
	var checks string
	cmd := &cobra.Command{
		Use:   "coverage [PLAN.json|-] --checks FILE",
		Short: "Find checks that notify nobody",
		Long:  "Looks at the rules as they will be after the plan, and lists the levels at which checks of a catalogue notify nobody. Exits with 2 if there are any.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if checks == "" {
				return errors.New("coverage needs --checks, a file of checks")
			}
			s.plan = strings.Join(args, "")
			change, err := s.change(cmd)
			if err != nil {
				return err
			}
			catalogue, err := readCatalogue(checks, change)
			if err != nil {
				return err
			}
			gaps, err := routes.Coverage(cmd.OutOrStdout(), change.After, catalogue)
			for _, note := range change.Notes {
				if _, err := fmt.Fprintln(cmd.OutOrStdout(), "Note: "+note); err != nil {
					return err
				}
			}
			if err == nil && gaps {
				return exit(exitChange)
			}
			return err
		},
	}
	s.flags(cmd, false)
	cmd.Flags().StringVar(&checks, "checks", "", "a file of real checks")
	return cmd
}

func writeFile(name string, write func(io.Writer) error) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(file); err != nil {
		_ = file.Close() // the first error counts
		return err
	}
	return file.Close()
}
