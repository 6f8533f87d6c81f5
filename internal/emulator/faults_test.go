package emulator_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// outcome describes how a call ended, for comparison.
func outcome(r reply, err error) string {
	switch {
	case errors.Is(err, syscall.ECONNRESET):
		return "reset"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "truncated"
	case err != nil:
		return err.Error()
	case strings.HasPrefix(r.raw, "<"):
		return "HTML"
	case r.json == nil:
		return "no JSON"
	case r.json["name"] != nil && r.id() == "":
		return "no id"
	default:
		return "JSON"
	}
}

func TestFaults(t *testing.T) {
	date := newClock().Now().Format("Mon, 02 Jan 2006 15:04:05 GMT")
	for name, tc := range map[string]struct {
		fault      emulator.Fault
		status     int
		retryAfter string
		want       string
		rules      int // in memory afterwards
	}{
		"500":             {emulator.Fault{Status: 500}, 500, "", "JSON", 0},
		"502 from proxy":  {emulator.Fault{Status: 502, HTML: true}, 502, "", "HTML", 0},
		"429 and seconds": {emulator.Fault{Status: 429, RetryAfter: "2"}, 429, "2", "JSON", 0},
		"429 and date":    {emulator.Fault{Status: 429, RetryAfter: date}, 429, date, "JSON", 0},
		"429 alone":       {emulator.Fault{Status: 429}, 429, "", "JSON", 0},
		"reset before":    {emulator.Fault{Kind: emulator.ResetBefore}, 0, "", "reset", 0},
		"reset after":     {emulator.Fault{Kind: emulator.ResetAfter}, 0, "", "reset", 1},
		"hang before":     {emulator.Fault{Kind: emulator.HangBefore}, 0, "", "timeout", 0},
		"hang after":      {emulator.Fault{Kind: emulator.HangAfter}, 0, "", "timeout", 1},
		"truncated":       {emulator.Fault{Kind: emulator.Truncate}, 200, "", "truncated", 1},
		"not JSON":        {emulator.Fault{Kind: emulator.NotJSON}, 200, "", "HTML", 1},
		"no id":           {emulator.Fault{Kind: emulator.OmitID}, 200, "", "no id", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, emulator.Options{})
			c.client.Timeout = time.Second
			c.FailNext("createNotificationRule", tc.fault)
			r, err := c.try("POST", rulesPath, ruleBody("r", ""))
			if got := outcome(r, err); got != tc.want || r.status != tc.status {
				t.Errorf("got %s and status %d, want %s and %d", got, r.status, tc.want, tc.status)
			}
			if got := r.header.Get("Retry-After"); got != tc.retryAfter {
				t.Errorf("got Retry-After %q, want %q", got, tc.retryAfter)
			}
			if got := len(c.Rules()); got != tc.rules {
				t.Errorf("got %d rules in memory, want %d", got, tc.rules)
			}
			c.must("POST", rulesPath, ruleBody("next", ""))
		})
	}
}

func TestFailNext_queue(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	c.FailNext("listNotificationRules", emulator.Fault{Status: 503, Next: 2})
	c.FailNext("listNotificationRules", emulator.Fault{Status: 401})
	c.must("GET", "/api/v1/users", "")
	for _, want := range []int{503, 503, 401, 200} {
		if r := c.call("GET", rulesPath, ""); r.status != want {
			t.Errorf("got %d, want %d", r.status, want)
		}
	}
	c.rule("r", "")
	c.FailNext("listNotificationRules", emulator.Fault{Kind: emulator.OmitID})
	if r := c.must("GET", rulesPath, ""); strings.Contains(r.raw, `"id"`) || r.names() != "r" {
		t.Errorf("got %s, want a rule without id", r.raw)
	}
}

// The nth call of all fails, and whoever waits for that knows what has become of it.
func TestFailCall(t *testing.T) {
	for name, tc := range map[string]struct {
		kind  emulator.FaultKind
		rules int // in memory while the call has no answer
	}{
		"before the call is done":  {emulator.HangBefore, 0},
		"after it, and unanswered": {emulator.HangAfter, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, emulator.Options{})
			reached := c.FailCall(3, emulator.Fault{Kind: tc.kind})
			c.must("GET", rulesPath, "")
			c.must("GET", "/api/v1/users", "")
			select {
			case <-reached:
				t.Fatal("the second call is taken for the third")
			default:
			}
			ended := make(chan error)
			go func() {
				_, err := c.try("POST", rulesPath, ruleBody("r", ""))
				ended <- err
			}()
			<-reached
			if got := len(c.Rules()); got != tc.rules {
				t.Errorf("got %d rules, want %d", got, tc.rules)
			}
			c.must("GET", rulesPath, "") // others go on
			_ = c.Close()
			if err := <-ended; err == nil {
				t.Error("the call has an answer, want none")
			}
		})
	}
}

func TestFailCall_takenBack(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	c.FailCall(1, emulator.Fault{Status: 500})
	c.FailCall(0, emulator.Fault{})
	c.must("GET", rulesPath, "")
}

func TestFailNext_unknownOperation(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("want a panic for an operation that no call ever reaches")
		}
	}()
	emulator.New(emulator.Options{}).FailNext("createRule", emulator.Fault{Status: 500})
}
