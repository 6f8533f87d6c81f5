package soda

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Error is an answer of Soda Cloud that is not what the call is for: a status of 300 or more, or a status of success whose
// body is not what the call promises. Failures to get any answer are other errors.
type Error struct {
	Status     int
	Code       string // Soda's; empty where it gave none. No list of codes is published
	Message    string // Soda's, as far as it can be shown; or what is wrong with a response of success
	Call       string // method and path template, as in "GET /api/v1/notificationRules"
	Path       string // the path as called
	TraceID    string // X-Soda-Trace-Id, for Soda's support; may be empty
	Permission string // what the call needs, where Soda names it
	Source     string // where the key came from
	Host       string // that was called
	HostSource string // where it was set; empty for the default

	Awaited bool // of a 404: whether a new object was waited for in vain
	Listed  bool // of a 404: whether the list has the object nevertheless

	// Of a 429: how often and how long it was waited out.
	Waits  int
	Waited time.Duration

	publication publication
	html        bool
	missing     bool // it is the object that does not exist, not the call
}

var (
	errNotJSON = errors.New("the response is not JSON")
	errNoID    = errors.New("the response has no id")
)

// newError makes the error of a response. wrong says what is the matter with one of success, nil for one of failure, which may say
// so itself. A response may repeat what it was sent: what holds a secret is left out.
func (c *Client) newError(op operation, resp *response, wrong error) *Error {
	e := &Error{
		Status:      resp.status,
		Call:        op.String(),
		Path:        resp.path,
		TraceID:     c.traceID(resp),
		Permission:  op.permission,
		Source:      c.config.CredentialSource,
		Host:        c.config.BaseURL.Host,
		HostSource:  c.config.HostSource,
		publication: op.publication,
		html:        resp.html(),
	}
	e.missing = e.Status == http.StatusNotFound && op.onObject() && !e.html
	if wrong != nil {
		e.Message = wrong.Error()
		return e
	}
	var said struct{ Code, Message string }
	if json.Unmarshal(resp.body, &said) == nil {
		e.Code, e.Message = c.secrets.token(said.Code), c.secrets.quote(said.Message)
	}
	return e
}

func (c *Client) traceID(resp *response) string {
	return c.secrets.token(resp.header.Get("X-Soda-Trace-Id"))
}

func (e *Error) Error() string {
	text := fmt.Sprintf("%s: status %d", e.Call, e.Status)
	if said := strings.TrimSpace(e.Code + " " + e.Message); said != "" {
		text += ": " + said
	}
	if e.TraceID != "" {
		text += " (trace id " + e.TraceID + ")"
	}
	return text
}

// IsNotFound reports whether err says that the object does not exist.
// Only an answer of the API with status 404 to a call on that object counts, or a list that lacks it: a 400, 401, 403, a
// page, or a list call that is not there must never drop an object from state.
func IsNotFound(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.missing
}

// IsConflict reports whether err says that the call does not fit what there is: a name that is taken, an object in use. Soda
// documents no status for it; on a real tenant it was a 400 with a code, `dataset_contract_already_exists`.
func IsConflict(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.Status == http.StatusConflict || e.Status == http.StatusBadRequest && conflictCode.MatchString(e.Code))
}

var conflictCode = regexp.MustCompile(`(?i)already.?exists|not.?unique|duplicate|taken|in.?use|conflict`)

// IsNotOffered reports whether err says that this Soda Cloud does not have the call at all. Only calls that Soda does not
// fully publish can be missing. A 404 to a call on one object is about the object, unless it is a page.
func IsNotOffered(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.publication == published {
		return false
	}
	switch e.Status {
	case http.StatusNotFound:
		return !e.missing
	case http.StatusMethodNotAllowed:
		return true
	}
	return e.html && e.Status < 300
}

// IsPage reports whether a web page responded in place of the API.
func (e *Error) IsPage() bool { return e.html }

// isRefusal reports whether err is an answer that asking again will not change: the call itself is refused.
func isRefusal(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status >= 300 && e.Status < http.StatusInternalServerError && e.Status != http.StatusTooManyRequests
}

// ExistsError is returned by a create or an update whose name another object has. Nothing was written.
type ExistsError struct {
	Name string
	ID   string // of the object that has the name
	Own  bool   // whether it was this client that gave it the name
}

func (e *ExistsError) Error() string {
	return fmt.Sprintf("%q already exists with id %s", e.Name, e.ID)
}

// UnclearError is returned by a create that may or may not have been carried out: the answer was lost, and a list made
// afterwards does not tell. Found holds the ids of the candidates, none if the list failed too.
type UnclearError struct {
	Name  string
	Found []string
	Cause error
}

func (e *UnclearError) Error() string {
	return fmt.Sprintf("creating %q: the outcome is unclear: %v", e.Name, e.Cause)
}

func (e *UnclearError) Unwrap() error { return e.Cause }
