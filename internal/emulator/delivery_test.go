package emulator_test

import (
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func TestDelivery(t *testing.T) {
	for name, tc := range map[string]struct {
		endpoint  http.HandlerFunc
		delivered bool
		status    any    // nil if no answer came
		want      string // the error begins with it
	}{
		"success":  {func(http.ResponseWriter, *http.Request) {}, true, 200.0, ""},
		"a 404":    {http.NotFound, false, 404.0, "status: 404"},
		"a 500":    {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, false, 500.0, "status: 500"},
		"redirect": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/next", http.StatusFound) }, true, 302.0, ""},
		"timeout":  {func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body); <-r.Context().Done() }, false, nil, "timeout: "},
		"reset":    {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false, nil, "connect: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls := make(chan string, 9)
			endpoint := receiver(t, func(w http.ResponseWriter, r *http.Request) {
				calls <- r.URL.Path
				tc.endpoint(w, r)
			})
			options := emulator.Options{}
			if strings.HasPrefix(tc.want, "timeout") { // the others must not meet it on a busy machine
				options.DeliveryTimeout = time.Second
			}
			c := start(t, options)
			r := c.must("POST", webhooksPath+"/"+c.webhook("w", endpoint.URL+"/soda")+"/test", `{"event":"validate"}`)
			message, _ := r.json["error"].(string)
			if r.json["delivered"] != tc.delivered || r.json["statusCode"] != tc.status || !strings.HasPrefix(message, tc.want) {
				t.Errorf("got %s, want delivered %t, status %v, error %q", r.raw, tc.delivered, tc.status, tc.want)
			}
			if tc.delivered && message != "" || len(calls) != 1 {
				t.Errorf("got error %q and %d requests, want no error with a delivery, and one request", message, len(calls))
			}
		})
	}
}

func TestDelivery_request(t *testing.T) {
	t.Parallel()
	got := make(chan string, 1)
	endpoint := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- r.Method + " " + r.Header.Get("Content-Type") + " " + r.Header.Get("X-Team") + " " + string(body)
		_, _ = io.WriteString(w, strings.Repeat("x", 5000))
	})
	c := start(t, emulator.Options{})
	id := c.must("POST", webhooksPath, `{"name":"w","url":"`+endpoint.URL+`","scopes":[],
		"headers":[{"name":"x-team","value":"a"},{"name":"content-type","value":"text/json"}]}`).id()
	r := c.must("POST", webhooksPath+"/"+id+"/test", `{"event":"incidentCreated"}`)
	if got := <-got; !strings.HasPrefix(got, `POST text/json a {"event":"incidentCreated",`) {
		t.Errorf("the receiver got %s", got)
	}
	if body, _ := r.json["responseBody"].(string); len(body) != 4096 || r.json["payload"] == nil || r.json["sentAt"] == nil {
		t.Errorf("got %d bytes of the answer, want 4096, and what was sent when: %.200s", len(body), r.raw)
	}
	if d := c.Deliveries(); len(d) != 1 || d[0].IntegrationID != id || d[0].Event != "incidentCreated" || d[0].StatusCode != http.StatusOK {
		t.Errorf("got deliveries %+v, want this one", d)
	}
	c.refused("POST", webhooksPath+"/nix/test", `{"event":"validate"}`, 404, `"nix"`)
	c.refused("POST", webhooksPath+"/"+id+"/test", `{"event":"agreementCreated"}`, 400, "/event")
}

func TestDelivery_hosts(t *testing.T) {
	t.Parallel()
	closed := receiver(t, nil)
	closed.Close()
	trusted := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(trusted.Close)
	roots := x509.NewCertPool()
	roots.AddCert(trusted.Certificate())
	for name, tc := range map[string]struct {
		url   string
		roots *x509.CertPool
		want  string // the error begins with it
	}{
		"nobody listens":     {closed.URL, nil, "connect: "},
		"another machine":    {"https://example.com/soda", nil, "connect: not tried"},
		"trusted authority":  {trusted.URL, roots, ""},
		"unknown authority":  {trusted.URL, x509.NewCertPool(), "TLS: "},
		"https to plain TCP": {strings.Replace(receiver(t, http.NotFound).URL, "http:", "https:", 1), nil, "TLS: "},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, emulator.Options{RootCAs: tc.roots})
			r := c.must("POST", webhooksPath+"/"+c.webhook("w", tc.url)+"/test", `{"event":"validate"}`)
			message, _ := r.json["error"].(string)
			if !strings.HasPrefix(message, tc.want) || (message == "") != (tc.want == "") {
				t.Errorf("got error %q, want %q", message, tc.want)
			}
		})
	}
}
