package emulator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
)

// FaultKind is what goes wrong with a call. Refuse and the kinds that say Before leave it undone; the others do it first.
type FaultKind int

// The kinds of faults.
const (
	Refuse      FaultKind = iota // answered with the fault's status
	ResetBefore                  // the connection is reset
	HangBefore                   // no answer until the client gives up
	ResetAfter
	HangAfter
	Truncate // half of the JSON, then the connection ends
	NotJSON  // status 200, and a web page
	OmitID   // status 200, and an object without its id
)

// Fault is something that goes wrong.
//
// A Go client that keeps connections open may itself repeat a GET on a reset one, and so use up two faults at once.
type Fault struct {
	Kind FaultKind
	Next int // how many calls it befalls; 0 is one

	// With Refuse.
	Status     int    // as in 429 or 502; 0 is 500
	HTML       bool   // with a web page for a body, as a proxy sends
	RetryAfter string // verbatim: seconds, a date, or "" for none
}

// faults are those to come, by operation and in order.
type faults map[string][]Fault

// FailNext lets the next calls of the operation fail that reach it: with a valid key and within the rate limit. Faults of
// several calls to FailNext befall one call after the other.
func (e *Emulator) FailNext(operationID string, f Fault) {
	e.mu.Lock()
	defer e.mu.Unlock()
	mustOperation(operationID)
	f.Next = max(f.Next, 1)
	f.Status = cmp.Or(f.Status, http.StatusInternalServerError)
	e.faults[operationID] = append(e.faults[operationID], f)
}

func (e *Emulator) nextFault(operation string) (f Fault, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	queue := e.faults[operation]
	if len(queue) == 0 {
		return Fault{}, false
	}
	f = queue[0]
	if queue[0].Next--; queue[0].Next == 0 {
		e.faults[operation] = queue[1:]
	}
	return f, true
}

// apply returns the faulty answer. It calls process if the fault lets the call be done.
func (f Fault) apply(process func() answer) answer {
	switch f.Kind {
	case Refuse:
		return f.refusal()
	case ResetBefore:
		return nothing(reset)
	case HangBefore:
		return nothing(silence)
	}
	a := process()
	switch f.Kind {
	case ResetAfter:
		return nothing(reset)
	case HangAfter:
		return nothing(silence)
	case Truncate:
		a.ending = cut
	case NotJSON:
		return webPage(http.StatusOK)
	case OmitID:
		a.body = withoutID(a.body)
	}
	return a
}

func (f Fault) refusal() answer {
	a := webPage(f.Status)
	if !f.HTML {
		raw, _ := json.Marshal(errorBody{"fault", http.StatusText(f.Status)}) // strings
		a = jsonAnswer(f.Status, raw)
	}
	if f.RetryAfter != "" {
		a.header.Set("Retry-After", f.RetryAfter)
	}
	return a
}

// withoutID drops the id of an object, or of each object of a page.
func withoutID(body []byte) []byte {
	return rewritten(body, func(tree any) {
		object, _ := tree.(map[string]any)
		delete(object, "id")
		content, _ := object["content"].([]any)
		for _, item := range content {
			if item, ok := item.(map[string]any); ok {
				delete(item, "id")
			}
		}
	})
}

// rewritten returns the JSON after a change to its tree. Numbers stay as they are written.
func rewritten(body []byte, change func(tree any)) []byte {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return body
	}
	change(tree)
	raw, err := json.Marshal(tree)
	if err != nil {
		return body
	}
	return raw
}
