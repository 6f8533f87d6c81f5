package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// receiver is an endpoint such as users have: it takes what Soda Cloud sends.
type receiver struct {
	url    string
	events chan event
	server *http.Server
}

// event is one request of Soda Cloud.
type event struct {
	header http.Header
	body   []byte
}

// String returns the headers, and the first lines of the body.
func (e event) String() string {
	var b, body bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(e.header)) {
		fmt.Fprintf(&b, "  %s: %s\n", name, e.header.Get(name))
	}
	if json.Indent(&body, e.body, "  ", "  ") != nil {
		return b.String()
	}
	lines := strings.SplitAfter(body.String(), "\n")
	b.WriteString("\n  " + strings.Join(lines[:min(8, len(lines))], ""))
	if len(lines) > 8 {
		fmt.Fprintf(&b, "  (%d more lines)\n", len(lines)-8)
	}
	return b.String()
}

// startReceiver listens on a free port of this machine.
func startReceiver(ctx context.Context) (*receiver, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &receiver{url: "http://" + listener.Addr().String() + "/soda", events: make(chan event, 10)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /soda", r.receive)
	r.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = r.server.Serve(listener) }() // ends with stop
	return r, nil
}

func (r *receiver) receive(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	select {
	case r.events <- event{req.Header, body}:
		w.WriteHeader(http.StatusNoContent)
	default:
		http.Error(w, "too many events", http.StatusTooManyRequests)
	}
}

// last returns the one event that has come since the last call, and false if there was none or another number.
func (r *receiver) last() (event, bool) {
	if len(r.events) != 1 {
		return event{}, false
	}
	return <-r.events, true
}

func (r *receiver) stop() error {
	if r == nil {
		return nil
	}
	return r.server.Close()
}
