package soda

import (
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// failurePause is how long a failure that many share is remembered: each of thousands of resources would ask in turn for what
// its neighbour has just been refused.
const failurePause = 10 * time.Second

// CommonError is a failure that many calls share: those that wait for one list, or all of a client whose key is refused or whose
// host cannot be reached.
type CommonError struct {
	Cause    error
	reported atomic.Bool
}

func (e *CommonError) Error() string { return e.Cause.Error() }

func (e *CommonError) Unwrap() error { return e.Cause }

// First reports whether nobody has asked this before, so that one cause is reported in full once: a list that fails since the host
// cannot be reached has the cause of all that fails for it.
func (e *CommonError) First() bool {
	if cause, ok := errors.AsType[*CommonError](e.Cause); ok {
		return cause.First()
	}
	return !e.reported.Swap(true)
}

// maxRefusals is how many connections in a row may fail before the host counts as out of reach.
const maxRefusals = 3

// outage knows whether any call can succeed. While none can, calls end without being sent, with one and the same error.
type outage struct {
	mu       sync.Mutex
	refusals int // connections that failed, in a row
	cause    *CommonError
	since    time.Time
	began    chan struct{} // closed when the outage begins, for those who wait for their turn
}

func newOutage() *outage { return &outage{began: make(chan struct{})} }

// err returns why no call can succeed, nil if one may. After a pause, one attempt finds out.
func (o *outage) err() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.cause == nil {
		return nil
	}
	if time.Since(o.since) < failurePause {
		return o.cause
	}
	o.end()
	o.refusals = maxRefusals - 1
	return nil
}

// beginning returns a channel that is closed when the next outage begins.
func (o *outage) beginning() <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.began
}

// note learns from the end of an attempt, and returns its error: the common one if no call can succeed.
func (o *outage) note(err error) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	unsent, ok := errors.AsType[*unsentError](err)
	switch {
	case ok && !unsent.tried:
		return err
	case ok:
		if o.refusals++; o.refusals < maxRefusals && !hopeless(err) {
			return err
		}
	default:
		o.refusals = 0
		if e, ok := errors.AsType[*Error](err); !ok || e.Status != http.StatusUnauthorized {
			o.end()
			return err
		}
	}
	if o.cause == nil {
		o.cause = &CommonError{Cause: err}
		close(o.began)
	}
	o.since = time.Now()
	return o.cause
}

func (o *outage) end() {
	if o.cause != nil {
		o.cause, o.began = nil, make(chan struct{})
	}
}
