package soda

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// A server may repeat what it was sent: the key of a request it refuses, a header value it finds too long. So the client knows
// every secret that it has anything to do with, and shows words of a server only where no piece of one is in them. Words are
// decoded before they are compared, in every way in which servers encode, and dropped as a whole: to cut out the secret alone
// would leave its beginning or its end.

const (
	// piece is how many characters in a row of a secret give it away. A secret that is shorter is looked for as a word.
	piece = 6

	// maxDecodings bounds how many encodings inside one another are undone.
	maxDecodings = 3

	// maxQuote is how many characters of a server's words are shown.
	maxQuote = 300

	// maxRead is how many bytes of a server's words are looked at.
	maxRead = 4096
)

// scrubber knows secrets and keeps them out of texts.
type scrubber struct {
	mu     sync.RWMutex
	pieces map[string]bool // all pieces of all secrets, folded
	words  map[string]bool // the secrets that are too short for a piece
	known  map[string]bool // the secrets as they were learned
}

// Learn makes a secret known, so that no error and no result of this client shows it: what is sent, and what is kept in a state.
func (c *Client) Learn(secrets ...string) { c.secrets.learn(secrets...) }

// LearnURL makes known what is secret in a URL: the password, the values of its query, and parts of its path that look like tokens.
func (c *Client) LearnURL(text string) { c.secrets.learn(secretsOf(text)...) }

// Quote returns a server's words as they can be shown: without control characters, cut off at 300 characters, and empty if a secret
// is in them.
func (c *Client) Quote(words string) string { return c.secrets.quote(words) }

// Leaks reports whether a text holds a secret that the client knows, or a piece of one, in any encoding.
func (c *Client) Leaks(text string) bool { return c.secrets.leaks(text) }

func (s *scrubber) learn(secrets ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, secret := range secrets {
		if s.known[secret] {
			continue
		}
		if s.known == nil {
			s.known, s.pieces, s.words = map[string]bool{}, map[string]bool{}, map[string]bool{}
		}
		s.known[secret] = true
		fields := strings.Fields(secret)
		if len(fields) == 2 && scheme.MatchString(fields[0]) {
			fields = fields[1:] // "Bearer" gives nothing away
		}
		folded := fold(strings.Join(fields, ""))
		if len(folded) < piece {
			if len(folded) > 1 {
				s.words[folded] = true
			}
			continue
		}
		for i := range len(folded) - piece + 1 {
			s.pieces[folded[i:i+piece]] = true
		}
	}
}

// scheme is that of an Authorization header.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{1,20}$`)

// quote returns words as they can be shown.
func (s *scrubber) quote(words string) string {
	if len(words) > maxRead {
		words = words[:maxRead]
	}
	if s.leaks(words) {
		return ""
	}
	return plain(words)
}

// token returns a code or an id as it can be shown, empty if it is none.
func (s *scrubber) token(text string) string {
	if len(text) > 128 || !tokenText.MatchString(text) || s.leaks(text) {
		return ""
	}
	return text
}

var tokenText = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.:/+=-]*$`)

// leaks reports whether a text holds a secret or a piece of one.
func (s *scrubber) leaks(text string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.known) == 0 {
		return false
	}
	seen := map[string]bool{}
	for pending, depth := []string{text}, 0; len(pending) > 0 && depth <= maxDecodings; depth++ {
		var next []string
		for _, t := range pending {
			if seen[t] {
				continue
			}
			seen[t] = true
			if s.shows(t) {
				return true
			}
			next = append(next, decodings(t)...)
		}
		pending = next
	}
	return false
}

func (s *scrubber) shows(text string) bool {
	folded := fold(text)
	for i := range max(len(folded)-piece+1, 0) {
		if s.pieces[folded[i:i+piece]] {
			return true
		}
	}
	if len(s.words) == 0 {
		return false
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"'<>(),;:=`, r) }) {
		if s.words[word] && len(word) > 3 {
			return true
		}
	}
	return false
}

// fold makes texts equal that differ in case, in where they are wrapped, or in how a quote is escaped.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\\' || r == '\u00ad' || r == '\u200b' {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}

var (
	unicodeEscape = regexp.MustCompile(`\\+(?:u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]{1,6}\}|x[0-9A-Fa-f]{2}|U[0-9A-Fa-f]{8})`)
	charEscape    = regexp.MustCompile(`\\+([^\\])`)
	base64Run     = regexp.MustCompile(`[A-Za-z0-9+/_-]{8,}`)
	hexRun        = regexp.MustCompile(`[0-9A-Fa-f]{12,}`)
)

// decodings returns what a text may be an encoding of: JSON and its relatives, HTML, URL, base64, hexadecimal.
func decodings(text string) []string {
	all := []string{unescape(text), html.UnescapeString(text)}
	if decoded, err := url.QueryUnescape(text); err == nil {
		all = append(all, decoded)
	}
	all = append(all, percent.ReplaceAllStringFunc(text, func(s string) string { decoded, _ := hex.DecodeString(s[1:]); return string(decoded) }))
	compact := strings.Join(strings.Fields(text), "")
	for _, run := range base64Run.FindAllString(compact, -1) {
		run = strings.NewReplacer("-", "+", "_", "/").Replace(run)
		for offset := range 4 { // a run may begin in the middle of four characters
			part := run[min(offset, len(run)):]
			if decoded, err := base64.RawStdEncoding.DecodeString(part[:len(part)-len(part)%4]); err == nil {
				all = append(all, string(decoded))
			}
			if rest := len(part) % 4; rest > 1 {
				if decoded, err := base64.RawStdEncoding.DecodeString(part); err == nil {
					all = append(all, string(decoded))
				}
			}
		}
	}
	for _, run := range hexRun.FindAllString(compact, -1) {
		for offset := range 2 { // what stands before it may look like a digit
			decoded, _ := hex.DecodeString(run[offset:]) // up to half a byte at its end
			all = append(all, string(decoded))
		}
	}
	return all
}

var percent = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// unescape undoes the escapes of JSON, JavaScript, Python and their relatives.
func unescape(text string) string {
	text = unicodeEscape.ReplaceAllStringFunc(text, func(escape string) string {
		digits := strings.Trim(strings.TrimLeft(escape, `\`)[1:], "{}")
		code, err := strconv.ParseUint(digits, 16, 32)
		if err != nil {
			return escape
		}
		return string(rune(code))
	})
	return charEscape.ReplaceAllString(text, "$1")
}

// plain makes one short line of words, which no terminal and no CI takes for a command.
func plain(words string) string {
	line := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, words)
	line = strings.Join(strings.Fields(line), " ")
	line = strings.NewReplacer("::", ": :", "##", "# #").Replace(line)
	if runes := []rune(line); len(runes) > maxQuote {
		line = string(runes[:maxQuote]) + "…"
	}
	return line
}
