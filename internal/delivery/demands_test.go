package delivery_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery/deliverytest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// The tests of this file know what Soda publishes about endpoints, and nothing of how the package works.

func send(t *testing.T, r delivery.Request) *delivery.Outcome {
	t.Helper()
	payload, err := delivery.Payload(event.CheckEvaluation, 1, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	r.Payload = payload
	o, err := delivery.Send(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// A status from 200 to 399 counts. Redirects that are not followed are the caller's choice.
func TestDemands_status(t *testing.T) {
	t.Parallel()
	for code := 200; code < 600; code++ {
		endpoint := httptest.NewServer(deliverytest.Status(code))
		want := code <= 399
		o := send(t, delivery.Request{URL: endpoint.URL, Redirects: delivery.AcceptRedirects})
		if o.Delivered() != want || o.StatusCode != code || !want && o.Failure.Stage != delivery.Status {
			t.Errorf("%d: got delivered %t, status %d, %v; want delivered %t", code, o.Delivered(), o.StatusCode, o.Failure, want)
		}
		endpoint.Close()
	}
}

// TLS 1.2 and 1.3 do, older ones do not.
func TestDemands_tls(t *testing.T) {
	t.Parallel()
	ca := deliverytest.NewAuthority(t)
	for version, want := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		endpoint := deliverytest.NewTLSReceiver(t, ca, deliverytest.Status(200), deliverytest.Only(version))
		o := send(t, delivery.Request{URL: endpoint.URL, Roots: ca.Pool()})
		if o.Delivered() != want || want && o.TLSVersion != tls.VersionName(version) || !want && o.Failure.Stage != delivery.TLS {
			t.Errorf("%s: got delivered %t over %q, %v; want %t", tls.VersionName(version), o.Delivered(), o.TLSVersion, o.Failure, want)
		}
	}
}

// The response must be complete within 10 seconds; that an endpoint has begun to respond is not enough.
func TestDemands_limit(t *testing.T) {
	t.Parallel()
	if delivery.Limit != 10*time.Second {
		t.Errorf("the limit is %s", delivery.Limit)
	}
	for name, respond := range map[string]http.HandlerFunc{"hangs": deliverytest.Hang, "never ends": deliverytest.Drip} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endpoint := deliverytest.NewReceiver(t, respond)
			o := send(t, delivery.Request{URL: endpoint.URL, Limit: 200 * time.Millisecond})
			if o.Delivered() || o.Failure.Error() != "timeout: no complete response within 200ms; stopped while waiting for the response" {
				t.Errorf("got %v", o.Failure)
			}
			if o.Duration < 100*time.Millisecond || o.Duration > 5*time.Second { // the limit begins a moment before the sending
				t.Errorf("it took %s", o.Duration)
			}
		})
	}
}

