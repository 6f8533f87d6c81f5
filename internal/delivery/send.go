package delivery

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/hashicorp/go-cleanhttp"
)

func (r Request) transport() *http.Transport {
	transport := cleanhttp.DefaultTransport()
	transport.Proxy = r.Proxy
	transport.DisableCompression = true // the endpoint is to get the headers that were configured
	transport.TLSClientConfig = &tls.Config{RootCAs: r.Roots, MinVersion: tls.VersionTLS12}
	transport.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
		if resp.StatusCode != http.StatusOK {
			return &Failure{Connect, "the proxy responded with " + statusText(resp.StatusCode)}
		}
		return nil
	}
	return transport
}

// exchange posts the event, follows redirects if it should, and puts the last response into o.
func (r Request) exchange(ctx context.Context, transport http.RoundTripper, o *Outcome) error {
	target, err := url.Parse(r.URL)
	if err != nil {
		return &Failure{Connect, "the URL cannot be parsed"}
	}
	for range maxRedirects + 1 {
		next, err := r.post(ctx, transport, target, o)
		switch {
		case err != nil:
			return err
		case next == nil && (o.StatusCode < 200 || o.StatusCode > 399):
			return StatusFailure(o.StatusCode, "")
		case next == nil:
			return nil
		case r.Redirects == RefuseRedirects:
			return StatusFailure(o.StatusCode, "redirects are not followed")
		case !sameServer(next, target):
			return StatusFailure(o.StatusCode, "to another host, port or scheme, to which the headers must not be sent")
		}
		target = next
	}
	return StatusFailure(o.StatusCode, fmt.Sprintf("after %d redirects; no more are followed", maxRedirects))
}

// post makes one request and reads its response into o. next is where the response redirects to, nil if it does not or that
// does not matter.
func (r Request) post(ctx context.Context, transport http.RoundTripper, target *url.URL, o *Outcome) (next *url.URL, err error) {
	req, err := r.http(ctx, target)
	if err != nil {
		return nil, err
	}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	o.StatusCode = resp.StatusCode
	if resp.TLS != nil {
		o.TLSVersion = tls.VersionName(resp.TLS.Version)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, MaxBody+1))
	o.Body = body[:min(len(body), MaxBody)]
	if err == nil && len(body) > MaxBody {
		err = &Failure{Response, fmt.Sprintf("larger than %d MiB; the rest was not read", MaxBody>>20)}
	}
	if err != nil || r.Redirects == AcceptRedirects || !redirects(resp.StatusCode) {
		return nil, err
	}
	if next, err = resp.Location(); err != nil {
		return nil, StatusFailure(resp.StatusCode, "without a Location header")
	}
	return next, nil
}

func (r Request) http(ctx context.Context, target *url.URL) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(r.Payload))
	if err != nil {
		return nil, &Failure{Connect, "the URL cannot be used"}
	}
	if user := target.User; user != nil {
		password, _ := user.Password()
		req.SetBasicAuth(user.Username(), password)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", r.UserAgent)
	for name, value := range r.Headers {
		req.Header.Set(name, value)
		if strings.EqualFold(name, "Host") {
			req.Host = value // where the library takes it from
		}
	}
	return req, nil
}

// redirects reports whether the status asks to send the request elsewhere: 303 says that the request was dealt with.
func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// sameServer reports whether headers that go to one URL may go to the other.
func sameServer(a, b *url.URL) bool {
	port := func(u *url.URL) string { return cmp.Or(u.Port(), u.Scheme) } // no port is the scheme's own
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}
