package soda

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// pacer holds one window per operation, since Soda's limits count per operation.
type pacer struct {
	trusting bool          // whether a limit that the server announces may be looser than the published one
	floor    time.Duration // how long the first 429 of several in a row holds an operation back at least

	mu      sync.Mutex
	windows map[string]*window
}

func newPacer(trusting bool) *pacer {
	return &pacer{trusting: trusting, floor: time.Second, windows: map[string]*window{}}
}

func (p *pacer) window(op operation) *window {
	p.mu.Lock()
	defer p.mu.Unlock()
	w, ok := p.windows[op.String()]
	if !ok {
		w = &window{published: op.requests, limit: op.requests, span: rateWindow, trusting: p.trusting, floor: p.floor, probing: op.write(),
			turn: make(chan struct{}, 1), free: make(chan struct{}, 1)}
		p.windows[op.String()] = w
	}
	return w
}

// window is a sliding rate limit: at most limit requests in any span, as the server sees it. A request counts from when it is sent
// until span after its response came, because the server saw it at some moment in between; one that never reached the server does
// not count. The full limit may go out as one burst; after that each request waits for a slot, in the order of asking. The first
// write of a process, and the first request after a 429, goes alone: until its response is there, nobody knows whether another
// process has used the slots.
type window struct {
	published int // the limit that Soda publishes, in any rateWindow
	trusting  bool
	floor     time.Duration

	turn chan struct{} // held by the one request that waits for a slot; the others queue for it, first come first served
	free chan struct{} // tells that one that something changed

	mu      sync.Mutex
	limit   int
	span    time.Duration
	probing bool        // whether one request goes alone
	flying  int         // sent, no response yet
	landed  []time.Time // when the responses of the last span came, oldest first
	held    time.Time   // nothing is sent before
	refused int         // 429s in a row
}

// slot is a request's place in a window.
type slot struct {
	window *window
	waited time.Duration
}

// queued reports whether the slot was not free at once.
func (s *slot) queued() bool { return s.waited >= time.Millisecond }

// wait takes a slot. The caller must call done when the request has ended. An outage ends the wait.
func (w *window) wait(ctx context.Context, o *outage) (*slot, error) {
	start := time.Now()
	if err := w.queue(ctx, o); err != nil {
		return nil, err
	}
	defer func() { <-w.turn }()
	for {
		broken := o.beginning()
		if err := waitsInVain(ctx, o); err != nil {
			return nil, err
		}
		pause, ok := w.take(time.Now())
		if ok {
			return &slot{window: w, waited: time.Since(start)}, nil
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-w.free:
		case <-broken:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// queue waits for the turn.
func (w *window) queue(ctx context.Context, o *outage) error {
	for {
		broken := o.beginning()
		if err := waitsInVain(ctx, o); err != nil {
			return err
		}
		select {
		case w.turn <- struct{}{}:
			return nil
		case <-ctx.Done():
		case <-broken:
		}
	}
}

// waitsInVain says why it is of no use to wait.
func waitsInVain(ctx context.Context, o *outage) error {
	if ctx.Err() != nil {
		return fmt.Errorf("waiting for the rate limit: %w", context.Cause(ctx))
	}
	return o.err()
}

// take takes a slot if there is one at now, else says when to look again.
func (w *window) take(now time.Time) (pause time.Duration, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now.Before(w.held) {
		return w.held.Sub(now), false
	}
	for len(w.landed) > 0 && !now.Before(w.landed[0].Add(w.span)) {
		w.landed = w.landed[1:]
	}
	switch {
	case w.probing && w.flying > 0:
		return w.span, false // done wakes us
	case w.flying+len(w.landed) < w.limit:
		w.flying++
		return 0, true
	case len(w.landed) == 0:
		return w.span, false // all are under way; done wakes us
	}
	return w.landed[0].Add(w.span).Sub(now), false
}

// done ends a request. resp is nil if no response came; sent says whether any of it may have reached the server.
func (s *slot) done(resp *response, sent bool) {
	w := s.window
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	w.flying--
	if sent {
		w.landed = append(w.landed, now)
	}
	if resp != nil {
		w.learn(resp, now)
	}
	select {
	case w.free <- struct{}{}:
	default:
	}
}

// learn adapts to what the server says of its limit: a RateLimit-Policy, or a 429. A policy that some proxy announces must neither
// lift the limit that Soda has published, nor slow a call to less than a tenth of it.
func (w *window) learn(resp *response, now time.Time) {
	if limit, span, ok := policy(resp.header); ok && (w.trusting || limit < w.limit && span >= w.span) {
		w.limit, w.span = limit, span
		if least := max(w.published/10, 1); !w.trusting && time.Duration(limit)*rateWindow < time.Duration(least)*span {
			w.limit, w.span = least, rateWindow
		}
	}
	w.probing = resp.status == http.StatusTooManyRequests
	if !w.probing {
		w.refused = 0
		return
	}
	// A server may name a moment that is over, or none at all that helps: then the pauses grow.
	floor := min(w.floor<<min(w.refused, 10), w.span)
	w.refused++
	w.held = now.Add(min(max(retryAfter(resp.header, now, w.span), floor), maxHold))
}
