package soda

import (
	"context"
	"fmt"
	"time"
)

// advicePatience is how long look-ups that only advise are waited for.
const advicePatience = 10 * time.Second

// Advisory bounds the look-ups of a check that only advises: what they cannot answer in time stays unchecked. A response that is
// late for one is not waited for by the next, so that a rate limit or a slow server costs a whole plan no more than one does. The
// look-up itself goes on, and what it finds serves those that come later. The caller must call done after the look-ups.
func (c *Client) Advisory(ctx context.Context) (bounded context.Context, done func()) {
	var patience time.Duration
	if !c.hurried.Load() {
		patience = c.patience
	}
	bounded, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("no response within %s, the limit for optional checks", c.patience))
	return bounded, func() {
		if bounded.Err() != nil && ctx.Err() == nil {
			c.hurried.Store(true)
		}
		cancel()
	}
}
