package emulator

import (
	"net"
	"net/url"
	"strings"
)

// checkWebhook refuses what the contract's schemas cannot. The webhook's id is empty if it is a new one.
func (e *Emulator) checkWebhook(w *Webhook) error {
	// A webhook that waits for its deletion still holds its name.
	for _, other := range e.webhooks.listed(e.now()) {
		if other.Name == w.Name && other.ID != w.ID {
			return conflict("webhook_integration_already_exists", "a webhook integration named %q already exists", w.Name)
		}
	}
	if err := checkURL(w.URL); err != nil {
		return err
	}
	return checkHeaders(w.Headers)
}

func checkURL(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return invalid("/url: not a URL") // the error would repeat the URL, which may hold a token
	}
	// Soda Cloud takes https only. http to this machine lets demos and tests receive without a certificate.
	if u.Scheme != "https" && (u.Scheme != "http" || !LoopbackHost(u.Hostname())) {
		return invalid("/url: must be https")
	}
	return nil
}

// LoopbackHost reports whether a host is this machine. It goes by the name alone: a look-up would send the name off this machine.
func LoopbackHost(host string) bool {
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}

func checkHeaders(headers []Header) error {
	seen := map[string]bool{}
	for i, h := range headers {
		folded := strings.ToLower(h.Name)
		switch {
		case !isToken(h.Name):
			return invalid("/headers/%d/name: %q is not a header name", i, h.Name)
		case seen[folded]:
			return invalid("/headers/%d/name: %q occurs twice; case is ignored", i, h.Name)
		case strings.ContainsAny(h.Value, "\r\n\x00"):
			return invalid("/headers/%d/value: the value of %q has a line break or NUL in it", i, h.Name)
		}
		seen[folded] = true
	}
	return nil
}

// isToken reports whether the name is a field name of RFC 9110, section 5.6.2.
func isToken(name string) bool {
	const punctuation = "!#$%&'*+-.^_`|~"
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		return !letter && (r < '0' || r > '9') && !strings.ContainsRune(punctuation, r)
	})
}
