package webhook

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-cleanhttp"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

const (
	testLimit    = 10 * time.Second // Soda's own limit for an answer; here for the whole exchange, redirects included
	maxAnswer    = 1 << 20          // of the endpoint. Soda publishes no bound
	maxShown     = 4096             // bytes of the answer that go into the results
	maxRedirects = 5
)

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
		if h.Readable() && (seemsSecret(h.Name, *h.Value)) {
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

// sendFromHere sends the event by itself, under the demands that Soda publishes for endpoints.
func (t testEvent) sendFromHere(ctx context.Context) (*outcome, error) {
	payload, err := samplePayload(t.Event, rand.Uint64(), time.Now()) // random values, as Soda's own test tool sends
	if err != nil {
		return nil, err
	}
	transport := t.transport()
	defer transport.CloseIdleConnections()
	limited, cancel := context.WithTimeout(ctx, testLimit)
	defer cancel()
	route := &progress{}
	o := &outcome{Payload: payload, SentAt: time.Now()}
	err = t.exchange(httptrace.WithClientTrace(limited, route.trace()), transport, o)
	if ctx.Err() != nil {
		return nil, ctx.Err() // the run was cancelled, which says nothing of the endpoint
	}
	o.Duration = time.Since(o.SentAt)
	o.Answer = t.shown(o.Answer)
	if err != nil {
		o.Error = t.hidden(route.describe(err))
	}
	tflog.Debug(ctx, "sent a test event", map[string]any{"event": string(t.Event), "status": o.StatusCode, "ms": o.Duration.Milliseconds()})
	return o, nil
}

// transport takes a proxy from the environment, as the provider's other calls do: it learns the host and no more, for Go
// asks no proxy for loopback, and all else is https.
func (t testEvent) transport() *http.Transport {
	transport := cleanhttp.DefaultTransport()
	transport.DisableCompression = true // the endpoint is to get the headers that were configured
	transport.TLSClientConfig = &tls.Config{RootCAs: t.roots(), MinVersion: tls.VersionTLS12}
	return transport
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

// exchange posts the event, follows redirects if it should, and puts the last answer into o.
func (t testEvent) exchange(ctx context.Context, transport http.RoundTripper, o *outcome) error {
	target, err := url.Parse(t.URL)
	if err != nil {
		return stageError{"connect", "the URL cannot be parsed"}
	}
	for range maxRedirects + 1 {
		next, err := t.post(ctx, transport, target, o)
		switch {
		case err != nil:
			return err
		case next == nil && (o.StatusCode < 200 || o.StatusCode > 399):
			return statusError(o.StatusCode, "")
		case next == nil:
			return nil
		case !t.Redirects:
			return statusError(o.StatusCode, fmt.Sprintf("to %s; redirects are not followed unless follow_redirects is true", place(next)))
		case !sameServer(next, target):
			return statusError(o.StatusCode, fmt.Sprintf("to %s; that is another host, port or scheme, and headers must not go there", place(next)))
		}
		target = next
	}
	return statusError(o.StatusCode, fmt.Sprintf("after %d redirects; no more are followed", maxRedirects))
}

// post makes one request and reads its answer into o. next is where the answer redirects to, nil if it does not.
func (t testEvent) post(ctx context.Context, transport http.RoundTripper, target *url.URL, o *outcome) (next *url.URL, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), strings.NewReader(o.Payload))
	if err != nil {
		return nil, stageError{"connect", "the request cannot be made"}
	}
	if password, ok := target.User.Password(); ok {
		req.SetBasicAuth(target.User.Username(), password)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "terraform-provider-soda")
	for name, value := range t.Headers {
		req.Header.Set(name, value)
		if strings.EqualFold(name, "Host") {
			req.Host = value // where the library takes it from
		}
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
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	o.Answer = string(body)
	if err == nil && len(body) > maxAnswer {
		err = stageError{"answer", fmt.Sprintf("larger than %d MiB; the rest was not read", maxAnswer>>20)}
	}
	if err != nil || !redirects(resp.StatusCode) {
		return nil, err
	}
	if next, err = resp.Location(); err != nil {
		return nil, statusError(resp.StatusCode, "that does not say where to")
	}
	return next, nil
}

// redirects reports whether the status asks to send the request elsewhere. Soda counts 300 to 399 as success, but does not
// say if it follows: an event that went nowhere must not pass for delivered. 303 says that the request was dealt with.
func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// place is a URL without what may be a credential in it.
func place(u *url.URL) string { return u.Scheme + "://" + u.Host }

// sameServer reports whether headers that go to one URL may go to the other.
func sameServer(a, b *url.URL) bool {
	port := func(u *url.URL) string { return cmp.Or(u.Port(), u.Scheme) } // no port is the scheme's own
	return a.Scheme == b.Scheme && a.Hostname() == b.Hostname() && port(a) == port(b)
}

func samplePayload(name event.Name, seed uint64, at time.Time) (string, error) {
	payload, err := event.Sample(name, seed, at)
	if err != nil {
		return "", err
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err = encoder.Encode(payload)
	return strings.TrimSpace(text.String()), err
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
