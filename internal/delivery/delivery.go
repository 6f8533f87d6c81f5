// Package delivery sends an event to an endpoint and reports the outcome: what the endpoint responded with, or the stage at
// which the delivery failed. It holds an endpoint to the demands that Soda publishes: TLS 1.2 or newer, a complete response
// within 10 seconds, a status from 200 to 399. Both the provider's test events and the emulator's deliveries go through here.
//
// send.go makes the exchange and follows redirects; stage.go turns errors into a stage and a reason. The reasons are this
// package's own words or the standard library's fixed ones: what an endpoint writes is in Outcome.Body and nowhere else.
// Which hosts may be reached, which values are secrets, and what a user is shown is up to the caller.
package delivery

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// Soda's demands on an endpoint, and this package's own bounds.
const (
	Limit        = 10 * time.Second // for the whole exchange, redirects included
	MaxBody      = 1 << 20          // bytes of a response. Soda publishes no bound
	maxRedirects = 5
)

// Redirects says what a redirect to another place counts as. Soda counts 300 to 399 as success, but does not say whether it
// follows.
type Redirects int

// The ways to deal with a redirect. Headers never go to another scheme, host or port.
const (
	RefuseRedirects Redirects = iota // not delivered: the event went nowhere
	FollowRedirects
	AcceptRedirects // delivered, as any other status below 400
)

// Request is one event on its way to an endpoint.
type Request struct {
	URL       string
	Headers   map[string]string // in addition to User-Agent and Content-Type, or instead of them
	UserAgent string
	Payload   []byte
	Redirects Redirects
	Limit     time.Duration                         // 0 is the constant Limit
	Roots     *x509.CertPool                        // trusted authorities; nil is those of the system
	Proxy     func(*http.Request) (*url.URL, error) // nil is none
}

// Outcome is what came of a delivery. That it failed is an outcome too.
type Outcome struct {
	StatusCode int    // 0 if no response came
	Body       []byte // of the last response, at most MaxBody
	TLSVersion string // "" without TLS
	SentAt     time.Time
	Duration   time.Duration
	Failure    *Failure // nil if delivered
}

// Delivered reports whether the endpoint took the event.
func (o *Outcome) Delivered() bool { return o.Failure == nil }

// Payload is a sample of the event as JSON: the same for the same seed and time.
func Payload(name event.Name, seed uint64, at time.Time) ([]byte, error) {
	sample, err := event.Sample(name, seed, at)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err = encoder.Encode(sample)
	return bytes.TrimSpace(text.Bytes()), err
}

// Send delivers the event once. Its only error is that ctx ended, which says nothing about the endpoint.
func Send(ctx context.Context, r Request) (*Outcome, error) {
	if r.Limit == 0 {
		r.Limit = Limit
	}
	transport := r.transport()
	defer transport.CloseIdleConnections()
	limited, cancel := context.WithTimeout(ctx, r.Limit)
	defer cancel()
	way := &progress{limit: r.Limit}
	o := &Outcome{SentAt: time.Now()}
	err := r.exchange(way.traced(limited), transport, o)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	o.Duration = time.Since(o.SentAt)
	if err != nil {
		o.Failure = way.failure(err)
	}
	return o, nil
}
