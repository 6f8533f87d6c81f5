package emulator

import (
	"bytes"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
)

// maxRequestBody is far above the largest rule that anyone writes by hand.
const maxRequestBody = 4 << 20

// call is a request that found its operation.
type call struct {
	*contract.Call
	request *http.Request
	body    []byte
	odd     any // listed last, nil if nothing is
}

// ServeHTTP answers one request of the API, or to the emulator itself.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if e.control(w, r) {
		return
	}
	started, trace := time.Now(), uuid.NewString()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequestBody))
	if err != nil || !e.sleep(r) {
		panic(http.ErrAbortHandler) // the client has gone, or sends what nobody sends
	}
	operation, a := e.answer(r, body)
	if a.header.Get("X-Soda-Trace-Id") == "" { // a quirk can have set another one
		a.header.Set("X-Soda-Trace-Id", trace)
	}
	// Noted before it is sent, so that whoever has the answer finds the request in the log.
	e.note(Request{
		Time: e.now(), Method: r.Method, Path: r.URL.EscapedPath(), OperationID: operation,
		Status: a.status, TraceID: trace, Duration: time.Since(started), Body: kept(body), Answer: e.keptAnswer(a),
	})
	a.send(w, r)
}

// keptAnswer is the body of an answer for the log. One that repeats secrets is not for others to read.
func (e *Emulator) keptAnswer(a answer) []byte {
	if _, on := e.quirk(Echo); on {
		return nil
	}
	return kept(a.body)
}

// sleep is the configured latency. It reports whether the client is still there.
func (e *Emulator) sleep(r *http.Request) bool {
	if e.options.Latency <= 0 {
		return true
	}
	select {
	case <-time.After(e.options.Latency):
		return true
	case <-r.Context().Done():
		return false
	}
}

// answer finds the operation, "" if there is none, and what to answer, faults and quirks included.
func (e *Emulator) answer(r *http.Request, body []byte) (operation string, a answer) {
	if target, on := e.quirk(Redirect); on {
		return "", redirected(r, target)
	}
	r = e.reroute(r)
	r.Body = io.NopCloser(bytes.NewReader(body))
	routed, err := contract.Route(r)
	if err != nil || !e.offers(routed.Operation) {
		return "", webPage(http.StatusOK)
	}
	c := &call{Call: routed, request: r, body: body}
	operation = c.Operation.ID
	if err := e.admit(c); err != nil {
		a = e.encode(c, nil, err)
	} else if fault, ok := e.nextFault(operation); ok {
		a = fault.apply(func() answer { return e.process(c) })
	} else {
		a = e.process(c)
	}
	if policy := e.options.Limits.policy(c.Operation); policy != "" {
		a.header.Set("RateLimit-Policy", policy)
	}
	return operation, e.rewrite(c, a)
}

// offers reports whether there is such a call: those that Soda does not publish can be left out.
func (e *Emulator) offers(o contract.Operation) bool {
	return !e.options.NoIntegrations || o.Status != contract.Contract
}

// admit refuses a call with a wrong key, with one that lacks the permission, or beyond the limit. Both keys share the limits.
func (e *Emulator) admit(c *call) error {
	full, readOnly := e.key(c.request)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.calls[c.Operation.ID]++
	if !full && !readOnly {
		return &refusal{http.StatusUnauthorized, "unauthorized", "the API key id or secret is wrong or missing"}
	}
	if readOnly && c.request.Method != http.MethodGet {
		return &refusal{http.StatusForbidden, "forbidden", "the API key lacks the permission " + e.spelt(c.Operation.Permission)}
	}
	if !e.limiter.allow(c.Operation, e.options.Clock()) {
		e.limited[c.Operation.ID]++
		return &refusal{http.StatusTooManyRequests, "too_many_requests", "too many requests for " + c.Operation.ID}
	}
	return nil
}

// key reports which of the two keys the request has.
func (e *Emulator) key(r *http.Request) (full, readOnly bool) {
	id, secret, _ := r.BasicAuth()
	has := func(wantID, wantSecret string) bool {
		return subtle.ConstantTimeCompare([]byte(id), []byte(wantID))&subtle.ConstantTimeCompare([]byte(secret), []byte(wantSecret)) == 1
	}
	return has(e.options.APIKeyID, e.options.APIKeySecret), has(ReadOnlyAPIKeyID, ReadOnlyAPIKeySecret)
}

// process does what the call asks for, if the contract allows the call.
func (e *Emulator) process(c *call) answer {
	if err := e.validate(c); err != nil {
		return e.encode(c, nil, err)
	}
	if _, on := e.quirk(Delete404); on && c.request.Method == http.MethodDelete {
		return e.encode(c, nil, &refusal{http.StatusNotFound, "not_found", "there is no such object"})
	}
	e.rewriteRequest(c)
	if _, on := e.quirk(OddObjects); on {
		c.odd = odd[c.Operation.ID]
	}
	body, err := handlers[c.Operation.ID](e, c)
	return e.encode(c, body, err)
}

// encode makes the answer from what a handler returned, and holds it to the contract.
func (e *Emulator) encode(c *call, body any, err error) answer {
	status := http.StatusOK
	if err != nil {
		status, body = asRefusal(err)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return e.bug(c, err)
	}
	a := e.held(c, jsonAnswer(status, spread(raw, e.showsExtra())))
	if e.shuffler != nil {
		a.body = e.shuffle(a.body)
	}
	return a
}

// held returns an answer that keeps to the contract, or one that says that it does not.
func (e *Emulator) held(c *call, a answer) answer {
	if e.options.SkipAnswerValidation || e.breaksContract() {
		return a
	}
	if err := c.ValidateResponse(c.request.Context(), a.status, a.header, a.body); err != nil {
		return e.bug(c, err)
	}
	return a
}

// bug answers for a handler that broke the contract.
func (e *Emulator) bug(c *call, err error) answer {
	e.options.Log.Error("a response violates the contract", "operation", c.Operation.ID, "error", err)
	raw, _ := json.Marshal(errorBody{"emulator_bug", "the emulator's own response breaks the contract: " + err.Error()}) // strings
	return jsonAnswer(http.StatusInternalServerError, raw)
}

func (e *Emulator) shuffle(body []byte) []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.shuffler.shuffle(body)
}

// decoded returns the body of a call that has been validated.
func decoded[T any](c *call) (*T, error) {
	into := new(T)
	if err := json.Unmarshal(c.body, into); err != nil {
		return nil, invalid("the body is invalid: %s", err)
	}
	return into, nil
}
