package soda

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Error is an answer of Soda Cloud that is not what the call is for: a status of 300 or more, or a status of success whose
// body is not what the call promises. Failures to get any answer are other errors.
type Error struct {
	Status     int
	Code       string // Soda's; empty where it gave none. No list of codes is published
	Message    string // Soda's, unchanged; or what is wrong with an answer of success
	Call       string // method and path template, as in "GET /api/v1/notificationRules"
	Path       string // the path as called
	TraceID    string // X-Soda-Trace-Id, for Soda's support; may be empty
	Permission string // what the call needs, where Soda names it
	Source     string // where the key came from
	Contract   bool   // Soda publishes no such call

	html bool
}

var errNotJSON = errors.New("the answer is a page, not JSON")

func (c *Client) newError(op operation, resp *http.Response, body []byte) *Error {
	e := &Error{
		Status:     resp.StatusCode,
		Call:       op.String(),
		Path:       resp.Request.URL.EscapedPath(),
		TraceID:    resp.Header.Get("X-Soda-Trace-Id"),
		Permission: op.permission,
		Source:     c.config.CredentialSource,
		Contract:   op.contract,
		html:       strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html"),
	}
	var said struct{ Code, Message string }
	if json.Unmarshal(body, &said) == nil {
		e.Code, e.Message = said.Code, said.Message
	}
	return e
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
// Only an answer of the API with status 404 counts: a 400, 401, 403 or a page must never drop an object from state.
func IsNotFound(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status == http.StatusNotFound && !e.html
}

// IsNotOffered reports whether err says that this Soda Cloud does not have the call at all. Only calls that Soda does not
// publish can be missing. A 404 to a call on one object is about the object, unless it is a page.
func IsNotOffered(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || !e.Contract {
		return false
	}
	onItem := strings.Contains(e.Call, "{")
	return e.html && e.Status != http.StatusBadGateway && e.Status < 500 ||
		e.Status == http.StatusMethodNotAllowed ||
		e.Status == http.StatusNotFound && !onItem
}

// isRefusal reports whether err is an answer that asking again will not change: the call itself is refused.
func isRefusal(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.Status < http.StatusInternalServerError && e.Status != http.StatusTooManyRequests)
}

// ExistsError is returned by a create whose name is taken, before anything was sent.
type ExistsError struct {
	Name string
	ID   string // of the object that has the name
}

func (e *ExistsError) Error() string {
	return fmt.Sprintf("%q exists already, with id %s", e.Name, e.ID)
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
