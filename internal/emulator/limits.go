package emulator

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
)

// Limits is how far the windows of the published rate limits are compressed: with 10, "10 requests in 60 s" becomes
// "10 requests in 6 s".
type Limits int

// The limits as Soda publishes them, and none.
const (
	LimitsPublished Limits = 0
	LimitsOff       Limits = -1
)

// ParseLimits reads "published", "off", or how far to compress, as in "x10".
func ParseLimits(s string) (Limits, error) {
	switch s {
	case "published":
		return LimitsPublished, nil
	case "off":
		return LimitsOff, nil
	}
	digits, found := strings.CutPrefix(s, "x")
	if n, err := strconv.Atoi(digits); found && err == nil && n > 0 {
		return Limits(n), nil
	}
	return 0, fmt.Errorf("limits are published, off or compressed, such as x10 for ten times; not %q", s)
}

func (l Limits) window(published time.Duration) time.Duration {
	return published / time.Duration(max(l, 1))
}

// policy is the header RateLimit-Policy, by which a client adapts to limits that are not the published ones: a draft of
// the IETF, not something Soda Cloud sends. Its whole seconds are rounded up, so that a client that obeys is never refused.
func (l Limits) policy(o contract.Operation) string {
	switch {
	case l == LimitsOff:
		return fmt.Sprintf("%q;q=1000000;w=1", o.ID)
	case l.window(o.Window) == o.Window:
		return ""
	default:
		return fmt.Sprintf("%q;q=%d;w=%d", o.ID, o.Requests, seconds(l.window(o.Window)))
	}
}

// seconds rounds up.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// limiter counts in sliding windows: never more than so many requests in any so many seconds.
type limiter struct {
	limits  Limits
	allowed map[string][]time.Time // by operation, those of the last window
}

// allow reports whether the operation may be called now. A call that is refused does not count.
func (l *limiter) allow(o contract.Operation, now time.Time) bool {
	if l.limits == LimitsOff {
		return true
	}
	recent := l.recent(o, now)
	ok := len(recent) < o.Requests
	if ok {
		recent = append(recent, now)
	}
	if l.allowed == nil {
		l.allowed = map[string][]time.Time{}
	}
	l.allowed[o.ID] = recent
	return ok
}

// recent returns when the operation was called in the window that ends now, oldest first.
func (l *limiter) recent(o contract.Operation, now time.Time) []time.Time {
	calls := l.allowed[o.ID]
	for len(calls) > 0 && now.Sub(calls[0]) >= l.limits.window(o.Window) {
		calls = calls[1:]
	}
	return calls
}

// free returns how long it is until the operation may be called, zero if it may be now.
func (l *limiter) free(o contract.Operation, now time.Time) time.Duration {
	recent := l.recent(o, now)
	if len(recent) < o.Requests {
		return 0
	}
	return recent[0].Add(l.limits.window(o.Window)).Sub(now)
}
