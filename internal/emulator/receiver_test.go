package emulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A test event reaches the receiver, which does what the path asks for; the page shows the event and no secret.
func TestReceiver(t *testing.T) {
	t.Parallel()
	const canary = "canary-5a17"
	c := start(t, emulator.Options{Limits: emulator.LimitsOff, DeliveryTimeout: 500 * time.Millisecond})
	endpoint, err := c.StartReceiver("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = endpoint.Close() })
	for path, want := range map[string]string{
		"/hook": `"delivered":true`, "/status/204": `"statusCode":204`, "/status/500": `"statusCode":500`, "/status/x": `"statusCode":404`,
		"/slow/1ms": `"delivered":true`, "/slow/1h": `"delivered":false`, "/silent": `"delivered":false`,
	} {
		id := c.must("POST", webhooksPath, `{"name":"`+path+`","url":"`+endpoint.URL+path+`","scopes":[],"headers":[{"name":"X-Key","value":"`+canary+`"}]}`).id()
		if r := c.must("POST", webhooksPath+"/"+id+"/test", `{"event":"incidentCreated"}`); !strings.Contains(r.raw, want) {
			t.Errorf("%s: got %s, want %s", path, r.raw, want)
		}
	}
	got := c.Received()
	if len(got) != 7 || got[0].Header.Get("X-Key") != canary || !strings.Contains(string(got[0].Body), `"event":"incidentCreated"`) {
		t.Errorf("got %d requests, the first %+v, want seven events with the header", len(got), got[0])
	}
	c.shows("", "Received 7", "POST /silent none, on purpose", "POST /status/500 500 Internal Server Error", "X-Key: ...", "Content-Type: application/json", `"event": "incidentCreated"`)
	if page := c.page(""); strings.Contains(page, canary) {
		t.Error("the page has a secret")
	}
	if server, err := c.StartReceiver("0.0.0.0:0"); err == nil {
		_ = server.Close()
		t.Error("got a receiver for other machines, want an error")
	}
}

// While there is a receiver, it gets what is sent to the domains that are kept for examples, and nothing else beyond this machine.
func TestReceiver_examples(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Limits: emulator.LimitsOff})
	deliver := func(url string) string {
		t.Helper()
		id := c.must("POST", webhooksPath, `{"name":"`+url+`","url":"`+url+`","scopes":[]}`).id()
		return c.must("POST", webhooksPath+"/"+id+"/test", `{"event":"validate"}`).raw
	}
	if got := deliver("https://example.com/before"); !strings.Contains(got, "only to loopback") {
		t.Errorf("without a receiver: got %s", got)
	}
	endpoint, err := c.StartReceiver("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = endpoint.Close() })
	for url, want := range map[string]string{
		"https://events.example.com/soda?team=a": `"delivered":true`, "https://EXAMPLE.org": `"delivered":true`, "https://a.b.example.net/status/503": `"statusCode":503`,
		"https://example.com.evil.test/": "only to loopback", "https://notexample.com/": "only to loopback", "https://example.dev/": "only to loopback",
	} {
		if got := deliver(url); !strings.Contains(got, want) {
			t.Errorf("%s: got %s, want %s", url, got, want)
		}
	}
	if got := len(c.Received()); got != 3 {
		t.Errorf("the receiver got %d events, want 3", got)
	}
}
