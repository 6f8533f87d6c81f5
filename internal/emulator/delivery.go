package emulator

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// maxReceived is how much of a webhook's answer is read.
const maxReceived = 4096

// Delivery is one event sent to a webhook, or not sent because its host is not on this machine.
type Delivery struct {
	IntegrationID string
	Event         string
	Payload       json.RawMessage
	SentAt        time.Time
	StatusCode    int    // 0 if no answer came
	Error         string // "" if delivered
}

// testResult answers a test of a webhook.
type testResult struct {
	Delivered      bool            `json:"delivered"`
	Event          string          `json:"event"`
	StatusCode     int             `json:"statusCode,omitempty"`
	ResponseBody   string          `json:"responseBody,omitempty"`
	DurationMillis int64           `json:"durationMillis"`
	Error          string          `json:"error,omitempty"`
	Payload        json.RawMessage `json:"payload"`
	SentAt         time.Time       `json:"sentAt"`
}

func (e *Emulator) testWebhook(c *call) (any, error) {
	in, err := decoded[struct {
		Event event.Name `json:"event"`
	}](c)
	if err != nil {
		return nil, err
	}
	id := c.Params["integrationId"]
	e.mu.Lock()
	webhook, ok := e.webhooks.get(id)
	e.mu.Unlock()
	if !ok {
		return nil, notFound("webhook integration", id)
	}
	result, err := e.deliver(c.request.Context(), webhook, in.Event)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.deliveries = keepLast(append(e.deliveries, Delivery{
		IntegrationID: id, Event: result.Event, Payload: result.Payload, SentAt: result.SentAt,
		StatusCode: result.StatusCode, Error: result.Error,
	}))
	return result, nil
}

// deliver sends a sample of the event. Its error is the emulator's; a failed delivery is a result.
func (e *Emulator) deliver(ctx context.Context, w *Webhook, name event.Name) (*testResult, error) {
	payload, err := event.Sample(name, rand.Uint64(), e.options.Clock()) // random values, as Soda's test tool sends
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		return nil, err
	}
	started := time.Now()
	result := &testResult{Event: string(name), Payload: raw, SentAt: e.now()}
	if err := e.post(ctx, w, raw, result); err != nil {
		result.Error = stage(err, e.options.DeliveryTimeout)
	}
	result.Delivered = result.Error == ""
	result.DurationMillis = time.Since(started).Milliseconds()
	return result, nil
}

// post sends the payload and notes what comes back. The webhook's secret is not used: how Soda signs is not published.
func (e *Emulator) post(ctx context.Context, w *Webhook, payload []byte, result *testResult) error {
	target, err := url.Parse(w.URL)
	if err != nil || !loopbackHost(target.Hostname()) {
		return staged("connection: not tried, the emulator delivers to loopback only")
	}
	ctx, cancel := context.WithTimeout(ctx, e.options.DeliveryTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(payload))
	if err != nil {
		return err
	}
	req.Header.Set("User-Agent", "soda-emulator")
	req.Header.Set("Content-Type", "application/json")
	for _, h := range w.Headers {
		req.Header.Set(h.Name, h.Value)
	}
	resp, err := e.sender.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	result.StatusCode = resp.StatusCode
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxReceived))
	result.ResponseBody = strings.ToValidUTF8(string(body), "\uFFFD")
	if err == nil && (resp.StatusCode < 200 || resp.StatusCode > 399) {
		err = staged(statusStage + resp.Status)
	}
	return err
}

// statusStage begins the error of a delivery that was answered with a status that does not count.
const statusStage = "status: "

// staged is an error that says its stage itself.
type staged string

func (s staged) Error() string { return string(s) }

// stage says how far a delivery came, without the URL that the library's error repeats.
func stage(err error, limit time.Duration) string {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	message := err.Error()
	timed, ok := errors.AsType[net.Error](err)
	switch {
	case isA[staged](err):
		return message
	case ok && timed.Timeout():
		return fmt.Sprintf("timeout: no complete answer within %s", limit)
	case isA[*net.DNSError](err):
		return "DNS: " + message
	case isTLS(err):
		return "TLS: " + message
	default:
		return "connection: " + message
	}
}

func isTLS(err error) bool {
	return isA[*tls.CertificateVerificationError](err) || isA[tls.RecordHeaderError](err) || isA[tls.AlertError](err) ||
		errors.Is(err, http.ErrSchemeMismatch) || strings.Contains(err.Error(), "tls: ") // the rest has no type
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// tlsConfig holds webhooks to what Soda demands of them.
func tlsConfig(roots *x509.CertPool) *tls.Config {
	return &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
}
