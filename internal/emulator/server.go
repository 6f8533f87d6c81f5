package emulator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Server is an emulator that listens.
type Server struct {
	*Emulator
	URL string // as in "http://127.0.0.1:8089"

	http *http.Server
	done chan error
}

// Start returns a new emulator that listens at o.Addr.
func Start(o Options) (*Server, error) { return New(o).Start() }

// Start lets the emulator listen at the address of its options.
func (e *Emulator) Start() (*Server, error) { return e.StartWith(e) }

// StartWith is Start with a handler that passes on to the emulator what is not its own, as package dashboard has. It refuses
// an address that other machines can reach: whoever can call the emulator makes it send requests.
func (e *Emulator) StartWith(handler http.Handler) (*Server, error) {
	return e.listen(cmp.Or(e.options.Addr, "127.0.0.1:0"), handler)
}

func (e *Emulator) listen(addr string, handler http.Handler) (*Server, error) {
	tcp, err := loopback(addr)
	if err != nil {
		return nil, err
	}
	listener, err := net.ListenTCP("tcp", tcp)
	if err != nil {
		return nil, err
	}
	s := &Server{
		Emulator: e,
		URL:      "http://" + listener.Addr().String(),
		http:     &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second},
		done:     make(chan error, 1),
	}
	go func() { s.done <- s.http.Serve(listener) }()
	return s, nil
}

// Close ends all connections, also those that a fault keeps waiting.
func (s *Server) Close() error { return s.http.Close() }

// Shutdown ends when the requests under way are answered, or ctx is done.
func (s *Server) Shutdown(ctx context.Context) error { return s.http.Shutdown(ctx) }

// Wait returns when the server has stopped: nil after Close and Shutdown. It is called once.
func (s *Server) Wait() error {
	if err := <-s.done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func loopback(addr string) (*net.TCPAddr, error) {
	tcp, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return nil, err
	}
	if !tcp.IP.IsLoopback() {
		return nil, fmt.Errorf("%s is not a loopback address; the emulator listens only on loopback, such as 127.0.0.1:8089", addr)
	}
	return tcp, nil
}
