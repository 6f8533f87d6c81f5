package endpoint

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

var credentialParameter = regexp.MustCompile(`(?i)(token|secret|passw|api_?key|^key$|^sig$|signature|^code$)`)

// CredentialPart says which part of a URL seems to carry a credential, "" if none does.
func CredentialPart(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	if u.User != nil {
		return "user information"
	}
	for name := range u.Query() {
		if credentialParameter.MatchString(name) {
			return "query parameter " + name
		}
	}
	for segment := range strings.SplitSeq(u.Path, "/") {
		if LooksRandom(segment) {
			return "path"
		}
	}
	return ""
}

// shortestToken is the length from which a path segment of letters and digits is taken for a token.
const shortestToken = 20

// LooksRandom reports whether a path segment looks like a token: long, of letters and digits mixed, and no UUID, which
// usually is an id.
func LooksRandom(segment string) bool {
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
