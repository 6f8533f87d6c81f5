package base

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// Each failure of the network says which host it is about, where that was set, and what to do.
func TestNoResponse(t *testing.T) {
	refused := &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	for name, tc := range map[string]struct {
		host  string
		cause error
		want  string
	}{
		"unknown host":       {"cloud.sada.io", &net.DNSError{Err: "no such host", Name: "cloud.sada.io", IsNotFound: true}, "cloud.soda.io (EU) and cloud.us.soda.io (US)"},
		"emulator is down":   {"127.0.0.1:8089", refused, "Is the emulator running there?"},
		"IPv6 loopback":      {"[::1]:8089", refused, "Is the emulator running there?"},
		"refused":            {"soda.example.com", refused, "any firewall in between"},
		"certificate":        {"soda.example.com", &tls.CertificateVerificationError{Err: errors.New("unknown authority")}, "SSL_CERT_FILE"},
		"no TLS":             {"127.0.0.1:8089", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, "start the address with http://"},
		"proxy wants a key":  {"cloud.soda.io", &soda.ProxyError{Proxy: "proxy:3128", Status: http.StatusProxyAuthRequired}, "http://USER:PASSWORD@proxy:3128"},
		"proxy does not let": {"cloud.soda.io", &soda.ProxyError{Proxy: "proxy:3128", Status: http.StatusForbidden}, "NO_PROXY"},
		"proxy is down":      {"cloud.soda.io", &net.OpError{Op: "proxyconnect", Err: refused}, "the proxy in HTTPS_PROXY cannot be reached"},
		"anything else":      {"cloud.soda.io", errors.New("it broke"), "Check the host cloud.soda.io"},
	} {
		t.Run(name, func(t *testing.T) {
			got := noResponse(&soda.NoResponseError{Call: "GET /x", Host: tc.host, HostSource: "SODA_CLOUD_HOST", Cause: tc.cause})
			if !strings.Contains(strings.ToLower(got), strings.ToLower(tc.want)) || name == "emulator is down" && !strings.Contains(got, "SODA_CLOUD_HOST") {
				t.Errorf("got %q, want %q in it", got, tc.want)
			}
		})
	}
	sent := noResponse(&soda.NoResponseError{Call: "POST /x", Write: true, Sent: true, Cause: errors.New("it broke")})
	if !strings.Contains(sent, "may have taken effect") {
		t.Errorf("a write that was sent: got %q", sent)
	}
}
