package emulator

import (
	"cmp"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Received is a request to the emulator's receiver.
type Received struct {
	Time   time.Time
	Method string
	Path   string
	Header http.Header // with all secrets
	Body   []byte
	Status int // 0 if it was left without a response
}

// StartReceiver serves an endpoint for webhooks at the address, on loopback only. What it does with a request goes by the path:
// /status/500 responds with that status, /slow/5s after so long, /silent not at all, any other path with 200 at once. From then on it also gets what is sent to
// example.com, example.net, example.org and below, so that the examples of documents need no other endpoint.
func (e *Emulator) StartReceiver(addr string) (*Server, error) {
	server, err := e.listen(addr, http.HandlerFunc(e.receive))
	if err == nil {
		e.mu.Lock()
		e.receiver = server.URL
		e.mu.Unlock()
	}
	return server, err
}

// Received returns what the receiver got, in order.
func (e *Emulator) Received() []Received {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.received)
}

func (e *Emulator) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequestBody))
	if err != nil {
		panic(http.ErrAbortHandler) // the sender has gone, or sends what nobody sends
	}
	status, delay := behaviour(r.URL.Path)
	// Noted before it is answered, so that whoever has the response finds the request.
	e.mu.Lock()
	e.received = keepLast(append(e.received, Received{
		Time: e.now(), Method: r.Method, Path: r.URL.EscapedPath(), Header: r.Header.Clone(), Body: body, Status: status,
	}))
	e.mu.Unlock()
	if status == 0 {
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	}
	select {
	case <-time.After(delay):
	case <-r.Context().Done():
		return
	}
	w.WriteHeader(status)
}

// behaviour is what a path asks for; status 0 is no response.
func behaviour(path string) (status int, delay time.Duration) {
	kind, value, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch kind {
	case "status":
		if n, err := strconv.Atoi(value); err == nil && n >= 200 && n <= 599 {
			return n, 0
		}
		return http.StatusNotFound, 0
	case "slow":
		d, _ := time.ParseDuration(value)
		return http.StatusOK, cmp.Or(max(d, 0), 5*time.Second)
	case "silent":
		return 0, 0
	}
	return http.StatusOK, 0
}
