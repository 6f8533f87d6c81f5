package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/notification"
)

// GetProviderSchema announces what the framework does not, though it has it: that the provider generates configuration, and
// that recipients are a set.
func (s *server) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	resp, err := s.frameworkServer.GetProviderSchema(ctx, req)
	if err != nil {
		return nil, err
	}
	if resp.ServerCapabilities != nil {
		resp.ServerCapabilities.GenerateResourceConfig = true
	}
	for _, schemas := range []map[string]*tfprotov6.Schema{resp.ResourceSchemas, resp.DataSourceSchemas} {
		for _, schema := range schemas {
			announceSets(schema.Block.Attributes)
		}
	}
	return resp, nil
}

// announceSets makes sets of what is a list for the framework only; notification.Recipients says why.
func announceSets(attributes []*tfprotov6.SchemaAttribute) {
	for _, a := range attributes {
		if a.NestedType == nil {
			continue
		}
		if a.Name == notification.Recipients {
			a.NestedType.Nesting = tfprotov6.SchemaObjectNestingModeSet
		}
		announceSets(a.NestedType.Attributes)
	}
}
