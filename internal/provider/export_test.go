package provider

import "github.com/hashicorp/terraform-plugin-go/tfprotov6"

// Framework returns what NewServer's server falls back to.
func Framework(s tfprotov6.ProviderServer) tfprotov6.ProviderServer {
	return s.(*server).frameworkServer
}
