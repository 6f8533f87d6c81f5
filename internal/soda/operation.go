package soda

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// operation is one call of the API: where it goes, how often it may be made, how it may be repeated.
type operation struct {
	method      string
	path        string      // with a {name} for each argument
	requests    int         // rate limit: at most so many requests in any minute, unless window says otherwise
	permission  string      // what the key's user needs; empty where Soda names none
	publication publication // how much Soda publishes of it
	create      bool        // a repetition makes a second object, or sends a second event
}

// publication says how much Soda publishes of a call. Only a published one is sure to exist.
type publication string

const (
	published publication = "" // path and schema
	inferred  publication = "inferred"
	contract  publication = "contract" // nothing
)

// rateWindow is the span of every rate limit this client meets; each is published per minute.
const rateWindow = time.Minute

func (op operation) String() string { return op.method + " " + op.path }

// onObject reports whether the call is about one object, so that a 404 is about that object.
func (op operation) onObject() bool { return strings.Contains(op.path, "{") }

// write reports whether the call changes something, so that it must be finished once it was sent.
func (op operation) write() bool { return op.method != http.MethodGet }

// target fills the arguments into the path. The path of the contract's calls moves to integrationsPath.
func (op operation) target(base *url.URL, integrationsPath string, query url.Values, args []string) (*url.URL, error) {
	path := op.path
	if rest, ok := strings.CutPrefix(path, DefaultIntegrationsPath); ok {
		path = integrationsPath + rest
	}
	for _, arg := range args {
		if err := checkSegment(arg); err != nil {
			return nil, err
		}
		from, to := strings.Index(path, "{"), strings.Index(path, "}")
		path = path[:from] + url.PathEscape(arg) + path[to+1:]
	}
	decoded, err := url.PathUnescape(path)
	if err != nil {
		return nil, fmt.Errorf("path %q: %w", path, err)
	}
	return &url.URL{Scheme: base.Scheme, Host: base.Host, Path: decoded, RawPath: path, RawQuery: query.Encode()}, nil
}

var errNotAnID = errors.New("not an id")

// checkSegment refuses what would make the call hit another endpoint: PathEscape leaves dots alone, and servers and
// proxies drop them from a path.
func checkSegment(s string) error {
	if s == "" || s == "." || s == ".." {
		return fmt.Errorf("%q: %w", s, errNotAnID)
	}
	return nil
}

// A write waits out a 429 as often as maxThrottled says, each time for as long as the limit's window: an hour in all, or longer where
// Retry-After says so. Another process that shares the key may take every slot until it is done; in an hour that is 600 writes.
// Reads are few, and a plan that waits says nothing.
const (
	maxThrottled     = 60
	maxThrottledRead = 10
)

// patience is how often a 429 is waited out.
func (op operation) patience() int {
	if op.write() {
		return maxThrottled
	}
	return maxThrottledRead
}
