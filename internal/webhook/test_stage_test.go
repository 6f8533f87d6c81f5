package webhook

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
)

// TestProgress_describe covers what the acceptance tests cannot bring about: name servers and slow handshakes.
func TestProgress_describe(t *testing.T) {
	lookup := &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "events.example.com", IsNotFound: true}}
	for name, tc := range map[string]struct {
		step int32
		err  error
		want string
	}{
		"no such host":            {connecting, lookup, "DNS: events.example.com: no such host"},
		"a silent name server":    {connecting, &net.DNSError{Err: "i/o timeout", Name: "x", IsTimeout: true}, "timeout: no complete answer within 10s, it ended while looking up the host"},
		"a host that drops":       {connecting, context.DeadlineExceeded, "timeout: no complete answer within 10s, it ended while connecting"},
		"a handshake that stalls": {shakingHands, fmt.Errorf("wrapped: %w", context.DeadlineExceeded), "timeout: no complete answer within 10s, it ended in the TLS handshake"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &progress{}
			p.step.Store(tc.step)
			if got := p.describe(tc.err); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// TestTestEvent_shown: what is shown of an answer is bounded, is text, and has no secret, not even where it is cut.
func TestTestEvent_shown(t *testing.T) {
	e := testEvent{Secrets: []string{`Bearer to"ken`}}
	padding := strings.Repeat("a", maxShown-3)
	for name, tc := range map[string]struct{ answer, want string }{
		"as it is":           {`got Bearer to"ken`, "got (hidden)"},
		"as JSON":            {`{"got":"Bearer to\"ken"}`, `{"got":"(hidden)"}`},
		"without its scheme": {`to"ken, to\"ken`, "(hidden), (hidden)"},
		"across the cut":     {padding + `Bearer to"ken`, padding + "(hi"},
		"not text":           {"a\xff\xfeb", "a\uFFFDb"},
		"a rune cut in half": {padding + "aa" + "é", padding + "aa\uFFFD"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := e.shown(tc.answer); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
