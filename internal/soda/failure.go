package soda

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-cleanhttp"
)

// maxAnswer bounds what is read of one response. A page of 1,000 rules is about one megabyte.
const maxAnswer = 64 << 20

var errAnswerTooLarge = fmt.Errorf("the response is larger than %d MiB", maxAnswer>>20)

// errNoAnswer ends an attempt that takes too long. It is not context.DeadlineExceeded, which is the caller's.
var errNoAnswer = errors.New("no response")

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

// ProxyError is the refusal of a proxy on the way to Soda Cloud.
type ProxyError struct {
	Proxy  string // its host and port
	Status int    // 407 where it wants credentials
}

func (e *ProxyError) Error() string {
	return fmt.Sprintf("the proxy %s refused the connection: %d %s", e.Proxy, e.Status, http.StatusText(e.Status))
}

// newWire returns what sends requests. It goes through the proxy that the environment names.
func newWire() http.RoundTripper {
	transport := cleanhttp.DefaultPooledTransport()
	transport.OnProxyConnectResponse = func(_ context.Context, proxy *url.URL, _ *http.Request, resp *http.Response) error {
		if resp.StatusCode != http.StatusOK {
			return &ProxyError{Proxy: proxy.Host, Status: resp.StatusCode}
		}
		return nil
	}
	return transport
}

// hopeless reports whether a failure will not pass by itself: a host that does not exist, a certificate that is not valid, a proxy
// that refuses, or a reason not to try at all.
func hopeless(err error) bool {
	if unsent, ok := errors.AsType[*unsentError](err); ok && !unsent.tried {
		return true
	}
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, noTLS := errors.AsType[tls.RecordHeaderError](err)
	_, proxy := errors.AsType[*ProxyError](err)
	_, common := errors.AsType[*CommonError](err)
	dns, lookup := errors.AsType[*net.DNSError](err)
	return certificate || noTLS || proxy || common || lookup && dns.IsNotFound ||
		errors.Is(err, http.ErrSchemeMismatch) || errors.Is(err, errAnswerTooLarge)
}

// timedOut reports whether no response came in time, here or at a gateway: the call may be carried out yet.
func timedOut(err error) bool {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status == http.StatusGatewayTimeout
	}
	return errors.Is(err, errNoAnswer)
}

// Unanswered reports whether err leaves open if the call was carried out: it was sent, and no usable response came.
func Unanswered(err error) bool {
	if err == nil || errors.Is(err, ErrNotSent) {
		return false
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status < 300 || e.Status >= 500
	}
	return true
}

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

// First reports whether nobody has asked this before, so that one cause is reported in full once.
func (e *CommonError) First() bool { return !e.reported.Swap(true) }

// common returns err as a CommonError.
func common(err error) *CommonError {
	if e, ok := errors.AsType[*CommonError](err); ok {
		return e
	}
	return &CommonError{Cause: err}
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
		o.cause = common(err)
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
