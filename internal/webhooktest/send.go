package webhooktest

import (
	"context"
	"crypto/x509"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// maxShown is how many bytes of a response go into the results.
const maxShown = 4096

// testEvent is one test event and where it goes: to a webhook integration through Soda Cloud, or to a URL from here.
type testEvent struct {
	IntegrationID string
	URL           string
	Headers       map[string]string
	Secrets       []string // values of headers
	Event         event.Name
	CACertificate string // PEM; trusted beside the system's
	Redirects     bool   // whether to follow them
}

// outcome is what came of a test event. That it was not delivered is an outcome too. It holds no secret that the client knows.
type outcome struct {
	StatusCode int // 0 if no response came
	Body       string
	Duration   time.Duration
	Error      string // begins with its stage, in this provider's words; "" if delivered
	TLSVersion string
	Payload    string
	SentAt     time.Time
}

func (o *outcome) delivered() bool { return o.Error == "" }

// send sends the event. Its error says that nothing can be said of the endpoint.
func (t testEvent) send(ctx context.Context, client *soda.Client) (*outcome, error) {
	client.Learn(t.Secrets...)
	client.LearnURL(t.URL)
	if t.IntegrationID != "" {
		return t.sendThrough(ctx, client)
	}
	return t.sendFromHere(ctx, client)
}

// sendThrough has Soda Cloud send the event. Its errors are in words of its own: the endpoint gets the secrets. The response of the
// endpoint may repeat a header that Soda Cloud hides, which only its results hold, as sensitive values.
func (t testEvent) sendThrough(ctx context.Context, client *soda.Client) (*outcome, error) {
	webhook, err := client.Webhook(ctx, t.IntegrationID)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", soda.ErrNotSent, err)
	}
	client.LearnURL(webhook.URL)
	for _, h := range webhook.Headers {
		if h.Readable() && header.SeemsSecret(h.Name, *h.Value) {
			client.Learn(*h.Value)
		}
	}
	result, err := client.TestWebhook(ctx, t.IntegrationID, string(t.Event))
	if err != nil {
		return nil, err
	}
	return &outcome{
		StatusCode: result.StatusCode,
		Body:       shown(client, result.ResponseBody),
		Duration:   time.Duration(result.DurationMillis) * time.Millisecond,
		Error:      failure(result),
		Payload:    shown(client, string(result.Payload)),
		SentAt:     result.SentAt,
	}, nil
}

// failure is why Soda Cloud did not deliver, "" if it did. Of Soda's text it takes the stage, if that begins with one.
func failure(r *soda.WebhookTest) string {
	switch {
	case r.Delivered:
		return ""
	case r.StatusCode != 0 && (r.StatusCode < 200 || r.StatusCode > 399):
		return delivery.StatusFailure(r.StatusCode, "").Error()
	}
	said, _, _ := strings.Cut(r.Error, ":")
	for _, stage := range delivery.Stages() {
		if strings.EqualFold(said, string(stage)) {
			return (&delivery.Failure{Stage: stage, Reason: "reported by Soda Cloud"}).Error()
		}
	}
	return "not delivered, and Soda Cloud does not name the stage"
}

// sendFromHere sends the event by itself. A proxy is taken from the environment, as for the provider's other calls: it learns
// the host and no more, for Go asks no proxy for loopback, and all else is https.
func (t testEvent) sendFromHere(ctx context.Context, client *soda.Client) (*outcome, error) {
	payload, err := delivery.Payload(t.Event, rand.Uint64(), time.Now()) // random values, as Soda's own test tool sends
	if err != nil {
		return nil, err
	}
	request := delivery.Request{
		URL: t.URL, Headers: t.Headers, UserAgent: "terraform-provider-soda", Payload: payload, Roots: t.roots(), Proxy: http.ProxyFromEnvironment,
	}
	if t.Redirects {
		request.Redirects = delivery.FollowRedirects
	}
	sent, err := delivery.Send(ctx, request)
	if err != nil {
		return nil, err
	}
	o := &outcome{
		StatusCode: sent.StatusCode, Body: shown(client, string(sent.Body)), Duration: sent.Duration, TLSVersion: sent.TLSVersion,
		Payload: string(payload), SentAt: sent.SentAt,
	}
	if !sent.Delivered() {
		o.Error = sent.Failure.Error()
	}
	tflog.Debug(ctx, "sent a test event", map[string]any{"event": string(t.Event), "status": o.StatusCode, "ms": o.Duration.Milliseconds()})
	return o, nil
}

// roots is nil, which means those of the system, unless there is a CA to add.
func (t testEvent) roots() *x509.CertPool {
	if t.CACertificate == "" {
		return nil
	}
	roots, err := x509.SystemCertPool()
	if err != nil { // this system has none
		roots = x509.NewCertPool()
	}
	roots.AppendCertsFromPEM([]byte(t.CACertificate)) // validated
	return roots
}

// hidden stands for a text that holds a secret or a piece of one.
const hidden = "(hidden, because it repeats a secret)"

// shown is as much of what came back as the results take.
func shown(client *soda.Client, text string) string {
	if client.Leaks(text[:min(len(text), 2*maxShown)]) { // a secret may be cut in two
		return hidden
	}
	return strings.ToValidUTF8(text[:min(len(text), maxShown)], "\uFFFD")
}
