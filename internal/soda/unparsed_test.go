package soda

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What is no HTTP, or no JSON as documented, may repeat a secret. Neither the library's words nor a value get into an error.
func TestClient_hidesWhatCannotBeParsed(t *testing.T) {
	t.Parallel()
	for name, response := range map[string]string{
		"header":      "HTTP/1.1 200 OK\r\nbad header line %s\r\n\r\n",
		"status line": "%s\r\n\r\n",
		"status":      "HTTP/1.1 %s OK\r\n\r\n",
		"length":      "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n",
		"trailer":     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n0\r\nbad %s\r\n\r\n",
	} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				request := make([]byte, 1<<16)
				n, _ := conn.Read(request)
				_, authorization, _ := strings.Cut(string(request[:n]), "Authorization: ")
				authorization, _, _ = strings.Cut(authorization, "\r\n")
				_, _ = fmt.Fprintf(conn, response, authorization)
				_ = conn.Close()
			}
		}()
		c := impatient("http://"+listener.Addr().String(), "canary-key-id", "canary-secret-0123456789")
		if _, err := c.Rules(t.Context()); err == nil || c.Leaks(err.Error()) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.Method == http.MethodGet {
			_, _ = fmt.Fprint(w, `{"content":[],"number":0,"totalElements":0,"totalPages":0}`)
			return
		}
		var in map[string]any
		_ = json.NewDecoder(r.Body).Decode(&in)
		_, _ = fmt.Fprintf(w, `{"id":"1","name":"n","createdAt":%q}`, in["secret"])
	}))
	t.Cleanup(server.Close)
	c := impatient(server.URL, "canary-key-id", "canary-secret-0123456789")
	in := aWebhook
	in.Secret = new("signing-canary-987654")
	if _, err := c.CreateWebhook(t.Context(), in); err == nil || c.Leaks(err.Error()) {
		t.Errorf("create: got %v", err)
	}
	if _, err := c.UpdateWebhook(t.Context(), "1", in, nil); err == nil || c.Leaks(err.Error()) {
		t.Errorf("update: got %v", err)
	}
}

// An object whose id cannot be read has its name all the same.
func TestClient_nameOfUnreadable(t *testing.T) {
	t.Parallel()
	posts := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.Method == http.MethodGet {
			_, _ = fmt.Fprintf(w, `{"content":[{"id":17,"name":%q},{"id":"a","name":"y"}],"number":0,"totalElements":2,"totalPages":1}`, aRule.Name)
			return
		}
		posts++
		_, _ = fmt.Fprintf(w, `{"id":"new","name":%q}`, aRule.Name)
	}))
	t.Cleanup(server.Close)
	_, err := impatient(server.URL, "id", "secret").CreateRule(t.Context(), aRule)
	if _, exists := errors.AsType[*ExistsError](err); !exists || posts != 0 {
		t.Errorf("got %v after %d creates", err, posts)
	}
}
