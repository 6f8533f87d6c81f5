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

	status  status
	html    bool
	missing bool // it is the object that does not exist, not the call
}

var errNotJSON = errors.New("the answer is not JSON")

// newError makes an error of an answer to a call with the body in. An answer may repeat what it was sent: secrets are taken
// out of it.
func (c *Client) newError(op operation, a *answer, in any) *Error {
	e := &Error{
		Status:     a.status,
		Call:       op.String(),
		Path:       a.path,
		TraceID:    a.header.Get("X-Soda-Trace-Id"),
		Permission: op.permission,
		Source:     c.config.CredentialSource,
		status:     op.status,
		html:       a.html(),
	}
	e.missing = e.Status == http.StatusNotFound && op.onObject() && !e.html
	var said struct{ Code, Message string }
	if json.Unmarshal(a.body, &said) == nil {
		e.Code, e.Message = withoutSecrets(said.Code, in), withoutSecrets(said.Message, in)
	}
	return e
}

func withoutSecrets(text string, in any) string {
	if sent, ok := in.(interface{ secrets() []string }); ok {
		return WithoutSecrets(text, sent.secrets())
	}
	return text
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

// IsConflict reports whether err says that the call does not fit what there is: a name that is taken, an object in use.
func IsConflict(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status == http.StatusConflict
}

// IsNotOffered reports whether err says that this Soda Cloud does not have the call at all. Only calls that Soda does not
// fully publish can be missing. A 404 to a call on one object is about the object, unless it is a page.
func IsNotOffered(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.status == published {
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

// Unpublished reports whether Soda publishes nothing of the call, rather than its existence without its path.
func (e *Error) Unpublished() bool { return e.status == contract }

// isRefusal reports whether err is an answer that asking again will not change: the call itself is refused.
func isRefusal(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.Status < http.StatusInternalServerError && e.Status != http.StatusTooManyRequests)
}

// ExistsError is returned by a create or an update whose name another object has. Nothing was written.
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
