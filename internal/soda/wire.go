package soda

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-cleanhttp"
)

// maxAnswer bounds what is read of one response. A page of 1,000 rules is about one megabyte.
const maxAnswer = 64 << 20

var errAnswerTooLarge = fmt.Errorf("the response is larger than %d MiB", maxAnswer>>20)

// errNoAnswer ends an attempt that takes too long. It is not context.DeadlineExceeded, which is the caller's.
var errNoAnswer = errors.New("no response")

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

// errGarbled stands for errors of net/http that quote a response which is no HTTP.
var errGarbled = errors.New("the response is not valid HTTP")

// ownWords returns err if its text is that of the system or of this program, else errGarbled: a response that net/http cannot
// parse stands in its error, and may repeat what was sent.
func (c *Client) ownWords(ctx context.Context, err error) error {
	network, isNetwork := errors.AsType[net.Error](err)
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, proxy := errors.AsType[*ProxyError](err)
	_, noTLS := errors.AsType[tls.RecordHeaderError](err)
	own := ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) || isNetwork && network != nil || certificate || proxy || noTLS
	for _, known := range []error{io.EOF, io.ErrUnexpectedEOF, context.Canceled, context.DeadlineExceeded, errNoAnswer, http.ErrSchemeMismatch} {
		own = own || errors.Is(err, known)
	}
	if own && !c.Leaks(err.Error()) {
		return err
	}
	return errGarbled
}

// response is an HTTP response that was read whole: one that is cut off is a failed attempt.
type response struct {
	status int
	header http.Header
	path   string // as called
	body   []byte
}

func (resp *response) html() bool {
	return strings.HasPrefix(resp.header.Get("Content-Type"), "text/html")
}

func (c *Client) report(ctx context.Context, op operation, resp *response, err error, took time.Duration) {
	fields := map[string]any{"call": op.String(), "ms": took.Milliseconds()}
	if err != nil {
		fields["error"] = err.Error()
	}
	if resp != nil {
		fields["status"] = resp.status
		fields["trace_id"] = c.traceID(resp)
	}
	c.config.Log(ctx, "called Soda Cloud", fields)
}

func (c *Client) reportWait(ctx context.Context, op operation, turn *slot) {
	if turn.queued() {
		c.config.Log(ctx, "waited for the rate limit", map[string]any{"call": op.String(), "ms": turn.waited.Milliseconds()})
	}
}

// sleep returns early, with what ended the context.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
