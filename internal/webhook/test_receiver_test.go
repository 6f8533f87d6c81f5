package webhook_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// receiver is an endpoint that keeps what it gets.
type receiver struct {
	*httptest.Server

	mu       sync.Mutex
	received []received
}

type received struct {
	header http.Header
	body   []byte
}

// newReceiver starts an http endpoint that answers with the handler, after keeping the request.
func newReceiver(t *testing.T, answer http.HandlerFunc) *receiver {
	t.Helper()
	r := unstarted(t, answer)
	r.Start()
	return r
}

// newTLSReceiver starts an https endpoint whose certificate is signed by the CA.
func newTLSReceiver(t *testing.T, ca *authority, answer http.HandlerFunc, change func(*tls.Config)) *receiver {
	t.Helper()
	r := unstarted(t, answer)
	r.TLS = &tls.Config{Certificates: []tls.Certificate{ca.issue(t, time.Now().Add(time.Hour))}, MinVersion: tls.VersionTLS12}
	if change != nil {
		change(r.TLS)
	}
	r.StartTLS()
	return r
}

func unstarted(t *testing.T, answer http.HandlerFunc) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil || req.Method != http.MethodPost {
			t.Errorf("the receiver got a %s: %v", req.Method, err)
		}
		r.mu.Lock()
		r.received = append(r.received, received{req.Header.Clone(), body})
		r.mu.Unlock()
		answer(w, req)
	}))
	r.Config.ErrorLog = log.New(io.Discard, "", 0) // failing handshakes are what some tests are about
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) requests() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received{}, r.received...)
}

func (r *receiver) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.received = nil
}

// expectOne checks that exactly one request came, with the headers, and a payload that is valid against the event's schema.
func (r *receiver) expectOne(t *testing.T, name event.Name, headers map[string]string) {
	t.Helper()
	all := r.requests()
	if len(all) != 1 {
		t.Fatalf("the receiver got %d requests, want 1", len(all))
	}
	for header, want := range headers {
		if got := all[0].header.Get(header); got != want {
			t.Errorf("header %s: got %q, want %q", header, got, want)
		}
	}
	var payload any
	if err := json.Unmarshal(all[0].body, &payload); err != nil {
		t.Fatal(err)
	}
	if err := eventSchema(t, name).Validate(payload); err != nil {
		t.Errorf("the payload of %s: %v", name, err)
	}
}

func eventSchema(t *testing.T, name event.Name) *jsonschema.Schema {
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

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// authority is a CA of the test's own.
type authority struct {
	PEM string

	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "a CA of the test"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	key := newKey(t)
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
	return &authority{PEM: string(text), certificate: certificate, key: key}
}

// issue makes a certificate for loopback.
func (a *authority) issue(t *testing.T, notAfter time.Time) tls.Certificate {
	t.Helper()
	key := newKey(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "receiver"}, NotBefore: time.Now().Add(-24 * time.Hour), NotAfter: notAfter,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
