package soda

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// secretsOf returns what is secret in a URL.
func secretsOf(address string) (secrets []string) {
	u, err := url.Parse(address)
	if err != nil {
		return []string{address}
	}
	if u.User != nil {
		password, _ := u.User.Password()
		secrets = append(secrets, u.User.Username(), password)
	}
	for name, values := range u.Query() {
		for _, value := range values {
			if CredentialParameter(name) || !words.MatchString(value) {
				secrets = append(secrets, value)
			}
		}
	}
	for part := range strings.SplitSeq(u.Path, "/") {
		secrets = append(secrets, tokens(part)...)
	}
	return secrets
}

var (
	// words matches what is written in words, as in "soda-receiver": to hide each piece of one would hide much that is said.
	words = regexp.MustCompile(`^[A-Za-z]?[a-z]*([-_. ][A-Za-z]?[a-z]*)*$`)
	uuid  = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
)

// tokens returns what looks like a token in a part of a path: all of it, or a long run of letters and digits among words.
func tokens(part string) (found []string) {
	if LooksRandom(part) || uuid.MatchString(part) {
		return []string{part}
	}
	for _, run := range strings.FieldsFunc(part, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !words.MatchString(run) && (len(run) >= 24 || len(run) >= 12 && strings.ContainsFunc(run, unicode.IsDigit)) {
			found = append(found, run)
		}
	}
	return found
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

// CredentialParameter reports whether a parameter of a query is a credential by its name.
func CredentialParameter(name string) bool { return credentialParameter.MatchString(name) }

var credentialParameter = regexp.MustCompile(`(?i)(token|secret|passw|api_?key|^key$|^sig$|signature|^code$)`)
