package soda

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// maxThrottled bounds how often one write waits out a 429, each time for as long as the rate limit's window, which is an hour in
// all, or longer where Retry-After says so. Of two processes that share a key, the one that came first may take every slot of
// every window until it is done, as it knows when they become free. The other one must outlast it, as long as its context lets
// it: in an hour that is 600 writes. Reads are few, and a plan that waits says nothing.
const (
	maxThrottled     = 60
	maxThrottledRead = 10
)

// attempts is what happened to one call so far. It travels in the call's context, as the retry policy sees nothing else.
type attempts struct {
	op        operation
	failed    int
	throttled int
	open      bool // whether one of them may have been carried out, although no answer says so
}

type attemptsKey struct{}

func withAttempts(ctx context.Context, a *attempts) context.Context {
	return context.WithValue(ctx, attemptsKey{}, a)
}

func attemptsOf(ctx context.Context) *attempts { return ctx.Value(attemptsKey{}).(*attempts) }

// checkRetry decides whether a call is made once more: reads, deletions and replacements after a failure that may pass, a
// create only if it surely was not carried out.
func (c *Client) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	a := attemptsOf(ctx)
	if resp != nil && resp.StatusCode == http.StatusTooManyRequests {
		a.throttled++
		most := maxThrottledRead
		if a.op.write() {
			most = maxThrottled
		}
		return ctx.Err() == nil && a.throttled <= most, nil
	}
	if !transient(ctx, resp, err) || a.op.create && a.open {
		return false, nil
	}
	a.failed++
	return a.failed <= *c.config.MaxRetries, nil
}

func transient(ctx context.Context, resp *http.Response, err error) bool {
	if ctx.Err() != nil {
		return false
	}
	if err != nil {
		again, _ := retryablehttp.DefaultRetryPolicy(ctx, nil, err) // knows certificates and schemes, which do not mend
		return again && !errors.Is(err, errAnswerTooLarge)
	}
	switch resp.StatusCode {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// ErrNotSent says that a write failed before Soda Cloud took up a request: there was no connection, or its context ended while
// it waited for its turn.
var ErrNotSent = errors.New("nothing was sent")

// tell notes how an attempt ended.
func (a *attempts) tell(resp *http.Response, err error) {
	dial, ok := errors.AsType[*net.OpError](err)
	connected := !ok || dial.Op != "dial"
	if err != nil && connected || err == nil && resp.StatusCode >= http.StatusInternalServerError {
		a.open = true
	}
}

// failure completes the error of a call that got no answer.
func (a *attempts) failure(ctx context.Context, err error) error {
	err = endOf(ctx, err)
	if a.op.write() && !a.open {
		err = fmt.Errorf("%w: %w", ErrNotSent, err)
	}
	return fmt.Errorf("%s: %w", a.op, err)
}

// endOf replaces the error of an ended context, which is all that some libraries return, by what ended the context.
func endOf(ctx context.Context, err error) error {
	if errors.Is(err, ctx.Err()) && !errors.Is(err, context.Cause(ctx)) {
		return context.Cause(ctx)
	}
	return err
}

// backoff is how long to wait before the next attempt. After a 429 it is nothing: the pacer holds the operation back.
func backoff(low, high time.Duration, attempt int, resp *http.Response) time.Duration {
	if resp != nil && resp.StatusCode == http.StatusTooManyRequests {
		return 0
	}
	return min(retryablehttp.DefaultBackoff(low, high, attempt, resp), high)
}
