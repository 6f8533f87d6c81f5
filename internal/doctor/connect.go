package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
)

// maxClockOffset is how far two clocks may be apart without a finding. A Date header has whole seconds.
const maxClockOffset = time.Minute

func tlsName(version uint16) string { return tls.VersionName(version) }

// connect makes the first call, and says what is in the way of all others.
func (e *examination) connect(ctx context.Context) {
	e.say("host %s, key from %s", e.base.Host, e.options.Settings.CredentialSource())
	before := time.Now()
	r := e.call(ctx, http.MethodGet, rulesPath, firstPage(), nil)
	e.report.TLS = r.tls
	if at, err := http.ParseTime(r.header.Get("Date")); r.err == nil && err == nil {
		offset := at.Add(time.Second / 2).Sub(before.Add(time.Since(before) / 2)) // on average, the header is half a second late
		seconds := int(offset.Round(time.Second) / time.Second)
		e.report.ClockOffsetSeconds = &seconds
		if offset.Abs() > maxClockOffset {
			e.find("clock-skew", problem, "The clocks of this machine and the server are "+offset.Abs().Round(time.Second).String()+
				" apart. Set this machine's clock: TLS certificates and wait times depend on it.")
		}
	}
	if id, text := obstacle(r, e.report.Region, e.report.KeyFrom); id != "" {
		e.find(id, problem, text)
		e.stopped = true
	}
}

// obstacle says why a response lets no other call succeed, "" if it does not say so.
func obstacle(r *response, region, keyFrom string) (id, text string) {
	switch {
	case r.err != nil:
		return unreachable(r.err)
	case r.status == http.StatusUnauthorized && !r.html():
		text = "The API key was rejected (401). It comes from: " + keyFrom + "."
		if region == "eu" || region == "us" {
			text += " The two regions are separate: a key created on cloud.soda.io (EU) is not valid on cloud.us.soda.io (US), and vice " +
				"versa. This host is in the region " + strings.ToUpper(region) + "; try the host of the other region."
		}
		return "key-refused", text
	case r.status == http.StatusProxyAuthRequired:
		return "proxy", "A proxy requires credentials (407). Add them to HTTPS_PROXY, or exclude the host with NO_PROXY."
	case r.status >= 300 && r.status < 400:
		return "redirect", "The call is redirected to another address, for example by a captive portal or a login page. Redirects are not followed, because " +
			"the key must not reach another host. Log in to the network, or correct the host."
	case r.html(), len(r.body) > 0 && r.body[0] == '<':
		return "web-page", "The response is a web page, not an API response. It probably comes from a proxy, a captive portal, or a host " +
			"that is not Soda Cloud. " +
			"Open the host in a browser, and check HTTPS_PROXY."
	case r.status == http.StatusForbidden || r.status >= 500:
		return "", ""
	case !r.ok() || !isPage(r.object()):
		return "not-soda", "The host responds, but not like Soda Cloud's API. Check the host: cloud.soda.io (EU) or cloud.us.soda.io (US)."
	}
	return "", ""
}

// unreachable explains a failure to get any response. The error's own words name hosts.
func unreachable(err error) (id, text string) {
	_, isCertificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, isAuthority := errors.AsType[x509.UnknownAuthorityError](err)
	_, isRecord := errors.AsType[tls.RecordHeaderError](err)
	_, isName := errors.AsType[*net.DNSError](err)
	op, isOp := errors.AsType[*net.OpError](err)
	_, isURL := errors.AsType[*url.Error](err)
	switch {
	case isCertificate || isAuthority:
		return "certificate", "The certificate of the host is not trusted: it has expired, is for another host, or is from a private authority, for example that of a " +
			"proxy that inspects TLS. Add that authority with SSL_CERT_FILE, and check the clock."
	case isRecord || strings.Contains(err.Error(), "server gave HTTP response"):
		return "no-tls", "The host does not support TLS on this port. Check host and port."
	case isOp && op.Op == "proxyconnect":
		return "proxy", "The proxy cannot be reached. Check HTTPS_PROXY."
	case isName:
		return "host-not-found", "The host name cannot be resolved. Check the host and the network."
	case errors.Is(err, context.Canceled):
		return "interrupted", "The examination was interrupted."
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout", "No response arrived within 30 seconds. Check the network, and whether a proxy is needed (HTTPS_PROXY)."
	case isOp || isURL:
		return "unreachable", "The host cannot be reached. Check host, port and network, and whether a proxy is needed (HTTPS_PROXY)."
	}
	return "unreachable", "The connection was closed before a response arrived. Check the network and any proxy."
}

// login makes the call that does nothing but check the key.
func (e *examination) login(ctx context.Context, op contract.Operation) {
	e.say("GET %s", op.Path)
	r := e.call(ctx, http.MethodGet, op.Path, nil, nil)
	call := Call{Call: "GET " + op.Path, Status: string(op.Status), HTTP: r.status, Milliseconds: r.took.Milliseconds(), RateLimits: rateLimits(r.header), Note: "the key is valid"}
	if r.ok() && r.object() != nil {
		call.Differences = differences(op, r)
		e.noteDifferences(call.Differences)
	} else {
		call.Note = "the key is not confirmed"
		e.find("login", difference, "The call that checks a key fails, although the same key worked in another call. The provider "+
			"does not use the call that fails.")
	}
	e.report.Calls = append(e.report.Calls, call)
}
