package provider

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// NewServer returns a function that makes the provider as the CLI talks to it. It is the framework's server, but for rules
// that a plan leaves alone: those it recognizes by itself, in a fraction of the time.
func NewServer(version string) func() tfprotov6.ProviderServer { return NewTunedServer(version, nil) }

// NewTunedServer is NewServer for tests that cannot wait as long as users can: tune, which may be nil, changes what the client is
// made of.
func NewTunedServer(version string, tune func(*soda.Config)) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		p := &sodaProvider{version: version, tune: tune}
		return &server{
			frameworkServer: providerserver.NewProtocol6(p)().(frameworkServer),
			provider:        p,
			shortcuts:       sync.OnceValue(func() map[string]base.Shortcuts { return shortcuts(p) }),
		}
	}
}

// frameworkServer is all that the framework's server can do; without the last two, the CLI would find no actions and no lists.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ActionServer
	tfprotov6.ListResourceServer
}

// server changes the calls that a CLI makes for each object of a configuration, of which there may be thousands.
type server struct {
	frameworkServer

	provider  *sodaProvider
	shortcuts func() map[string]base.Shortcuts // by the name of a resource
	stopped   atomic.Bool
}

// resources returns one of each resource, by name.
func resources(p *sodaProvider) map[string]resource.Resource {
	found := map[string]resource.Resource{}
	for _, newResource := range p.Resources(context.Background()) {
		r := newResource()
		var named resource.MetadataResponse
		r.Metadata(context.Background(), resource.MetadataRequest{}, &named)
		found[named.TypeName] = r
	}
	return found
}

// shortcuts returns those that resources offer. One whose schema has what they do not know goes without, which is slow, but
// right; a test then fails.
func shortcuts(p *sodaProvider) map[string]base.Shortcuts {
	offered := map[string]base.Shortcuts{}
	for name, r := range resources(p) {
		if r, ok := r.(base.ResourceWithShortcuts); ok {
			if s, err := r.Shortcuts(); err == nil {
				offered[name] = s
			}
		}
	}
	return offered
}

func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if shortcuts, ok := s.shortcuts()[req.TypeName]; ok {
		if refreshed := shortcuts.Refreshed(ctx, s.provider.client, req); refreshed != nil {
			return refreshed, nil
		}
	}
	return released(ctx, s.frameworkServer.ReadResource, req)
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if shortcuts, ok := s.shortcuts()[req.TypeName]; ok && !s.provider.deferred && shortcuts.PlansNothing(ctx, req) {
		return &tfprotov6.PlanResourceChangeResponse{PlannedState: req.PriorState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: req.PriorIdentity}, nil
	}
	resp, err := released(ctx, s.frameworkServer.PlanResourceChange, req)
	if resp != nil {
		placed(resp.Diagnostics)
	}
	return resp, err
}

func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	if shortcuts, ok := s.shortcuts()[req.TypeName]; ok && shortcuts.Valid(ctx, req) {
		return &tfprotov6.ValidateResourceConfigResponse{}, nil
	}
	resp, err := released(ctx, s.frameworkServer.ValidateResourceConfig, req)
	if resp != nil {
		placed(resp.Diagnostics)
	}
	return resp, err
}

func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if shortcuts, ok := s.shortcuts()[req.TypeName]; ok {
		if upgraded := shortcuts.Upgraded(req); upgraded != nil {
			return upgraded, nil
		}
	}
	return released(ctx, s.frameworkServer.UpgradeResourceState, req)
}

func (s *server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return released(ctx, s.frameworkServer.UpgradeResourceIdentity, req)
}

func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return released(ctx, s.frameworkServer.ImportResourceState, req)
}

func (s *server) MoveResourceState(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return released(ctx, s.frameworkServer.MoveResourceState, req)
}

func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp, err := released(ctx, s.frameworkServer.ApplyResourceChange, req)
	if resp != nil {
		placed(resp.Diagnostics)
	}
	return resp, err
}

func (s *server) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	resp, err := s.frameworkServer.ValidateDataResourceConfig(ctx, req)
	if resp != nil {
		placed(resp.Diagnostics)
	}
	return resp, err
}

func (s *server) ValidateActionConfig(ctx context.Context, req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	resp, err := s.frameworkServer.ValidateActionConfig(ctx, req)
	if resp != nil {
		placed(resp.Diagnostics)
	}
	return resp, err
}

// CallFunction calls a function. OpenTofu sends no value at all for a null argument, which the framework cannot read.
func (s *server) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	for _, argument := range req.Arguments {
		if len(argument.MsgPack) == 0 && len(argument.JSON) == 0 {
			argument.JSON = []byte("null")
		}
	}
	return s.frameworkServer.CallFunction(ctx, req)
}
