package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routes"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// source is where a command takes rules from.
type source struct{ plan string }

// change reads the plan that the argument or flag names; "-" and none stand for standard input.
func (s *source) change(cmd *cobra.Command) (*routes.Change, error) {
	data, err := read(cmd, s.plan)
	if err != nil {
		return nil, err
	}
	return routes.ReadPlan(data)
}

func read(cmd *cobra.Command, name string) ([]byte, error) {
	if name == "" || name == "-" {
		return io.ReadAll(cmd.InOrStdin())
	}
	return os.ReadFile(name)
}

var formats = map[string]func(routes.Report, io.Writer, *routes.Change) error{
	"text":     func(r routes.Report, w io.Writer, _ *routes.Change) error { return r.Text(w) },
	"markdown": func(r routes.Report, w io.Writer, _ *routes.Change) error { return r.Markdown(w) },
	"json":     func(r routes.Report, w io.Writer, _ *routes.Change) error { return r.JSON(w) },
	"html":     func(r routes.Report, w io.Writer, c *routes.Change) error { return r.HTML(w, c.After) },
}

func diffCommand() *cobra.Command {
	var s source
	var format, checks string
	var failOn []string
	cmd := &cobra.Command{
		Use:   "diff [PLAN.json|-]",
		Short: "Show who gains or loses notifications by a plan",
		Long:  "Reads the output of `terraform show -json` for a saved plan and shows who gains or loses notifications, with an example of each, and what is proven unchanged.",
		Example: "  terraform plan -out=tfplan && terraform show -json tfplan | soda-routes diff\n" +
			"  soda-routes diff plan.json --format markdown --fail-on lost,unrouted",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.plan = strings.Join(args, "")
			write, known := formats[format]
			if !known {
				return fmt.Errorf("--format %q is none of text, markdown, json, html", format)
			}
			for _, condition := range failOn {
				if !slices.Contains(routes.Conditions, condition) {
					return fmt.Errorf("--fail-on %q is none of %s", condition, strings.Join(routes.Conditions, ", "))
				}
			}
			change, err := s.change(cmd)
			if err != nil {
				return err
			}
			catalogue, err := readCatalogue(checks, change)
			if err != nil {
				return err
			}
			report := routes.NewReport(change, catalogue)
			if err := write(report, cmd.OutOrStdout(), change); err != nil {
				return err
			}
			if broken := report.Broken(failOn); len(broken) > 0 {
				fmt.Fprintln(cmd.ErrOrStderr(), "soda-routes: not allowed by --fail-on: "+strings.Join(broken, ", "))
				return exit(exitBroken)
			}
			if !report.Unchanged {
				return exit(exitChange)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, markdown, json or html")
	cmd.Flags().StringVar(&checks, "checks", "", "a file of real checks, to count those that are concerned")
	cmd.Flags().StringSliceVar(&failOn, "fail-on", nil, "exit with 3 on any of: "+strings.Join(routes.Conditions, ", "))
	return cmd
}

func readCatalogue(name string, change *routes.Change) (*routes.Catalogue, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // no catalogue
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	catalogue, err := routes.ReadCatalogue(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if lacks := catalogue.Lacks(change.Before, change.After); lacks != "" {
		change.Notes = append(change.Notes, "No check in "+name+" has "+lacks+", which rules look at: what depends on that is counted as not known.")
	}
	return catalogue, nil
}

func lintCommand() *cobra.Command {
	var s source
	cmd := &cobra.Command{
		Use:   "lint [PLAN.json|-]",
		Short: "Find rules that do nothing, or the same twice",
		Long:  "Looks at the rules as they are after the plan. All that it reports is proven. Exits with 2 if there are findings.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.plan = strings.Join(args, "")
			change, err := s.change(cmd)
			if err != nil {
				return err
			}
			findings := routing.Lint(change.After)
			for _, f := range findings {
				fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", f.Problem, f)
			}
			if len(findings) > 0 {
				return exit(exitChange)
			}
			return nil
		},
	}
	return cmd
}

func explainCommand() *cobra.Command {
	var s source
	cmd := &cobra.Command{
		Use:     "explain SUBJECT --plan PLAN.json",
		Short:   "Show who is notified of a check after a plan, and why",
		Example: `  soda-routes explain '{"datasetTags": ["finance"], "level": "critical"}' --plan plan.json`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var tree any
			if err := json.Unmarshal([]byte(args[0]), &tree); err != nil {
				return fmt.Errorf("the subject is not JSON: %w", err)
			}
			subject, err := routing.ReadSubject(tree)
			if err != nil {
				return fmt.Errorf("the subject: %w", err)
			}
			change, err := s.change(cmd)
			if err != nil {
				return err
			}
			return routes.Explain(cmd.OutOrStdout(), change.After, subject)
		},
	}
	cmd.Flags().StringVar(&s.plan, "plan", "-", "the output of `terraform show -json` for a saved plan")
	return cmd
}

func testCommand() *cobra.Command {
	var s source
	var junit string
	cmd := &cobra.Command{
		Use:   "test CASES.yaml... --plan PLAN.json",
		Short: "Check whom the rules notify after a plan against expectations",
		Long: "Each case has a name, a subject, and one of exactly, includes, excludes (lists of recipients, named as in the output of diff) or nobody: true. " +
			"What cannot be told fails. Exits with 3 if a case fails.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			change, err := s.change(cmd)
			if err != nil {
				return err
			}
			var results []routes.Result
			for _, name := range args {
				data, err := os.ReadFile(name)
				if err != nil {
					return err
				}
				cases, err := routes.ReadCases(name, data, slices.Concat(change.After, change.Before))
				if err != nil {
					return err
				}
				for _, c := range cases {
					results = append(results, c.Run(change.After))
				}
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
	cmd.Flags().StringVar(&s.plan, "plan", "-", "the output of `terraform show -json` for a saved plan")
	cmd.Flags().StringVar(&junit, "junit", "", "also write the results to this file, as JUnit XML")
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