// The event goes as a POST of JSON, with the configured headers, which may replace the sender's own.
func TestDemands_request(t *testing.T) {
	t.Parallel()
	endpoint := deliverytest.NewReceiver(t, deliverytest.Status(200))
	for _, name := range event.Names() {
		payload, err := delivery.Payload(name, 7, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		target := strings.Replace(endpoint.URL, "://", "://me:pw@", 1) + "/soda?key=1"
		o, err := delivery.Send(t.Context(), delivery.Request{URL: target, UserAgent: "agent", Payload: payload, Headers: map[string]string{"x-team": "data"}})
		if err != nil || !o.Delivered() {
			t.Fatal(err, o)
		}
		endpoint.ExpectOne(t, name, map[string]string{
			"Content-Type": "application/json", "User-Agent": "agent", "X-Team": "data", "Authorization": "Basic bWU6cHc=",
		})
		if got := endpoint.Requests()[0].Path; got != "/soda?key=1" {
			t.Errorf("it went to %s", got)
		}
		endpoint.Forget()
	}
	send(t, delivery.Request{URL: endpoint.URL, UserAgent: "agent", Headers: map[string]string{"content-type": "text/json", "user-agent": "mine"}})
	endpoint.ExpectOne(t, event.CheckEvaluation, map[string]string{"Content-Type": "text/json", "User-Agent": "mine"})
}

// Whatever an endpoint does, the failure names the stage, in words that are not the endpoint's.
func TestSend_failures(t *testing.T) {
	t.Parallel()
	ca := deliverytest.NewAuthority(t)
	plain := func(respond http.HandlerFunc) func(*testing.T) *deliverytest.Receiver {
		return func(t *testing.T) *deliverytest.Receiver { return deliverytest.NewReceiver(t, respond) }
	}
	overTLS := func(change func(*tls.Config)) func(*testing.T) *deliverytest.Receiver {
		return func(t *testing.T) *deliverytest.Receiver {
			return deliverytest.NewTLSReceiver(t, ca, deliverytest.Status(200), change)
		}
	}
	plainAsTLS := func(t *testing.T) *deliverytest.Receiver {
		r := deliverytest.NewReceiver(t, deliverytest.Status(200))
		r.URL = strings.Replace(r.URL, "http:", "https:", 1)
		return r
	}
	for name, tc := range map[string]struct {
		endpoint  func(*testing.T) *deliverytest.Receiver
		redirects delivery.Redirects
		untrusted bool
		requests  int
		want      string // "" if delivered
	}{
		"works":               {plain(deliverytest.Status(200)), 0, false, 1, ""},
		"works over TLS":      {overTLS(nil), 0, false, 1, ""},
		"resets":              {plain(deliverytest.Reset), 0, false, 1, "connect: the connection broke before the response was complete: "},
		"refuses":             {func(t *testing.T) *deliverytest.Receiver { return deliverytest.Closed(t) }, 0, false, 0, "connect: connection refused"},
		"is not HTTP":         {plain(deliverytest.NotHTTP), 0, false, 1, "response: not HTTP"},
		"responds 10 MB":      {plain(deliverytest.TenMegabytes), 0, false, 1, "response: larger than 1 MiB; the rest was not read"},
		"moved, refused":      {plain(deliverytest.RedirectTo("/canary", 301)), delivery.RefuseRedirects, false, 1, "status: 301 Moved Permanently, redirects are not followed"},
		"moved, accepted":     {plain(deliverytest.RedirectTo("/canary", 301)), delivery.AcceptRedirects, false, 1, ""},
		"moved elsewhere":     {plain(deliverytest.RedirectTo("https://canary.example.com/", 308)), delivery.FollowRedirects, false, 1, "status: 308 Permanent Redirect, to another host, port or scheme, to which the headers must not be sent"},
		"moved to a port":     {plain(deliverytest.RedirectTo("http://127.0.0.1:9/canary", 307)), delivery.FollowRedirects, false, 1, "status: 307 Temporary Redirect, to another host, port or scheme"},
		"moved nowhere":       {plain(deliverytest.Status(302)), delivery.FollowRedirects, false, 1, "status: 302 Found, without a Location header"},
		"moved for ever":      {plain(deliverytest.RedirectTo("/canary", 307)), delivery.FollowRedirects, false, 6, "status: 307 Temporary Redirect, after 5 redirects; no more are followed"},
		"unknown authority":   {overTLS(nil), 0, true, 0, "TLS: the certificate is signed by an unknown authority"},
		"expired certificate": {overTLS(deliverytest.Expired(t, ca)), 0, false, 0, "TLS: the certificate has expired or is not yet valid"},
		"another's":           {overTLS(deliverytest.ForAnother(t, ca)), 0, false, 0, "TLS: the certificate is not for 127.0.0.1"},
		"wants a client's":    {overTLS(deliverytest.WantsClient), 0, false, 0, "TLS: remote error: tls: certificate required"},
		"old TLS":             {overTLS(deliverytest.Only(tls.VersionTLS11)), 0, false, 0, "TLS: remote error: tls: protocol version not supported (Soda Cloud requires TLS 1.2 or newer)"},
		"no TLS":              {plainAsTLS, 0, false, 0, "TLS: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endpoint := tc.endpoint(t)
			r := delivery.Request{URL: endpoint.URL + "/?key=canary", Redirects: tc.redirects, Roots: ca.Pool(), Headers: map[string]string{"Authorization": "canary"}}
			if tc.untrusted {
				r.Roots = deliverytest.NewAuthority(t).Pool()
			}
			o := send(t, r)
			got := ""
			if !o.Delivered() {
				got = o.Failure.Error()
			}
			if !strings.HasPrefix(got, tc.want) || (got == "") != (tc.want == "") || strings.Contains(got, "canary") {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			if n := len(endpoint.Requests()); n != tc.requests {
				t.Errorf("got %d requests, want %d", n, tc.requests)
			}
			if len(o.Body) > delivery.MaxBody {
				t.Errorf("got %d bytes of the response", len(o.Body))
			}
		})
	}
}

// A proxy that refuses is named as such, in words that are not its own.
func TestSend_proxy(t *testing.T) {
	t.Parallel()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusProxyAuthRequired)
		_, _ = fmt.Fprint(w, "canary")
	}))
	t.Cleanup(proxy.Close)
	place, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	o := send(t, delivery.Request{URL: "https://events.example.com", Proxy: http.ProxyURL(place)})
	if want := "connect: the proxy responded with 407 Proxy Authentication Required"; o.Delivered() || o.Failure.Error() != want {
		t.Errorf("got %v, want %s", o.Failure, want)
	}
}

// A run that is cancelled says nothing about the endpoint.
func TestSend_cancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	endpoint := deliverytest.NewReceiver(t, func(_ http.ResponseWriter, req *http.Request) {
		cancel()
		<-req.Context().Done()
	})
	if o, err := delivery.Send(ctx, delivery.Request{URL: endpoint.URL}); err == nil {
		t.Errorf("got %+v, want an error", o)
	}
}

// A redirect that is followed gets the same request.
func TestSend_follows(t *testing.T) {
	t.Parallel()
	endpoint := deliverytest.NewReceiver(t, func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path != "/new" {
			http.Redirect(w, req, "/new", http.StatusMovedPermanently)
		}
	})
	o := send(t, delivery.Request{URL: endpoint.URL, Redirects: delivery.FollowRedirects, Headers: map[string]string{"X-Team": "data"}})
	got := endpoint.Requests()
	if !o.Delivered() || len(got) != 2 || string(got[0].Body) != string(got[1].Body) || got[1].Header.Get("X-Team") != "data" {
		t.Errorf("got %v and %d requests, want two of the same", o.Failure, len(got))
	}
}
