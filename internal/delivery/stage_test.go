package delivery

import (
	"context"
	"fmt"
	"net"
	"testing"
)

// TestProgress_failure covers what no endpoint of a test can bring about: name servers and slow handshakes.
func TestProgress_failure(t *testing.T) {
	lookup := &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "events.example.com", IsNotFound: true}}
	for name, tc := range map[string]struct {
		step int32
		err  error
		want string
	}{
		"no such host":            {connecting, lookup, "DNS: events.example.com: no such host"},
		"a silent name server":    {connecting, &net.DNSError{Err: "i/o timeout", Name: "x", IsTimeout: true}, "timeout: no complete response within 10s; stopped while looking up the host"},
		"a host that drops":       {connecting, context.DeadlineExceeded, "timeout: no complete response within 10s; stopped while connecting"},
		"a handshake that stalls": {shakingHands, fmt.Errorf("wrapped: %w", context.DeadlineExceeded), "timeout: no complete response within 10s; stopped in the TLS handshake"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &progress{limit: Limit}
			p.step.Store(tc.step)
			if got := p.failure(tc.err).Error(); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
