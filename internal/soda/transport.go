package soda

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/hashicorp/go-cleanhttp"
)

// maxAnswer bounds what is read of one answer. A page of 1,000 rules is about one megabyte.
const maxAnswer = 64 << 20

var errAnswerTooLarge = fmt.Errorf("the answer is larger than %d MiB", maxAnswer>>20)

// errNoAnswer ends an attempt that takes too long. It is not context.DeadlineExceeded, which is the caller's.
var errNoAnswer = errors.New("no answer")

// transport makes one attempt: it waits for the rate limit, sends, and reads the answer whole within the timeout.
// Reading here makes a cut-off answer a failed attempt, which is then repeated like any other.
type transport struct {
	next    http.RoundTripper
	pacer   *pacer
	timeout time.Duration
	log     func(context.Context, string, map[string]any)
}

func newTransport(config Config, p *pacer) *transport {
	return &transport{next: cleanhttp.DefaultPooledTransport(), pacer: p, timeout: config.RequestTimeout, log: config.Log}
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	a := attemptsOf(ctx)
	op := a.op
	w := t.pacer.window(op)
	waited, err := w.wait(ctx)
	if err != nil {
		return nil, err
	}
	if waited >= time.Millisecond {
		t.log(ctx, "waited for the rate limit", map[string]any{"call": op.String(), "ms": waited.Milliseconds()})
	}
	start := time.Now()
	resp, err := t.exchange(ctx, op, req)
	w.done(resp)
	a.tell(resp, err)
	t.report(ctx, op, resp, err, time.Since(start))
	return resp, err
}

func (t *transport) exchange(ctx context.Context, op operation, req *http.Request) (*http.Response, error) {
	if op.write() {
		// A cancelled run must not abandon a write under way: Soda would have the object and the state would not.
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, t.timeout, fmt.Errorf("%w within %s", errNoAnswer, t.timeout))
	defer cancel()
	resp, err := t.next.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, endOf(ctx, err)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	_ = resp.Body.Close() // what could fail has been read
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", endOf(ctx, err))
	}
	if len(body) > maxAnswer {
		return nil, errAnswerTooLarge
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

func (t *transport) report(ctx context.Context, op operation, resp *http.Response, err error, took time.Duration) {
	fields := map[string]any{"call": op.String(), "ms": took.Milliseconds()}
	if err != nil {
		fields["error"] = err.Error()
	}
	if resp != nil {
		fields["status"] = resp.StatusCode
		fields["trace_id"] = resp.Header.Get("X-Soda-Trace-Id")
	}
	t.log(ctx, "called Soda Cloud", fields)
}

// timedOut reports whether no answer came in time, here or at a gateway: the call may be carried out yet.
func timedOut(err error) bool {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status == http.StatusGatewayTimeout
	}
	return errors.Is(err, errNoAnswer)
}

// Unanswered reports whether err leaves open if the call was carried out: it was sent, and no usable answer came.
func Unanswered(err error) bool {
	if err == nil || errors.Is(err, ErrNotSent) {
		return false
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status < 300 || e.Status >= 500
	}
	return true
}
