package soda

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/dunglas/httpsfv"
)

// maxHold caps how long one 429 holds an operation back, whatever its Retry-After says.
const maxHold = 5 * time.Minute

// pacer holds one window per operation, since Soda's limits count per operation.
type pacer struct {
	trusting bool // whether a limit that the server announces may be looser than the published one

	mu      sync.Mutex
	windows map[string]*window
}

func newPacer(trusting bool) *pacer { return &pacer{trusting: trusting, windows: map[string]*window{}} }

func (p *pacer) window(op operation) *window {
	p.mu.Lock()
	defer p.mu.Unlock()
	w, ok := p.windows[op.String()]
	if !ok {
		w = &window{limit: op.requests, span: rateWindow, trusting: p.trusting, turn: make(chan struct{}, 1), free: make(chan struct{}, 1)}
		p.windows[op.String()] = w
	}
	return w
}

// window is a sliding rate limit: at most limit requests in any span, as the server sees it. A request counts from when it
// is sent until span after its answer came, because the server saw it at some moment in between. The full limit may go out
// as one burst; after that each request waits for a slot, in the order of asking.
type window struct {
	trusting bool

	turn chan struct{} // held by the one request that waits for a slot; the others queue for it, first come first served
	free chan struct{} // tells that one that something changed

	mu     sync.Mutex
	limit  int
	span   time.Duration
	flying int         // sent, not answered yet
	landed []time.Time // when the answers of the last span came, oldest first
	held   time.Time   // nothing is sent before
}

// wait takes a slot and returns how long that took. The caller must call done after the answer.
func (w *window) wait(ctx context.Context) (time.Duration, error) {
	start := time.Now()
	select {
	case w.turn <- struct{}{}:
		defer func() { <-w.turn }()
	case <-ctx.Done():
	}
	for {
		if ctx.Err() != nil {
			return 0, fmt.Errorf("waiting for the rate limit: %w", context.Cause(ctx))
		}
		pause, ok := w.take(time.Now())
		if ok {
			return time.Since(start), nil
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-w.free:
		case <-ctx.Done():
		}
		timer.Stop()
	}
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
	if w.flying+len(w.landed) < w.limit {
		w.flying++
		return 0, true
	}
	if len(w.landed) == 0 {
		return w.span, false // all are under way; done wakes us
	}
	return w.landed[0].Add(w.span).Sub(now), false
}

// done ends a request. resp is nil if none came.
func (w *window) done(resp *http.Response) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	w.flying--
	w.landed = append(w.landed, now)
	if resp != nil {
		w.learn(resp, now)
	}
	select {
	case w.free <- struct{}{}:
	default:
	}
}

// learn adapts to what the server says of its limit: a RateLimit-Policy, or a 429. A policy that some proxy announces must
// not lift the limit that Soda has published.
func (w *window) learn(resp *http.Response, now time.Time) {
	if limit, span, ok := policy(resp.Header); ok && (w.trusting || limit < w.limit && span >= w.span) {
		w.limit, w.span = limit, span
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		w.held = now.Add(min(retryAfter(resp.Header, now, w.span), maxHold))
	}
}

// policy reads the header of the IETF's rate limit draft, as in `RateLimit-Policy: "create";q=10;w=60`. Soda documents no
// such header; the emulator sends it where its limits are not the published ones.
func policy(h http.Header) (limit int, span time.Duration, ok bool) {
	list, err := httpsfv.UnmarshalList(h.Values("RateLimit-Policy"))
	if err != nil || len(list) == 0 {
		return 0, 0, false
	}
	item, ok := list[0].(httpsfv.Item)
	if !ok {
		return 0, 0, false
	}
	q, _ := item.Params.Get("q")
	w, _ := item.Params.Get("w")
	requests, ok1 := q.(int64)
	seconds, ok2 := w.(int64)
	if !ok1 || !ok2 || requests < 1 || seconds < 1 || seconds > int64(maxHold/time.Second) {
		return 0, 0, false
	}
	return int(requests), time.Duration(seconds) * time.Second, true
}

// retryAfter reads Retry-After as seconds or as a date; without it the whole window has to pass.
func retryAfter(h http.Header, now time.Time, otherwise time.Duration) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, int(maxHold/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0)
	}
	return otherwise
}
