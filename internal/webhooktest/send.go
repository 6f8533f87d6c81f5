package webhooktest

import (
	"context"
	"crypto/x509"
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
	Secrets       []string // values of headers that no result may show
	Event         event.Name
	CACertificate string // PEM; trusted beside the system's
	Redirects     bool   // whether to follow them
}

// outcome is what came of a test event. That it was not delivered is an outcome too.
type outcome struct {
	StatusCode int // 0 if no answer came
	Answer     string
	Duration   time.Duration
	Error      string // begins with its stage; "" if delivered
	TLSVersion string
	Payload    string
	SentAt     time.Time
}

func (o *outcome) delivered() bool { return o.Error == "" }

// send sends the event. Its error says that nothing can be said of the endpoint.
func (t testEvent) send(ctx context.Context, client *soda.Client) (*outcome, error) {
	if t.IntegrationID != "" {
		return t.sendThrough(ctx, client)
	}
	return t.sendFromHere(ctx)
}

// sendThrough has Soda Cloud send the event. Header values that Soda shows are secrets as far as one can tell.
func (t testEvent) sendThrough(ctx context.Context, client *soda.Client) (*outcome, error) {
	webhook, err := client.Webhook(ctx, t.IntegrationID)
	if err != nil {
		return nil, err
	}
	answer, err := client.TestWebhook(ctx, t.IntegrationID, string(t.Event))
	if err != nil {
		return nil, err
	}
	for _, h := range webhook.Headers {
		if h.Readable() && (header.SeemsSecret(h.Name, *h.Value)) {
			t.Secrets = append(t.Secrets, *h.Value)
		}
	}
	failure := answer.Error
	if failure == "" && !answer.Delivered {
		failure = "Soda Cloud did not deliver it, and gives no reason"
	}
	return &outcome{
		StatusCode: answer.StatusCode,
		Answer:     t.shown(answer.ResponseBody),
		Duration:   time.Duration(answer.DurationMillis) * time.Millisecond,
		Error:      t.hidden(failure),
		Payload:    string(answer.Payload),
		SentAt:     answer.SentAt,
	}, nil
}

// sendFromHere sends the event by itself. A proxy is taken from the environment, as for the provider's other calls: it learns
// the host and no more, for Go asks no proxy for loopback, and all else is https.
func (t testEvent) sendFromHere(ctx context.Context) (*outcome, error) {
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
		StatusCode: sent.StatusCode, Answer: t.shown(string(sent.Body)), Duration: sent.Duration, TLSVersion: sent.TLSVersion,
		Payload: string(payload), SentAt: sent.SentAt,
	}
	if !sent.Delivered() {
		o.Error = t.hidden(sent.Failure.Error())
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

// shown is as much of an answer as the results take.
func (t testEvent) shown(answer string) string {
	answer = t.hidden(answer)
	if len(answer) > maxShown {
		answer = answer[:maxShown]
	}
	return strings.ToValidUTF8(answer, "\uFFFD")
}

// hidden takes the secrets out of what an endpoint said.
func (t testEvent) hidden(text string) string { return soda.WithoutSecrets(text, t.Secrets) }
