package emulator

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// maxReceived is how much of a webhook's response a result shows.
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

// deliver sends a sample of the event. Its error is the emulator's; a failed delivery is a result. The webhook's secret is not
// used: how Soda signs is not published.
func (e *Emulator) deliver(ctx context.Context, w *Webhook, name event.Name) (*testResult, error) {
	payload, err := delivery.Payload(name, rand.Uint64(), e.options.Clock()) // random values, as Soda's test tool sends
	if err != nil {
		return nil, err
	}
	result := &testResult{Event: string(name), Payload: payload, SentAt: e.now()}
	target := e.target(w.URL)
	if target == "" {
		result.Error = (&delivery.Failure{Stage: delivery.Connect, Reason: "not tried: the emulator delivers only to loopback addresses"}).Error()
		return result, nil
	}
	headers := map[string]string{}
	for _, h := range w.Headers {
		headers[h.Name] = h.Value
	}
	o, err := delivery.Send(ctx, delivery.Request{
		URL: target, Headers: headers, UserAgent: "soda-emulator", Payload: payload, Redirects: delivery.AcceptRedirects,
		Limit: e.options.DeliveryTimeout, Roots: e.options.RootCAs,
	})
	if err != nil {
		return nil, err
	}
	result.Delivered, result.StatusCode = o.Delivered(), o.StatusCode
	result.ResponseBody = strings.ToValidUTF8(string(o.Body[:min(len(o.Body), maxReceived)]), "\uFFFD")
	result.DurationMillis = o.Duration.Milliseconds()
	if !o.Delivered() {
		result.Error = o.Failure.Error()
	}
	return result, nil
}

// target is where an event for the URL goes: to this machine, or nowhere. The receiver stands for the domains that are kept for
// examples, at the same path.
func (e *Emulator) target(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	e.mu.Lock()
	receiver := e.receiver
	e.mu.Unlock()
	switch {
	case LoopbackHost(u.Hostname()):
		return address
	case receiver != "" && forExamples.MatchString(u.Hostname()):
		return receiver + u.RequestURI()
	}
	return ""
}

var forExamples = regexp.MustCompile(`(?i)^(.+\.)?example\.(com|net|org)$`)
