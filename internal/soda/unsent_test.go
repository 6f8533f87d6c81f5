package soda

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// refusingPort returns the address of a port that nothing listens at.
func refusingPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// A failure before anything was sent is told from one after: the former is safe to repeat, whatever the call.
func TestClient_unsent(t *testing.T) {
	t.Parallel()
	silent := log.New(io.Discard, "", 0) // failing handshakes
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = silent
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) }))
	t.Cleanup(proxy.Close)
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
			_ = conn.Close()
		}
	}))
	t.Cleanup(broken.Close)
	is := func(err error, target any) bool { return errors.As(err, target) }
	for name, tc := range map[string]struct {
		address string
		proxy   string
		sent    bool
		want    func(error) bool
	}{
		"connection refused": {"http://" + refusingPort(t), "", false, func(err error) bool { return is(err, new(*net.OpError)) }},
		"not trusted":        {untrusted.URL, "", false, func(err error) bool { return is(err, new(*tls.CertificateVerificationError)) }},
		"no TLS": {"https" + plain.URL[len("http"):], "", false, func(err error) bool {
			return is(err, new(tls.RecordHeaderError)) || errors.Is(err, http.ErrSchemeMismatch)
		}},
		"proxy wants a key": {"https://cloud.soda.invalid", proxy.URL, false, func(err error) bool { return is(err, new(*ProxyError)) }},
		"proxy is down":     {"https://cloud.soda.invalid", "http://" + refusingPort(t), false, func(err error) bool { return is(err, new(*net.OpError)) }},
		"connection breaks": {broken.URL, "", true, func(error) bool { return true }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := impatient(tc.address, "id", "secret")
			if tc.proxy != "" {
				through, err := url.Parse(tc.proxy)
				if err != nil {
					t.Fatal(err)
				}
				c.wire.(*http.Transport).Proxy = http.ProxyURL(through)
			}
			err := c.DeleteRule(t.Context(), "r")
			e, ok := errors.AsType[*NoResponseError](err)
			if !ok || e.Sent != tc.sent || errors.Is(err, ErrNotSent) == tc.sent || Unanswered(err) != tc.sent || !tc.want(err) {
				t.Errorf("got %v, sent %t, want sent %t", err, ok && e.Sent, tc.sent)
			}
		})
	}
}
