package soda

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// A call, from top to bottom: call loops over attempts; an attempt prepares its body, waits for the rate limit (pace.go), builds
// the request, sends it and reads the response whole; decode turns the response into a value or an Error (error.go); decide says
// whether the call is made once more. Nothing else in this package decides about repeats.

// request is one call to make.
type request[Out any] struct {
	op    operation
	query url.Values
	args  []string // fill the path

	// prepare returns the body of an attempt. It runs right before the attempt is sent, after any wait, so that what it checks is
	// as young as can be; fresh asks it to look again at what it has looked at before. nil means that there is no body.
	prepare func(ctx context.Context, fresh bool) (body, error)

	// landed looks for what a write without a usable response has done: nil, nil if nothing. nil means that nobody can tell.
	landed func(ctx context.Context, cause error) (*Out, error)

	check func(*Out) error // says what is wrong with a response of success; may be nil
	tries *tries           // filled in for the caller; may be nil
}

// tries is what happened to a call so far.
type tries struct {
	made      int // attempts
	failed    int // of them, for a reason that may pass
	throttled int // of them, with 429
	waited    time.Duration
	open      bool // whether one of them may have been carried out, although no response says so
}

// call makes one call, repeats it as far as decide says, and returns what its response holds.
func call[Out any](ctx context.Context, c *Client, r request[Out]) (*Out, error) {
	if c.broken != nil {
		return nil, c.broken
	}
	t := cmp.Or(r.tries, &tries{})
	for {
		resp, err := c.attempt(ctx, r.op, r.query, r.args, r.prepare, t)
		out, err := decode(c, r, resp, err)
		err = c.outage.note(err)
		next, pause := c.decide(ctx, r.op, t, err)
		if next == look && r.landed != nil {
			found, lookErr := r.landed(ctx, c.complete(r.op, t, err))
			if found != nil || lookErr != nil {
				return found, lookErr
			}
			next = c.decideAbsent(ctx, r.op, t, err)
		}
		if next != again {
			return out, c.complete(r.op, t, err)
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, c.complete(r.op, t, err)
		}
	}
}

// attempt waits for its turn and sends once. The body is prepared before the wait, so that what can be refused is refused at
// once, and again after it.
func (c *Client) attempt(ctx context.Context, op operation, query url.Values, args []string, prepare func(context.Context, bool) (body, error), t *tries) (resp *response, err error) {
	t.made++
	if err := c.outage.err(); err != nil {
		return nil, halted(err)
	}
	target, err := op.target(c.config.BaseURL, c.config.IntegrationsPath, query, args)
	if err != nil {
		return nil, halted(err)
	}
	var in body
	if prepare != nil && t.made == 1 {
		if in, err = prepare(ctx, false); err != nil {
			return nil, halted(err)
		}
	}
	turn, err := c.pacer.window(op).wait(ctx, c.outage)
	if err != nil {
		return nil, halted(err)
	}
	sent := false
	defer func() { turn.done(resp, sent) }()
	t.waited += turn.waited
	c.reportWait(ctx, op, turn)
	if prepare != nil && (t.made > 1 || turn.queued()) {
		if in, err = prepare(ctx, t.made > 1); err != nil {
			return nil, halted(err)
		}
	}
	req, err := c.build(op, target, in)
	if err != nil {
		return nil, halted(err)
	}
	resp, sent, err = c.send(ctx, op, req)
	if err != nil && !sent {
		err = &unsentError{cause: err, tried: true}
	}
	return resp, err
}

