package soda

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// maxThrottled bounds how often one call waits out a 429. Each wait is as long as the rate limit's window, so a key that
// several processes share slows them down and fails none.
const maxThrottled = 20

// attempts counts what happened to one call so far. It travels in the call's context, as the retry policy sees nothing else.
type attempts struct {
	op        operation
	failed    int
	throttled int
}

type attemptsKey struct{}

func withAttempts(ctx context.Context, op operation) context.Context {
	return context.WithValue(ctx, attemptsKey{}, &attempts{op: op})
}

func attemptsOf(ctx context.Context) *attempts { return ctx.Value(attemptsKey{}).(*attempts) }

// checkRetry decides whether a call is made once more: reads, deletions and replacements after a failure that may pass, a
// create only if it surely was not carried out.
func (c *Client) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	a := attemptsOf(ctx)
	if resp != nil && resp.StatusCode == http.StatusTooManyRequests {
		a.throttled++
		return ctx.Err() == nil && a.throttled <= maxThrottled, nil
	}
	if !transient(ctx, resp, err) || a.op.create && !notSent(err) {
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

// notSent reports whether err came before the first byte of the request left: no connection, or cancelled while waiting
// for the rate limit.
func notSent(err error) bool {
	dial, ok := errors.AsType[*net.OpError](err)
	return ok && dial.Op == "dial" || errors.Is(err, errCancelledWaiting)
}

// backoff is how long to wait before the next attempt. After a 429 it is nothing: the pacer holds the operation back.
func backoff(low, high time.Duration, attempt int, resp *http.Response) time.Duration {
	if resp != nil && resp.StatusCode == http.StatusTooManyRequests {
		return 0
	}
	return min(retryablehttp.DefaultBackoff(low, high, attempt, resp), high)
}
