package main

import (
	"bytes"

	"github.com/spf13/cobra"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routes"
)

func catalogCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "catalog",
		Short: "Write the organization's checks to standard output, for --checks",
		Long: "Reads checks, datasets, data sources and attributes from Soda Cloud, within its rate limits, and writes them as a file for " +
			"diff --checks and coverage --checks. Host and key come from the provider's environment variables or profile. The file holds names " +
			"and ids, no results. Prints to standard error a list of what the file cannot contain.",
		Example: "  soda-routes catalog > checks.json\n  soda-routes diff plan.json --checks checks.json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, err := (&source{}).client()
			if err != nil {
				return err
			}
			var file bytes.Buffer // an error leaves nothing half written
			notes, err := routes.FetchCatalogue(cmd.Context(), &file, client)
			if err != nil {
				return err
			}
			for _, note := range notes {
				cmd.PrintErrln(note)
			}
			_, err = file.WriteTo(cmd.OutOrStdout())
			return err
		},
	}
}
