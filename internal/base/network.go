package base

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// noResponse says why a call got no response, what became of it, and what to check.
func noResponse(err error) string {
	text := "Soda Cloud did not respond: " + err.Error() + "."
	e, ok := errors.AsType[*soda.NoResponseError](err)
	if !ok {
		return text + "\n\nCheck the provider's host and the network, then run the command again."
	}
	text += "\n\n" + whatToCheck(e)
	if e.Write && e.Sent {
		text += " The request may have taken effect: plan again to find out."
	}
	return text
}

func whatToCheck(e *soda.NoResponseError) string {
	at := place(e.Host, e.HostSource)
	_, certificate := errors.AsType[*tls.CertificateVerificationError](e)
	invalid, expired := errors.AsType[x509.CertificateInvalidError](e)
	_, names := errors.AsType[x509.HostnameError](e)
	_, noTLS := errors.AsType[tls.RecordHeaderError](e)
	proxy, refused := errors.AsType[*soda.ProxyError](e)
	dns, lookup := errors.AsType[*net.DNSError](e)
	dial, dialed := errors.AsType[*net.OpError](e)
	switch {
	case refused && proxy.Status == http.StatusProxyAuthRequired:
		return fmt.Sprintf("The proxy %s requires credentials. Add them to HTTPS_PROXY, as in http://USER:PASSWORD@%s.", proxy.Proxy, proxy.Proxy)
	case refused:
		return fmt.Sprintf("The proxy %s (from HTTPS_PROXY) does not connect to %s. Ask for an exception, or add the host to NO_PROXY.", proxy.Proxy, e.Host)
	case dialed && dial.Op == "proxyconnect":
		return "The proxy in HTTPS_PROXY cannot be reached. Correct the variable, or add the host to NO_PROXY."
	case lookup && dns.IsNotFound:
		return fmt.Sprintf("%s does not exist. Soda Cloud is at cloud.soda.io (EU) and cloud.us.soda.io (US).", at)
	case expired && invalid.Reason == x509.Expired:
		return fmt.Sprintf("According to this machine's clock (%s), the certificate of %s is not valid yet or has expired. Correct the clock if it is "+
			"wrong; if it is right, the certificate must be renewed.", time.Now().UTC().Format(time.RFC3339), at)
	case names:
		return fmt.Sprintf("%s presents a certificate for another name. Check the host, and whether a proxy responds in its place.", at)
	case certificate:
		return fmt.Sprintf("The certificate of %s is not trusted on this machine. If a proxy or a private CA issued it, set the environment "+
			"variable SSL_CERT_FILE to the file with the CA's certificate.", at)
	case noTLS || errors.Is(e, http.ErrSchemeMismatch):
		return fmt.Sprintf("%s does not use TLS. For an emulator on this machine, start the address with http://.", at)
	case errors.Is(e, syscall.ECONNREFUSED) && loopback(e.Host):
		return fmt.Sprintf("Nothing is listening at %s. Is the emulator running there?", at)
	case errors.Is(e, syscall.ECONNREFUSED):
		return fmt.Sprintf("%s refuses connections. Check the host and its port, and any firewall in between.", at)
	}
	return fmt.Sprintf("Check %s and the network, then run the command again.", within(at))
}

// check asks the user to check the host, in the middle of a sentence.
func check(host, source string) string { return "check " + within(place(host, source)) }

// within is a place in the middle of a sentence.
func within(place string) string { return strings.ToLower(place[:1]) + place[1:] }

// place names a host and where it was set.
func place(host, source string) string {
	if source == "" {
		return "The host " + host + " (the default)"
	}
	return "The host " + host + " (from " + source + ")"
}

func loopback(hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = hostPort
	}
	return soda.IsLoopback(strings.Trim(host, "[]"))
}

// needs names a permission as Soda's API and its user interface do.
func needs(permission string) string {
	role := "An administrator can grant it in Soda Cloud to the user or service account that owns the API key."
	switch permission {
	case "MANAGE_ORGANISATION_SETTINGS":
		return "The key needs the permission " + permission + " (\"Manage organization settings\" in the UI), which only the role Admin " +
			"has by default. " + role
	case "MANAGE_NOTIFICATION_RULES":
		return "The key needs the permission " + permission + " (\"Manage notification rules\" in the UI), which the roles Admin and User " +
			"have by default. " + role
	}
	return "The key needs the permission " + permission + ". " + role
}
