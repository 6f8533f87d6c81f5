package deliverytest

import (
	"net"
	"net/http"
	"testing"
)

// Status responds with the status and nothing else.
func Status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// RedirectTo responds that the endpoint is elsewhere.
func RedirectTo(place string, code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", place)
		w.WriteHeader(code)
	}
}

// Hang never responds.
func Hang(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }

// Drip responds at once and never ends.
func Drip(w http.ResponseWriter, req *http.Request) {
	_, _ = w.Write([]byte("a"))
	w.(http.Flusher).Flush()
	<-req.Context().Done()
}

// Reset breaks the connection once the request is there.
func Reset(w http.ResponseWriter, _ *http.Request) {
	connection := hijack(w)
	_ = connection.(*net.TCPConn).SetLinger(0)
	_ = connection.Close()
}

// NotHTTP responds with text that is not HTTP: the request's Authorization header.
func NotHTTP(w http.ResponseWriter, req *http.Request) {
	connection := hijack(w)
	_, _ = connection.Write([]byte("hello " + req.Header.Get("Authorization") + "\r\n\r\n"))
	_ = connection.Close()
}

func hijack(w http.ResponseWriter) net.Conn {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	return connection
}

// TenMegabytes responds with more than anybody wants to read.
func TenMegabytes(w http.ResponseWriter, _ *http.Request) {
	for range 10 {
		_, _ = w.Write(make([]byte, 1<<20))
	}
}

// Closed is an address where nobody listens any more.
func Closed(t testing.TB) *Receiver {
	t.Helper()
	r := NewReceiver(t, Status(http.StatusOK))
	r.Close()
	return r
}
