package webhook

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// carriesCredential reports whether headers of that name usually carry a credential.
func carriesCredential(name string) bool {
	name = strings.ToLower(name)
	if slices.Contains([]string{"authorization", "proxy-authorization", "cookie", "token", "key", "secret", "apikey"}, name) {
		return true
	}
	for _, suffix := range []string{"-token", "-key", "-secret", "-password", "-authorization", "-auth"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}

// credential matches what usually is one, whatever the header's name: a scheme with what follows it, or a JSON Web Token.
var credential = regexp.MustCompile(`(?i)^(bearer|basic|token|apikey) +\S|^ey[\w-]+\.ey[\w-]+\.[\w-]*$`)

// seemsSecret reports whether a header of which only name and value are known had better be hidden.
func seemsSecret(name, value string) bool {
	return carriesCredential(name) || credential.MatchString(value) || looksRandom(value)
}

var credentialParameter = regexp.MustCompile(`(?i)(token|secret|passw|api_?key|^key$|^sig$|signature|^code$)`)

// credentialPart says which part of a URL seems to carry a credential, "" if none does.
func credentialPart(u *url.URL) string {
	if u.User != nil {
		return "user information"
	}
	for name := range u.Query() {
		if credentialParameter.MatchString(name) {
			return "query parameter " + name
		}
	}
	for segment := range strings.SplitSeq(u.Path, "/") {
		if looksRandom(segment) {
			return "path"
		}
	}
	return ""
}

// shortestToken is the length from which a path segment of letters and digits is taken for a token.
const shortestToken = 20

// looksRandom reports whether a path segment looks like a token: long, of letters and digits mixed, and no UUID, which
// usually is an id.
func looksRandom(segment string) bool {
	if len(segment) < shortestToken || strings.Count(segment, "-") > 2 {
		return false
	}
	letters, digits := 0, 0
	for _, r := range segment {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case r != '_' && r != '-':
			return false
		}
	}
	return letters > 0 && digits > 1
}
