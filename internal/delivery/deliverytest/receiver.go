// Package deliverytest has endpoints for tests of deliveries: receivers that keep what they get, over HTTP or over TLS with a
// certificate authority of their own, and handlers for what endpoints do wrong. They listen on loopback.
package deliverytest

import (
	"crypto/tls"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// Receiver is an endpoint that keeps what it gets.
type Receiver struct {
	*httptest.Server

	mu       sync.Mutex
	received []Received
}

// Received is one request to a receiver.
type Received struct {
	Path   string
	Header http.Header
	Body   []byte
}

// NewReceiver starts an HTTP endpoint that responds with the handler, after keeping the request.
func NewReceiver(t testing.TB, respond http.HandlerFunc) *Receiver {
	t.Helper()
	r := unstarted(t, respond)
	r.Start()
	return r
}

// NewTLSReceiver starts an HTTPS endpoint whose certificate is signed by the CA. change, unless nil, may change its terms.
func NewTLSReceiver(t testing.TB, ca *Authority, respond http.HandlerFunc, change func(*tls.Config)) *Receiver {
	t.Helper()
	r := unstarted(t, respond)
	r.TLS = &tls.Config{Certificates: []tls.Certificate{ca.Issue(t, time.Now().Add(time.Hour), loopback)}, MinVersion: tls.VersionTLS12}
	if change != nil {
		change(r.TLS)
	}
	r.StartTLS()
	return r
}

func unstarted(t testing.TB, respond http.HandlerFunc) *Receiver {
	t.Helper()
	r := &Receiver{}
	r.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil || req.Method != http.MethodPost {
			t.Errorf("the receiver got a %s: %v", req.Method, err)
		}
		r.mu.Lock()
		r.received = append(r.received, Received{req.URL.RequestURI(), req.Header.Clone(), body})
		r.mu.Unlock()
		respond(w, req)
	}))
	r.Config.ErrorLog = log.New(io.Discard, "", 0) // failing handshakes are what some tests are about
	t.Cleanup(r.Close)
	return r
}

// Requests returns what came so far.
func (r *Receiver) Requests() []Received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.received)
}

// Forget drops what came so far.
func (r *Receiver) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.received = nil
}

// ExpectOne checks that exactly one request came, with the headers, and a payload that is valid against the event's schema.
func (r *Receiver) ExpectOne(t testing.TB, name event.Name, headers map[string]string) {
	t.Helper()
	all := r.Requests()
	if len(all) != 1 {
		t.Fatalf("the receiver got %d requests, want 1", len(all))
	}
	for header, want := range headers {
		if got := all[0].Header.Get(header); got != want {
			t.Errorf("header %s: got %q, want %q", header, got, want)
		}
	}
	CheckPayload(t, name, all[0].Body)
}

// CheckPayload holds a payload to the schema of its event.
func CheckPayload(t testing.TB, name event.Name, text []byte) {
	t.Helper()
	var payload any
	if err := json.Unmarshal(text, &payload); err != nil {
		t.Fatal(err)
	}
	if err := schema(t, name).Validate(payload); err != nil {
		t.Errorf("the payload of %s: %v", name, err)
	}
}

func schema(t testing.TB, name event.Name) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	for _, file := range []string{"objects", string(name)} {
		text, err := event.Schemas.Open("schemas/" + file + ".json")
		if err != nil {
			t.Fatal(err)
		}
		document, err := jsonschema.UnmarshalJSON(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource("mem:///"+file+".json", document); err != nil {
			t.Fatal(err)
		}
	}
	return compiler.MustCompile("mem:///" + string(name) + ".json")
}
