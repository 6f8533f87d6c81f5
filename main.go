// The Terraform provider for the alerting side of Soda Cloud.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/provider"
)

// version is set at release.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "run until interrupted, for a debugger; prints the environment variable that makes Terraform use this process")
	flag.Parse()
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/terraform-provider-soda/soda",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
