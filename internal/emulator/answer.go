package emulator

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
)

// answer is what goes back for a request.
type answer struct {
	status int // 0 if nothing goes back
	header http.Header
	body   []byte
	ending ending
}

// ending is how an answer reaches the client, or does not.
type ending int

const (
	complete ending = iota
	cut             // half of the body, then the connection ends
	reset           // nothing but a reset of the connection
	silence         // nothing at all, until the client gives up
)

func jsonAnswer(status int, body []byte) answer {
	return answer{status: status, header: http.Header{"Content-Type": {"application/json"}}, body: body}
}

// webPage is the application's web page, which Soda Cloud serves for paths that it does not know.
func webPage(status int) answer {
	body := "<!doctype html>\n<html><head><title>Soda Cloud</title></head><body><div id=\"root\"></div></body></html>\n"
	return answer{status: status, header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, body: []byte(body)}
}

// nothing is the answer of a connection that ends without one.
func nothing(how ending) answer { return answer{header: http.Header{}, ending: how} }

func (a answer) send(w http.ResponseWriter, r *http.Request) {
	switch a.ending {
	case complete:
		a.write(w, a.body)
	case cut:
		// With the full length announced, the client sees that bytes are missing.
		a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
		a.write(w, a.body[:len(a.body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case reset:
		resetConnection(w)
	case silence:
		// The server notices that the client has gone only once the body is read.
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	}
}

func (a answer) write(w http.ResponseWriter, body []byte) {
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // the client has gone: nobody is left to tell
}

// resetConnection drops the connection with unsent data, which TCP tells the client as "connection reset".
func resetConnection(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // a recorder in a test has no connection
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// refusal is an answer other than 200.
type refusal struct {
	status        int
	code, message string
}

func (r *refusal) Error() string { return r.message }

// errorBody is the body of a refusal. Soda publishes no list of codes; these are the emulator's.
type errorBody struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

type messageBody struct {
	Message string `json:"message"`
}

func invalid(format string, args ...any) error {
	return &refusal{http.StatusBadRequest, "bad_request", fmt.Sprintf(format, args...)}
}

func notFound(what, id string) error {
	return &refusal{http.StatusNotFound, "not_found", fmt.Sprintf("no %s has the id %q", what, id)}
}

func conflict(code, format string, args ...any) error {
	return &refusal{http.StatusConflict, code, fmt.Sprintf(format, args...)}
}

// asRefusal returns status and body for an error of a handler.
func asRefusal(err error) (int, errorBody) {
	r, ok := errors.AsType[*refusal](err)
	if !ok {
		return http.StatusInternalServerError, errorBody{"internal_error", err.Error()}
	}
	return r.status, errorBody{r.code, r.message}
}
