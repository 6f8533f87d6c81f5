package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Framework returns what NewServer's server falls back to.
func Framework(s tfprotov6.ProviderServer) tfprotov6.ProviderServer {
	return s.(*server).frameworkServer
}

// Resources returns one of each resource of the provider.
func Resources() []resource.Resource {
	var all []resource.Resource
	for _, newResource := range new(sodaProvider).Resources(context.Background()) {
		all = append(all, newResource())
	}
	return all
}
