package soda

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The key goes to the configured host only: whatever redirects, it is an error, and nothing follows it, to another host or on
// the same one.
func TestClient_refusesRedirects(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // a deletion that was followed would wait for ever
	defer cancel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for name, makeCall := range calls {
			var elsewhere atomic.Int32
			other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
			var requests atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				target := other.URL
				if status%2 == 0 {
					target = "/elsewhere"
				}
				http.Redirect(w, r, target, status)
			}))
			err := makeCall(ctx, impatient(server.URL, "id", "secret"))
			if e, ok := errors.AsType[*Error](err); !ok || e.Status != status || elsewhere.Load() > 0 || requests.Load() != 1 {
				t.Errorf("%s, %d: got %v after %d requests, %d of them to another host", name, status, err, requests.Load(), elsewhere.Load())
			}
			server.Close()
			other.Close()
		}
	}
}

// Nothing in an answer leads a later request elsewhere: each goes to the configured host, over the configured scheme.
func TestClient_staysOnItsHost(t *testing.T) {
	t.Parallel()
	for name, makeCall := range calls {
		c := New(Config{BaseURL: &url.URL{Scheme: "https", Host: "soda.example"}, APIKeyID: "id", APIKeySecret: "secret"})
		requests := 0
		c.wire = roundTripper(func(req *http.Request) (*http.Response, error) {
			requests++
			if req.URL.Scheme != "https" || req.URL.Host != "soda.example" || req.Host != "soda.example" {
				t.Errorf("%s: got a request to %s with the host %s", name, req.URL, req.Host)
			}
			if id, secret, ok := req.BasicAuth(); !ok || id != "id" || secret != "secret" || req.URL.User != nil || len(req.Cookies()) > 0 {
				t.Errorf("%s: the key is not where it belongs: %s", name, req.URL)
			}
			const elsewhere = "http://elsewhere.example/api"
			header := http.Header{"Location": {elsewhere}, "Content-Location": {elsewhere}, "Refresh": {"0;url=" + elsewhere}, "Set-Cookie": {"token=x"},
				"Link": {"<" + elsewhere + ">; rel=\"next\""}, "Alt-Svc": {`h2="elsewhere.example:443"`}}
			body := `{"id":"id","userId":"id","userGroupId":"id","event":"validate","next":"` + elsewhere + `","content":[],"number":0,"totalElements":0,"totalPages":0}`
			return &http.Response{StatusCode: http.StatusOK, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
		})
		for range 2 {
			if err := makeCall(t.Context(), c); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if requests == 0 {
			t.Errorf("%s made no request", name)
		}
	}
}

// A server that cannot show a certificate for its host gets nothing, and is not asked again.
func TestClient_verifiesCertificate(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the request was sent") }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the failing handshake
	server.StartTLS()
	defer server.Close()
	_, err := impatient(server.URL, "id", "secret").Rules(t.Context())
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); !ok {
		t.Errorf("got %v, want that the authority is unknown", err)
	}
}

// An answer without an end is cut off at the limit, and not asked for again.
func TestClient_boundsAnswers(t *testing.T) {
	t.Parallel()
	c := impatient("http://127.0.0.1:9", "id", "secret")
	endless, requests := &endlessSpaces{}, 0
	c.wire = roundTripper(func(req *http.Request) (*http.Response, error) {
		requests++
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(endless), Request: req}, nil
	})
	_, err := c.Rules(t.Context())
	if !errors.Is(err, errAnswerTooLarge) || endless.read > 2*maxAnswer || requests != 1 {
		t.Errorf("got %v after %d bytes in %d requests", err, endless.read, requests)
	}
}

// endlessSpaces is what a JSON parser would skip for ever.
type endlessSpaces struct{ read int }

func (s *endlessSpaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	s.read += len(p)
	return len(p), nil
}

// onObjects are the calls on one object, by where the id stands.
var onObjects = map[string]func(ctx context.Context, c *Client, id string) error{
	"POST /api/v1/notificationRules/{}": func(ctx context.Context, c *Client, id string) error {
		return second(c.UpdateRule(ctx, id, aRule, nil))
	},
	"DELETE /api/v1/notificationRules/{}": func(ctx context.Context, c *Client, id string) error { return c.DeleteRule(ctx, id) },
	"POST /api/v1/integrations/webhooks/{}": func(ctx context.Context, c *Client, id string) error {
		return second(c.UpdateWebhook(ctx, id, aWebhook, nil))
	},
	"DELETE /api/v1/integrations/webhooks/{}": func(ctx context.Context, c *Client, id string) error { return c.DeleteWebhook(ctx, id) },
	"POST /api/v1/integrations/webhooks/{}/test": func(ctx context.Context, c *Client, id string) error {
		return second(c.TestWebhook(ctx, id, "validate"))
	},
	"GET /api/v1/datasets/{}": func(ctx context.Context, c *Client, id string) error { return second(c.Dataset(ctx, id)) },
}

// An id is one segment of a path, whatever is in it, or it is refused before anything is sent: it never leads to another
// endpoint.
func TestClient_escapesIDs(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"", ".", "..", "a/b", "../users", "a/../b", "..%2Fusers", "%2e%2e", "a%2Fb", "a?b=c", "a#b", "?", "#", "a b", "a;b", `a\b`, "{id}", "ä", "\x00", "\r\nHost: x"} {
		server := &idServer{}
		listening := httptest.NewServer(server)
		for call, makeCall := range onObjects {
			server.seen = nil
			err := makeCall(t.Context(), impatient(listening.URL, "id", "secret"), id)
			if refused := errors.Is(err, errNotAnID) && len(server.seen) == 0; refused != (strings.Trim(id, ".") == "") {
				t.Errorf("%s with %q: got %v and %q", call, id, err, server.seen)
			} else if !refused && (len(server.seen) != 1 || idIn(server.seen[0], call) != id) {
				t.Errorf("%s with %q: got %q", call, id, server.seen)
			}
		}
		listening.Close()
	}
}

// idIn is the id in the target of a request, or what is wrong with it.
func idIn(request, call string) string {
	before, after, _ := strings.Cut(call, "{}")
	segment, suffixed := strings.CutSuffix(strings.TrimPrefix(request, before), after)
	if !strings.HasPrefix(request, before) || !suffixed || strings.ContainsAny(segment, `/\?#; `) {
		return "another endpoint"
	}
	id, _ := url.PathUnescape(segment) // "" where it cannot be: no id of this test
	return id
}

// idServer refuses all it sees.
type idServer struct {
	mu   sync.Mutex
	seen []string
}

func (s *idServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, fmt.Sprintf("%s %s", r.Method, r.RequestURI))
	http.Error(w, `{}`, http.StatusForbidden)
}
