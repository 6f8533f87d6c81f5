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
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// source is where a command takes rules from: a plan, the organization, or both.
type source struct {
	plan string
	live bool
}

// flags adds the flags that say where rules come from. A command whose argument is the plan has no flag for it.
func (s *source) flags(cmd *cobra.Command, planFlag bool) {
	cmd.Flags().BoolVar(&s.live, "live", false, "also include the rules of the organization that the plan does not manage; needs the provider's environment or profile")
	if planFlag {
		cmd.Flags().StringVar(&s.plan, "plan", "", "the output of `terraform show -json` for a saved plan; - for standard input, the default without --live")
	}
}

// change reads the plan, and with --live the rules of the organization; without a plan these alone.
func (s *source) change(cmd *cobra.Command) (*routes.Change, error) {
	if s.live && s.plan == "" {
		client, err := s.client()
		if err != nil {
			return nil, err
		}
		return routes.Live(cmd.Context(), client)
	}
	data, err := read(cmd, s.plan)
	if err != nil {
		return nil, err
	}
	change, err := routes.ReadPlan(data)
	if err != nil || !s.live {
		return change, err
	}
	client, err := s.client()
	if err != nil {
		return nil, err
	}
	return change, change.AddLive(cmd.Context(), client)
}

// client takes host and key from where the provider takes them, but for its own block.
func (s *source) client() (*soda.Client, error) {
	found, err := settings.Find(settings.Given{})
	if err != nil {
		return nil, err
	}
	return found.Client(soda.Config{UserAgent: "soda-routes/" + version})
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
		Short: "Show who gains or loses notifications if a plan is applied",
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
				cmd.PrintErrln("soda-routes: not allowed by --fail-on: " + strings.Join(broken, ", "))
				return exit(exitBroken)
			}
			if !report.Unchanged {
				return exit(exitChange)
			}
			return nil
		},
	}
	s.flags(cmd, false)
	cmd.Flags().StringVar(&format, "format", "text", "text, markdown, json or html")
	cmd.Flags().StringVar(&checks, "checks", "", "a file of real checks, to count those that are affected")
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
		change.Notes = append(change.Notes, "No check in "+name+" has "+lacks+", which rules use, so whatever depends on that is counted as unknown.")
	}
	return catalogue, nil
}

func lintCommand() *cobra.Command {
	var s source
	cmd := &cobra.Command{
		Use:   "lint [PLAN.json|-]",
		Short: "Find rules that do nothing or duplicate others",
		Long:  "Looks at the rules as they will be after the plan. Everything it reports is proven. Exits with 2 if there are findings.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.plan = strings.Join(args, "")
			change, err := s.change(cmd)
			if err != nil {
				return err
			}
			findings := routing.Lint(change.After)
			for _, f := range findings {
				if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", f.Problem, f); err != nil {
					return err
				}
			}
			if len(findings) > 0 {
				return exit(exitChange)
			}
			return nil
		},
	}
	s.flags(cmd, false)
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
	s.flags(cmd, true)
	return cmd
}
