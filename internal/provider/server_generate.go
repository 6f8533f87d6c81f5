package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
)

// GenerateResourceConfig answers Terraform 1.14 and later, which asks where it writes configuration for objects that it imports.
func (s *server) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	r, ok := resources(s.provider)[req.TypeName]
	if !ok {
		return s.frameworkServer.GenerateResourceConfig(ctx, req)
	}
	described := base.SchemaOf(ctx, r)
	typ := described.Type().TerraformType(ctx)
	state, err := req.State.Unmarshal(typ)
	if err != nil {
		return nil, err
	}
	config, err := base.GenerateConfig(ctx, described, state)
	if err != nil {
		return nil, err
	}
	packed, err := tfprotov6.NewDynamicValue(typ, config)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.GenerateResourceConfigResponse{Config: &packed}, nil
}
