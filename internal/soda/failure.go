package soda

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
)

// ErrNotSent says that a write failed before Soda Cloud received a request: there was no connection, or its context ended while
// it waited for its turn.
var ErrNotSent = errors.New("nothing was sent")

// unsentError is a failure before any of the request can have reached the server.
type unsentError struct {
	cause error
	tried bool // whether a connection was attempted; otherwise there was a reason not to
}

func (e *unsentError) Error() string { return e.cause.Error() }
func (e *unsentError) Unwrap() error { return e.cause }

// halted marks the reason why an attempt was not made.
func halted(err error) error { return &unsentError{cause: err} }

func isUnsent(err error) bool {
	_, ok := errors.AsType[*unsentError](err)
	return ok
}

// isHalted reports whether the attempt that err ended was not made, for whatever reason: that of a list, say, on which it relies.
func isHalted(err error) bool {
	e, ok := errors.AsType[*unsentError](err)
	return ok && !e.tried
}

// hopeless reports whether a failure will not pass by itself: a host that does not exist, a certificate that is not valid, a proxy
// that refuses, or a reason not to try at all.
func hopeless(err error) bool {
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, noTLS := errors.AsType[tls.RecordHeaderError](err)
	_, proxy := errors.AsType[*ProxyError](err)
	_, common := errors.AsType[*CommonError](err)
	dns, lookup := errors.AsType[*net.DNSError](err)
	return isHalted(err) || certificate || noTLS || proxy || common || lookup && dns.IsNotFound ||
		errors.Is(err, http.ErrSchemeMismatch) || errors.Is(err, errAnswerTooLarge)
}

// timedOut reports whether no response came in time, here or at a gateway: the call may be carried out yet.
func timedOut(err error) bool {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status == http.StatusGatewayTimeout
	}
	return errors.Is(err, errNoAnswer)
}

// Unanswered reports whether the error of a call leaves open if the call was carried out: one of its attempts was sent, and no
// usable response to that attempt came.
func Unanswered(err error) bool {
	if e, ok := errors.AsType[*NoResponseError](err); ok {
		return e.Sent
	}
	_, open := errors.AsType[*openError](err)
	return open || unanswered(err)
}

// unanswered reports the same of the attempt that err ended.
func unanswered(err error) bool {
	if err == nil || isUnsent(err) || errors.Is(err, ErrNotSent) {
		return false
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status < 300 || e.Status >= 500
	}
	return true
}

// openError is the refusal of a write of which an earlier attempt may have been carried out.
type openError struct{ error }

func (e *openError) Unwrap() error { return e.error }

// accepted reports whether err is a response of success by the API that lacks what was written.
func accepted(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status < 300 && !e.html
}

// endOf replaces the error of an ended context, which is all that some libraries return, by what ended the context.
func endOf(ctx context.Context, err error) error {
	if errors.Is(err, ctx.Err()) && !errors.Is(err, context.Cause(ctx)) {
		return context.Cause(ctx)
	}
	return err
}

// NoResponseError is the end of a call that got no response.
type NoResponseError struct {
	Call       string
	Host       string // that was called
	HostSource string // where it was set; empty for the default
	Write      bool   // whether the call changes something
	Sent       bool   // whether any of its attempts may have reached the server
	Cause      error
}

func (e *NoResponseError) Error() string {
	if e.Write && !e.Sent {
		return fmt.Sprintf("%s: %v: %v", e.Call, ErrNotSent, e.Cause)
	}
	return fmt.Sprintf("%s: %v", e.Call, e.Cause)
}

func (e *NoResponseError) Unwrap() error { return e.Cause }

// Is makes it ErrNotSent.
func (e *NoResponseError) Is(target error) bool { return target == ErrNotSent && e.Write && !e.Sent }

// complete finishes the error of a call. One that calls share stays as it is.
func (c *Client) complete(op operation, t *tries, err error) error {
	e, responded := errors.AsType[*Error](err)
	switch {
	case err == nil:
		return nil
	case !responded || isHalted(err):
		return &NoResponseError{Call: op.String(), Host: c.config.BaseURL.Host, HostSource: c.config.HostSource, Write: op.write(), Sent: t.open, Cause: err}
	case e.Status == http.StatusTooManyRequests:
		e.Waits, e.Waited = t.throttled-1, t.waited
	}
	if t.open && op.write() {
		return &openError{err}
	}
	return err
}
