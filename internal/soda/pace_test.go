package soda

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func newTestWindow(limit int) *window {
	return newPacer(true).window(operation{method: http.MethodPost, path: "/x", requests: limit})
}

// occupy takes a slot and gives it back after took. It returns when the server saw it, somewhere in between.
func occupy(t *testing.T, w *window, took time.Duration, resp *response) time.Time {
	t.Helper()
	turn, err := w.wait(t.Context(), newOutage())
	if err != nil {
		t.Error(err)
		return time.Time{}
	}
	before := rand.N(took + 1)
	time.Sleep(before) //nolint:forbidigo // the clock is synctest's
	seen := time.Now()
	time.Sleep(took - before) //nolint:forbidigo // the clock is synctest's
	turn.done(resp, true)
	return seen
}

// most returns the largest number of requests that the server saw within any span.
func most(seen []time.Time, span time.Duration) int {
	slices.SortFunc(seen, time.Time.Compare)
	highest := 0
	for i, from := range seen {
		n := 0
		for _, at := range seen[i:] {
			if at.Sub(from) < span {
				n++
			}
		}
		highest = max(highest, n)
	}
	return highest
}

// A hundred creates that come at once: one goes out, then nine at once, and never more than ten in any minute, whatever the network does.
func TestWindow_burst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTestWindow(10)
		start := time.Now()
		var mu sync.Mutex
		var seen []time.Time
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				at := occupy(t, w, rand.N(3*time.Second), &response{})
				mu.Lock()
				defer mu.Unlock()
				seen = append(seen, at)
			})
		}
		all.Wait()
		if got := most(seen, rateWindow); got > 10 {
			t.Errorf("got %d requests in one window, want at most 10", got)
		}
		if got := most(seen, 6*time.Second); got != 10 { // the first goes alone
			t.Errorf("got %d requests in the first seconds, want the burst of 10", got)
		}
		bound := 9 * rateWindow // (100 - 10) / 10 windows
		if got := time.Since(start); got < bound || got > bound*11/10 {
			t.Errorf("took %s, want %s to a tenth more", got, bound)
		}
	})
}

// Whoever asks first is served first.
func TestWindow_fair(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTestWindow(1)
		var mu sync.Mutex
		var order []int
		var all sync.WaitGroup
		for i := range 5 {
			all.Go(func() {
				occupy(t, w, 0, nil)
				mu.Lock()
				defer mu.Unlock()
				order = append(order, i)
			})
			synctest.Wait()
		}
		all.Wait()
		if !slices.IsSorted(order) {
			t.Errorf("got order %v", order)
		}
	})
}

// A cancelled wait ends at once, says that nothing was sent, and does not hold up those behind it.
func TestWindow_cancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTestWindow(1)
		occupy(t, w, 0, nil)
		ctx, cancel := context.WithCancel(t.Context())
		start := time.Now()
		failed := make(chan error)
		go func() {
			_, err := w.wait(ctx, newOutage())
			failed <- err
		}()
		synctest.Wait()
		cancel()
		err := <-failed
		if !errors.Is(err, context.Canceled) || time.Since(start) > 0 {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
		occupy(t, w, 0, nil)
		if got := time.Since(start); got != rateWindow {
			t.Errorf("the next one waited %s, want %s", got, rateWindow)
		}
	})
}

// A 429 holds the operation back: for Retry-After as seconds or as a date, else for the window, but not for ever.
func TestWindow_learnsFrom429(t *testing.T) {
	for name, tc := range map[string]struct {
		retryAfter func(now time.Time) string
		want       time.Duration
	}{
		"seconds": {func(time.Time) string { return "7" }, 7 * time.Second},
		"date":    {func(now time.Time) string { return now.Add(9 * time.Second).UTC().Format(http.TimeFormat) }, 9 * time.Second},
		"none":    {func(time.Time) string { return "" }, rateWindow},
		"absurd":  {func(time.Time) string { return "soon" }, rateWindow},
		"past":    {func(now time.Time) string { return now.Add(-time.Hour).UTC().Format(http.TimeFormat) }, time.Second},
		"a day":   {func(time.Time) string { return "86400" }, maxHold},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newTestWindow(100)
				header := http.Header{"Retry-After": {tc.retryAfter(time.Now())}}
				occupy(t, w, 0, &response{status: http.StatusTooManyRequests, header: header})
				start := time.Now()
				occupy(t, w, 0, nil)
				if got := time.Since(start); got != tc.want {
					t.Errorf("waited %s, want %s", got, tc.want)
				}
			})
		})
	}
}

// A server that announces its limit is believed.
func TestWindow_learnsPolicy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTestWindow(1)
		occupy(t, w, 0, &response{header: http.Header{"Ratelimit-Policy": {`"create";q=3;w=6`}}})
		start := time.Now()
		for range 3 {
			occupy(t, w, 0, nil)
		}
		if got := time.Since(start); got != 6*time.Second {
			t.Errorf("three more took %s, want 6s", got)
		}
	})
}

// Elsewhere than on this machine, an announced limit may only be stricter than the published one.
func TestWindow_distrustsPolicy(t *testing.T) {
	for name, tc := range map[string]struct {
		header string
		limit  int
	}{
		"looser":             {`"x";q=1000;w=60`, 10},
		"shorter":            {`"x";q=5;w=1`, 10},
		"longer than a hold": {`"x";q=1;w=999999999999999`, 10},
		"stricter":           {`"x";q=5;w=60`, 5},
		"hardly anything":    {`"x";q=1;w=300`, 1}, // no less than a tenth of what Soda publishes
	} {
		t.Run(name, func(t *testing.T) {
			w := newPacer(false).window(operation{requests: 10})
			w.learn(&response{header: http.Header{"Ratelimit-Policy": {tc.header}}}, time.Now())
			if w.limit != tc.limit || w.span != rateWindow {
				t.Errorf("got %d in %s, want %d in %s", w.limit, w.span, tc.limit, rateWindow)
			}
		})
	}
}

func TestPolicy(t *testing.T) {
	for name, tc := range map[string]struct {
		header string
		ok     bool
	}{
		"the draft's form": {`"create";q=10;w=60`, true},
		"several":          {`"burst";q=10;w=1, "daily";q=1000;w=86400`, true},
		"longer than held": {`"daily";q=1000;w=86400`, false},
		"none":             {``, false},
		"no window":        {`"create";q=10`, false},
		"nothing allowed":  {`"create";q=0;w=60`, false},
		"not a field":      {`10;;w`, false},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, ok := policy(http.Header{"Ratelimit-Policy": {tc.header}}); ok != tc.ok {
				t.Errorf("got %t, want %t", ok, tc.ok)
			}
		})
	}
}
