package doctor

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	callTimeout = 30 * time.Second
	maxBody     = 64 << 20
	maxWaits    = 12 // for a rate limit, in one call
)

// response is what came of a call, or why nothing did.
type response struct {
	status int
	header http.Header
	body   []byte
	took   time.Duration
	tls    string // version, "" for none
	err    error
}

func (r *response) ok() bool   { return r.err == nil && r.status >= 200 && r.status <= 299 }
func (r *response) html() bool { return strings.HasPrefix(r.header.Get("Content-Type"), "text/html") }

// object returns the body as a JSON object, nil if it is none.
func (r *response) object() (object map[string]any) {
	if json.Unmarshal(r.body, &object) != nil {
		return nil
	}
	return object
}

// call makes one call, and waits out rate limits. A write is finished once it was sent: what it creates must be known, to be
// removed.
func (e *examination) call(ctx context.Context, method, path string, query url.Values, in any) *response {
	for range maxWaits {
		r := e.attempt(ctx, method, path, query, in)
		if r.err != nil || r.status != http.StatusTooManyRequests {
			return r
		}
		pause := e.noteThrottled(r)
		e.say("rate limit reached; waiting %s", pause)
		if !sleep(ctx, pause) {
			return r
		}
	}
	return &response{err: errors.New("still rate-limited after many waits; something else is using this key heavily")}
}

func (e *examination) attempt(ctx context.Context, method, path string, query url.Values, in any) *response {
	if err := ctx.Err(); err != nil {
		return &response{err: err}
	}
	if method != http.MethodGet {
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var content io.Reader
	if in != nil {
		encoded, err := json.Marshal(in)
		if err != nil {
			return &response{err: err}
		}
		content = bytes.NewReader(encoded)
	}
	target := *e.base
	target.Path, target.RawQuery = path, query.Encode()
	req, err := http.NewRequestWithContext(ctx, method, target.String(), content)
	if err != nil {
		return &response{err: err}
	}
	req.SetBasicAuth(e.options.Settings.APIKeyID.Text, e.options.Settings.APIKeySecret.Text)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "soda-doctor/"+e.options.Version)
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	start := time.Now()
	got, err := e.wire.RoundTrip(req) // no redirect is followed: the key must not reach another host
	if err != nil {
		return &response{err: err}
	}
	defer func() { _ = got.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(got.Body, maxBody))
	r := &response{status: got.StatusCode, header: got.Header, body: bytes.TrimSpace(body), took: time.Since(start), err: err}
	if got.TLS != nil {
		r.tls = tlsName(got.TLS.Version)
	}
	e.noteWords(r)
	return r
}

// noteWords looks at the words of a refusal, which no report repeats.
func (e *examination) noteWords(r *response) {
	if r.status < http.StatusBadRequest {
		return
	}
	words := string(r.body) + fmt.Sprint(r.header)
	id, secret := e.options.Settings.APIKeyID.Text, e.options.Settings.APIKeySecret.Text
	if strings.Contains(words, secret) || strings.Contains(words, base64.StdEncoding.EncodeToString([]byte(id+":"+secret))) {
		e.find("echo", difference, "Error responses repeat the API key. The provider hides it, but logs of these responses that other tools "+
			"keep contain it, so do not share such logs.")
	}
	if strings.Contains(words, "MANAGE_ORGANIZATION_SETTINGS") {
		e.find("organization-spelling", difference, "The permission for integrations is spelled MANAGE_ORGANIZATION_SETTINGS; in Soda's documentation, it is MANAGE_ORGANISATION_SETTINGS.")
	}
}

// noteThrottled notes what a 429 says of when to come again, and returns how long to wait.
func (e *examination) noteThrottled(r *response) time.Duration {
	said := r.header.Get("Retry-After")
	pause, form := 10*e.options.Pause, "not a time"
	switch at, err := http.ParseTime(said); {
	case said == "":
		e.answer("429-retry-after", "Does a 429 have a Retry-After header?", "no")
		return pause
	case err == nil && time.Until(at) <= 0:
		form = "a date in the past"
	case err == nil:
		pause, form = time.Until(at), "a date"
	default:
		if seconds, err := strconv.Atoi(said); err == nil {
			pause, form = time.Duration(seconds)*time.Second, "seconds"
		}
	}
	e.answer("429-retry-after", "Does a 429 have a Retry-After header?", form)
	e.find("retry-after", difference, "A 429 has a Retry-After header, which Soda does not document: "+form+". The provider waits as long as the header says.")
	return min(max(pause, e.options.Pause), time.Minute)
}

// sleep reports whether it was not ended early.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// rateLimitValue is all that a rate limit header may hold to be shown.
var rateLimitValue = regexp.MustCompile(`^[0-9qrwt;:=, "…-]{1,80}$`)

// quoted is the name of a policy.
var quoted = regexp.MustCompile(`"[^"]*"`)

// rateLimits returns the headers of a response that tell of a rate limit.
func rateLimits(header http.Header) map[string]string {
	found := map[string]string{}
	for name := range header {
		switch strings.TrimPrefix(strings.ToLower(name), "x-") {
		case "ratelimit", "ratelimit-policy", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after":
			found[name] = "(present)"
			if value := quoted.ReplaceAllString(header.Get(name), `"…"`); rateLimitValue.MatchString(value) {
				found[name] = value
			}
		}
	}
	return found
}
