package soda

import (
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// newCloud starts an emulator without limits and a client of it that waits little between attempts.
func newCloud(t *testing.T, set ...func(*emulator.Options)) (*emulator.Server, *Client) {
	t.Helper()
	o := emulator.Options{Limits: emulator.LimitsOff}
	for _, f := range set {
		f(&o)
	}
	cloud, err := emulator.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cloud.Close() })
	return cloud, impatient(cloud.URL, emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret)
}

func impatient(address, id, secret string) *Client {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	c := New(Config{BaseURL: u, APIKeyID: id, APIKeySecret: secret, RequestTimeout: 2 * time.Second, Lag: new(50 * time.Millisecond), CredentialSource: "the test"})
	c.pause, c.pacer.floor = time.Millisecond, time.Microsecond
	return c
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// inBubble returns an emulator and two clients of it, one of them a colleague's, without a network: it is for synctest.
func inBubble(set ...func(*emulator.Options)) (cloud *emulator.Emulator, mine, colleague *Client) {
	o := emulator.Options{Limits: emulator.LimitsOff}
	for _, f := range set {
		f(&o)
	}
	cloud = emulator.New(o)
	client := func() *Client {
		c := New(Config{BaseURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, APIKeyID: emulator.DefaultAPIKeyID, APIKeySecret: emulator.DefaultAPIKeySecret})
		c.wire = served(cloud)
		return c
	}
	return cloud, client(), client()
}

// served answers requests by a handler.
func served(handler http.Handler) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		httptrace.ContextClientTrace(req.Context()).WroteHeaders()
		if req.Body == nil {
			req.Body = http.NoBody
		}
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, req)
		return recorder.Result(), nil
	})
}

// bubble runs a test on its own clock.
func bubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, test)
}

func later(d time.Duration) {
	time.Sleep(d) //nolint:forbidigo // the clock is synctest's
}
