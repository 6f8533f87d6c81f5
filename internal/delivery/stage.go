package delivery

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// Stage is how far a delivery got.
type Stage string

// The stages at which a delivery can fail.
const (
	DNS      Stage = "DNS"      // looking up the host
	Connect  Stage = "connect"  // reaching it, or staying connected
	TLS      Stage = "TLS"      // agreeing on a connection that both accept
	Timeout  Stage = "timeout"  // any of the others, when the limit passed
	Status   Stage = "status"   // a response whose status does not count as delivered
	Response Stage = "response" // a response that cannot be read
)

// Stages lists all stages.
func Stages() []Stage { return []Stage{DNS, Connect, TLS, Timeout, Status, Response} }

// Failure is why an event was not delivered. Its text begins with the stage.
type Failure struct {
	Stage  Stage
	Reason string
}

func (f *Failure) Error() string { return string(f.Stage) + ": " + f.Reason }

// StatusFailure is that of a status which does not count as delivered.
func StatusFailure(status int, reason string) *Failure {
	text := statusText(status)
	if reason != "" {
		text += ", " + reason
	}
	return &Failure{Status, text}
}

// statusText takes the standard's words for the status, not the endpoint's.
func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// progress notes how far a delivery has come: the errors of the library do not say.
type progress struct {
	limit time.Duration
	step  atomic.Int32
}

const (
	connecting int32 = iota
	shakingHands
	waiting
)

// traced notes each step. A redirect starts over.
func (p *progress) traced(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:           func(string) { p.step.Store(connecting) },
		TLSHandshakeStart: func() { p.step.Store(shakingHands) },
		GotConn:           func(httptrace.GotConnInfo) { p.step.Store(waiting) },
	})
}

// failure names the stage at which err ended the delivery, and the reason, without the URL.
func (p *progress) failure(err error) *Failure {
	known, ok := errors.AsType[*Failure](err)
	timed, timeout := errors.AsType[net.Error](err)
	lookup, dns := errors.AsType[*net.DNSError](err)
	operation, network := errors.AsType[*net.OpError](err)
	alert := network && operation.Op == "remote error" // with TLS 1.3, some come after the handshake
	switch {
	case ok:
		return known
	case timeout && timed.Timeout():
		return &Failure{Timeout, fmt.Sprintf("no complete response within %s; stopped %s", p.limit, p.doing(dns))}
	case dns:
		return &Failure{DNS, lookup.Name + ": " + lookup.Err}
	case alert || p.step.Load() == shakingHands:
		return &Failure{TLS, tlsReason(err)}
	case p.step.Load() == waiting && !network && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return &Failure{Response, "not HTTP"} // the library's error quotes the endpoint
	case p.step.Load() == waiting:
		return &Failure{Connect, "the connection broke before the response was complete: " + connectReason(err)}
	default:
		return &Failure{Connect, connectReason(err)}
	}
}

func (p *progress) doing(lookup bool) string {
	switch step := p.step.Load(); {
	case lookup:
		return "while looking up the host"
	case step == shakingHands:
		return "in the TLS handshake"
	case step == waiting:
		return "while waiting for the response"
	}
	return "while connecting"
}

// tlsReason leaves out what the library quotes of a certificate.
func tlsReason(err error) string {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "the certificate is signed by an unknown authority"
	}
	if wrong, ok := errors.AsType[x509.HostnameError](err); ok {
		return "the certificate is not for " + wrong.Host
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if invalid.Reason == x509.Expired {
			return "the certificate has expired or is not yet valid"
		}
		return "the certificate is not valid"
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "the certificate cannot be verified"
	}
	text := connectReason(err)
	if strings.Contains(text, "protocol version") { // the error has no type
		text += " (Soda Cloud requires TLS 1.2 or newer)"
	}
	return text
}

// connectReason is the innermost cause that means something to a reader.
func connectReason(err error) string {
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return errno.Error()
	}
	return err.Error()
}
