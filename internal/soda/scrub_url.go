package soda

import (
	"net/url"
	"strings"
	"unicode"
)

// secretsOf returns what is secret in a URL.
func secretsOf(text string) (secrets []string) {
	u, err := url.Parse(text)
	if err != nil {
		return []string{text}
	}
	if u.User != nil {
		password, _ := u.User.Password()
		secrets = append(secrets, u.User.Username(), password)
	}
	for _, values := range u.Query() {
		secrets = append(secrets, values...)
	}
	for part := range strings.SplitSeq(u.Path, "/") {
		if tokenLike(part) {
			secrets = append(secrets, part)
		}
	}
	return secrets
}

// tokenLike reports whether a part of a path looks like a token rather than like a word: it is long and has a digit, or letters of
// both cases without a pattern of words.
func tokenLike(part string) bool {
	return len(part) >= 12 && strings.ContainsFunc(part, unicode.IsDigit) || len(part) >= 24
}
