package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Once a CLI has asked the provider to stop, plugin-go sends nothing more of a stream and ends it as if all had gone well. An
// error before the stream begins is sent, so the work is done before. The price is that the progress of an action is shown at
// its end.

// StopProvider notes the request before the framework cancels what is under way.
func (s *server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.stopped.Store(true)
	return s.frameworkServer.StopProvider(ctx, req)
}

// InvokeAction invokes an action and fails if it was stopped before it was done.
func (s *server) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	return released(ctx, func(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
		stream, err := s.frameworkServer.InvokeAction(ctx, req)
		if err != nil {
			return nil, err
		}
		events := slices.Collect(stream.Events)
		if s.stopped.Load() {
			if slices.ContainsFunc(events, failed) {
				return nil, context.Canceled
			}
			events = events[len(events)-1:] // Terraform 1.15 crashes on two events after an interrupt
		}
		return &tfprotov6.InvokeActionServerStream{Events: slices.Values(events)}, nil
	}, req)
}

// failed reports whether an event says that an action failed.
func failed(event tfprotov6.InvokeActionEvent) bool {
	completed, ok := event.Type.(tfprotov6.CompletedInvokeActionEventType)
	return ok && slices.ContainsFunc(completed.Diagnostics, func(d *tfprotov6.Diagnostic) bool {
		return d.Severity == tfprotov6.DiagnosticSeverityError
	})
}

// ListResource lists objects and fails if it was stopped before it had them all.
func (s *server) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	return released(ctx, func(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
		stream, err := s.frameworkServer.ListResource(ctx, req)
		if err != nil {
			return nil, err
		}
		results := slices.Collect(stream.Results)
		if s.stopped.Load() {
			return nil, context.Canceled
		}
		return &tfprotov6.ListResourceServerStream{Results: slices.Values(results)}, nil
	}, req)
}
