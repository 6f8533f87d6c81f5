package soda

import (
	"net/http"
	"net/url"
	"testing"
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
