package provider

import (
	"context"
	"errors"
	"testing"
)

// Whoever still has the context of a call after its end finds it over and empty, and can derive another one from it.
func TestReleased(t *testing.T) {
	t.Parallel()
	type key struct{}
	var kept context.Context //nolint:containedctx // that somebody keeps it is what this is about
	_, _ = released(context.WithValue(t.Context(), key{}, "held"), func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		kept = ctx
		if ctx.Err() != nil || ctx.Value(key{}) != "held" {
			t.Errorf("during the call: got %v and %v, want its own context", ctx.Err(), ctx.Value(key{}))
		}
		return nil, nil
	}, nil)
	select {
	case <-kept.Done():
	default:
		t.Error("after the call: Done is not closed")
	}
	derived, cancel := context.WithCancel(kept)
	defer cancel()
	if !errors.Is(kept.Err(), context.Canceled) || !errors.Is(derived.Err(), context.Canceled) || kept.Value(key{}) != nil {
		t.Errorf("after the call: got %v, derived %v, and %v, want it over and empty", kept.Err(), derived.Err(), kept.Value(key{}))
	}
}
