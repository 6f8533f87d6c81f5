package webhook

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"syscall"
)

// stageError is an error that knows the stage of the delivery which failed.
type stageError struct{ stage, reason string }

func (e stageError) Error() string { return e.stage + ": " + e.reason }

// statusError is a status that does not count as delivered.
func statusError(status int, reason string) error {
	text := fmt.Sprintf("%d %s", status, http.StatusText(status))
	if reason != "" {
		text += ", " + reason
	}
	return stageError{"status", strings.TrimSpace(text)}
}

// progress is how far a delivery has come: the errors of the library do not say.
type progress struct{ step atomic.Int32 }

const (
	connecting int32 = iota
	shakingHands
	answering
)

// trace notes each step. A redirect starts over.
func (p *progress) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn:           func(string) { p.step.Store(connecting) },
		TLSHandshakeStart: func() { p.step.Store(shakingHands) },
		GotConn:           func(httptrace.GotConnInfo) { p.step.Store(answering) },
	}
}

// describe names the stage at which err ended the delivery, then the reason, without the URL.
func (p *progress) describe(err error) string {
	staged, known := errors.AsType[stageError](err)
	timed, timeout := errors.AsType[net.Error](err)
	lookup, dns := errors.AsType[*net.DNSError](err)
	operation, ok := errors.AsType[*net.OpError](err)
	alert := ok && operation.Op == "remote error" // with TLS 1.3, some come after the handshake
	switch {
	case known:
		return staged.Error()
	case timeout && timed.Timeout():
		return fmt.Sprintf("timeout: no complete answer within %s, it ended %s", testLimit, p.doing(dns))
	case dns:
		return "DNS: " + lookup.Name + ": " + lookup.Err
	case alert || p.step.Load() == shakingHands:
		return "TLS: " + tlsReason(err)
	case p.step.Load() == answering:
		return answerReason(err)
	default:
		return "connect: " + connectReason(err)
	}
}

func (p *progress) doing(lookup bool) string {
	switch step := p.step.Load(); {
	case lookup:
		return "while looking up the host"
	case step == shakingHands:
		return "in the TLS handshake"
	case step == answering:
		return "while waiting for the answer"
	}
	return "while connecting"
}

func tlsReason(err error) string {
	text := connectReason(err)
	if strings.Contains(text, "protocol version") { // the error has no type
		text += " (Soda Cloud demands TLS 1.2 or newer)"
	}
	return text
}

// answerReason tells a connection that broke from an answer that is not HTTP.
func answerReason(err error) string {
	_, broken := errors.AsType[*net.OpError](err)
	if broken || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "connect: the connection broke before the answer was complete: " + connectReason(err)
	}
	return "answer: " + connectReason(err)
}

// connectReason is the innermost cause that means something to a reader.
func connectReason(err error) string {
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return errno.Error()
	}
	return err.Error()
}
