package provider

import (
	"context"
	"sync/atomic"
	"time"
)

// callContext is the context of one call, and lets go of all that it holds when the call ends. The framework keeps every
// context that it was ever given, to cancel it when the provider is asked to stop, and each holds a set of loggers: with
// 10,000 rules that was 200 MB.
type callContext struct {
	held atomic.Pointer[context.Context]
}

// released makes a call with a context that does not outlast it. What goes on in the background afterwards, such as a list
// that others wait for, finds a context that is over and holds nothing.
func released[Req, Resp any](ctx context.Context, call func(context.Context, *Req) (*Resp, error), req *Req) (*Resp, error) {
	c := &callContext{}
	c.held.Store(&ctx)
	defer c.held.Store(&over)
	return call(c, req)
}

// over takes the place of the context of a call that has ended. It is cancelled: a context whose Done is closed must have an
// Err, or package context panics in whoever derives another one just then.
var over = cancelled()

func cancelled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func (c *callContext) now() context.Context { return *c.held.Load() }

// Deadline is that of the call.
func (c *callContext) Deadline() (time.Time, bool) { return c.now().Deadline() }

// Done is that of the call, and closed after its end.
func (c *callContext) Done() <-chan struct{} { return c.now().Done() }

// Err is that of the call, and context.Canceled after its end.
func (c *callContext) Err() error { return c.now().Err() }

// Value is that of the call, nil after its end.
func (c *callContext) Value(key any) any { return c.now().Value(key) }
