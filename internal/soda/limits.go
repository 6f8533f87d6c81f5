package soda

import (
	"net/http"
	"strconv"
	"time"

	"github.com/dunglas/httpsfv"
)

// maxHold caps how long one 429 holds an operation back, whatever its Retry-After says.
const maxHold = 5 * time.Minute

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

// retryAfter reads Retry-After as seconds or as a date; without it the whole window has to pass. A date counts from the server's
// own Date, since the clocks of the two machines may differ.
func retryAfter(h http.Header, now time.Time, otherwise time.Duration) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, int(maxHold/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		if date, err := http.ParseTime(h.Get("Date")); err == nil {
			now = date
		}
		return max(at.Sub(now), 0)
	}
	return otherwise
}