// build makes the HTTP request of an attempt.
func (c *Client) build(op operation, target *url.URL, in body) (*http.Request, error) {
	var content io.Reader
	if in != nil {
		c.Learn(in.secrets()...)
		encoded, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(encoded)
	}
	req, err := http.NewRequest(op.method, target.String(), content) //nolint:noctx // send gives it its context
	if err != nil {
		return nil, err
	}
	req.SetBasicAuth(c.config.APIKeyID, c.config.APIKeySecret)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.config.UserAgent)
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// send makes one HTTP request, within the request timeout. sent says whether any of it may have reached the server: without a
// connection, behind a proxy that refuses, or after a TLS handshake that fails, nothing has. It is a RoundTripper that sends, and
// no http.Client: a redirect is never followed, since the key must not reach another host and a POST must not turn into a GET.
func (c *Client) send(ctx context.Context, op operation, req *http.Request) (resp *response, sent bool, err error) {
	start := time.Now()
	defer func() { c.report(ctx, op, resp, err, time.Since(start)) }()
	if op.write() {
		// A cancelled run must not abandon a write under way: Soda would have the object and the state would not.
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.config.RequestTimeout, fmt.Errorf("%w within %s", errNoAnswer, c.config.RequestTimeout))
	defer cancel()
	var wrote atomic.Bool // the transport tells from a goroutine of its own
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }})
	got, err := c.wire.RoundTrip(req.WithContext(traced))
	if err != nil {
		return nil, wrote.Load(), endOf(ctx, c.ownWords(ctx, err))
	}
	content, err := io.ReadAll(io.LimitReader(got.Body, maxAnswer+1))
	_ = got.Body.Close() // what could fail has been read
	if err != nil {
		return nil, true, fmt.Errorf("reading the response: %w", endOf(ctx, c.ownWords(ctx, err)))
	}
	if len(content) > maxAnswer {
		return nil, true, errAnswerTooLarge
	}
	return &response{status: got.StatusCode, header: got.Header, path: req.URL.EscapedPath(), body: content}, true, nil
}

// decode reads what a response holds. One of success that is not JSON comes from something that is not the API: a page of the web
// application, a proxy, a login form. One without an object where there should be one leaves open what was done.
func decode[Out any](c *Client, r request[Out], resp *response, err error) (*Out, error) {
	if err != nil {
		return nil, err
	}
	if resp.status < 200 || resp.status > 299 {
		return nil, c.newError(r.op, resp, nil)
	}
	out := new(Out)
	content := bytes.TrimSpace(resp.body)
	switch {
	case len(content) == 0 && r.op.write():
	case resp.html() || len(content) == 0 || content[0] == '<':
		return nil, c.newError(r.op, resp, errNotJSON)
	default:
		if err := json.Unmarshal(content, out); err != nil {
			return nil, c.newError(r.op, resp, fmt.Errorf("the response cannot be read: %s", oddity(err)))
		}
	}
	if r.check != nil {
		if err := r.check(out); err != nil {
			return nil, c.newError(r.op, resp, err)
		}
	}
	return out, nil
}

// verdict is what follows from an attempt.
type verdict int

const (
	final verdict = iota // the call ends with what it has
	again                // it is made once more
	look                 // it may have been carried out: only a look at what is there can tell
)

// decide is where it is decided whether a call is made once more, and after which pause: reads, deletions and replacements after
// a failure that may pass; a create only if nothing of it can have been carried out.
func (c *Client) decide(ctx context.Context, op operation, t *tries, err error) (verdict, time.Duration) {
	if err == nil {
		return final, 0
	}
	if isHalted(err) {
		return t.end(op.create), 0
	}
	e, responded := errors.AsType[*Error](err)
	if responded && e.Status == http.StatusTooManyRequests {
		if t.throttled++; ctx.Err() == nil && t.throttled <= op.patience() {
			return again, 0 // the pacer holds the operation back
		}
		return t.end(op.create), 0
	}
	t.open = t.open || unanswered(err)
	passing := !responded && !hopeless(err)
	if responded {
		passing = e.Status == http.StatusBadGateway || e.Status == http.StatusServiceUnavailable || e.Status == http.StatusGatewayTimeout
	}
	if passing && ctx.Err() == nil && t.failed < *c.config.MaxRetries && (!op.create || !t.open) {
		t.failed++
		return again, c.pause << (t.failed - 1)
	}
	return t.end(op.create || accepted(err)), 0
}

// end is the verdict on a call that is not repeated: a look where it may have been carried out and would show.
func (t *tries) end(shows bool) verdict {
	if t.open && shows {
		return look
	}
	return final
}

// decideAbsent goes on after a look that found nothing of a create: it is sent once more, unless the server has accepted it or may
// still be at it, or its last attempt says that something is there.
func (c *Client) decideAbsent(ctx context.Context, op operation, t *tries, err error) verdict {
	if op.create && ctx.Err() == nil && t.failed < *c.config.MaxRetries && unanswered(err) && !timedOut(err) && !accepted(err) && !IsNotOffered(err) {
		t.failed++
		return again
	}
	return final
}
