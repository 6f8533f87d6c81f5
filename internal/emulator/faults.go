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
	Body       string // a body of JSON, verbatim; "" is one that Soda Cloud would send
	RetryAfter string // verbatim: seconds, a date, or "" for none

	reached chan struct{} // nil if nobody waits for it
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
	e.faults[operationID] = append(e.faults[operationID], f)
}

// FailCall lets the nth call from now fail that reaches its operation, whichever that is; it comes before the faults of
// FailNext. A second FailCall takes its place, and one with 0 takes it back. The channel is closed when the call has come that
// far: undone, or with a kind that does it first, done. With HangBefore and HangAfter the call then stays there until the
// client gives up, so that a test can end the client at a known point.
func (e *Emulator) FailCall(n int, f Fault) <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	f.reached = make(chan struct{})
	e.countdown, e.counted = n, f
	return f.reached
}

func (e *Emulator) nextFault(operation string) (f Fault, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.countdown--; e.countdown == 0 {
		return e.counted, true
	}
	queue := e.faults[operation]
	if len(queue) == 0 {
		return e.failure(operation)
	}
	f = queue[0]
	if queue[0].Next--; queue[0].Next == 0 {
		e.faults[operation] = queue[1:]
	}
	return f, true
}

// apply returns the faulty answer. It calls process if the fault lets the call be done.
func (f Fault) apply(process func() answer) answer {
	if f.reached != nil {
		defer close(f.reached)
	}
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
	status := cmp.Or(f.Status, http.StatusInternalServerError)
	a := webPage(status)
	if !f.HTML {
		usual, _ := json.Marshal(errorBody{"fault", http.StatusText(status)}) // strings
		a = jsonAnswer(status, []byte(cmp.Or(f.Body, string(usual))))
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
	tree := decodeTree(body)
	if tree == nil {
		return body
	}
	change(tree)
	raw, err := json.Marshal(tree)
	if err != nil {
		return body
	}
	return raw
}

// decodeTree returns nil for what is no JSON.
func decodeTree(body []byte) (tree any) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		return nil
	}
	return tree
}

// idOf returns the id of an object, "" if it has none.
func idOf(body []byte) string {
	var object struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(body, &object) // what is no object has no id
	return object.ID
}
