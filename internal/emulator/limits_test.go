package emulator_test

import (
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func TestLimits(t *testing.T) {
	for name, tc := range map[string]struct {
		limits string
		window time.Duration
		policy string
	}{
		"published":       {"published", 60 * time.Second, ""},
		"compressed":      {"x10", 6 * time.Second, `"createNotificationRule";q=10;w=6`},
		"uneven":          {"x7", 60 * time.Second / 7, `"createNotificationRule";q=10;w=9`},
		"below a second":  {"x120", 500 * time.Millisecond, `"createNotificationRule";q=10;w=1`},
		"x1 is published": {"x1", 60 * time.Second, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limits, err := emulator.ParseLimits(tc.limits)
			if err != nil {
				t.Fatal(err)
			}
			clock := newClock()
			c := start(t, emulator.Options{Limits: limits, Clock: clock.Now})
			for range 9 {
				c.rule("early", "")
			}
			clock.advance(tc.window - time.Millisecond)
			c.rule("late", "")
			r := c.call("POST", rulesPath, ruleBody("refused", ""))
			if r.status != 429 || r.message() == "" || r.header.Get("Retry-After") != "" {
				t.Errorf("got %d %s, want 429 without Retry-After", r.status, r.raw)
			}
			if got := r.header.Get("RateLimit-Policy"); got != tc.policy {
				t.Errorf("got policy %s, want %s", got, tc.policy)
			}
			clock.advance(time.Millisecond) // the nine leave the window, the late one stays
			for range 9 {
				c.rule("next", "")
			}
			c.refused("POST", rulesPath, ruleBody("refused", ""), 429, "too many")
			c.must("GET", rulesPath, "") // every operation has a window of its own
			if calls, limited := c.Calls("createNotificationRule"), c.Limited("createNotificationRule"); calls != 21 || limited != 2 {
				t.Errorf("got %d calls and %d refused, want 21 and 2", calls, limited)
			}
		})
	}
}

func TestLimits_off(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Limits: emulator.LimitsOff})
	for range 30 {
		c.rule("r", "")
	}
	r := c.must("POST", rulesPath, ruleBody("r", ""))
	if got, want := r.header.Get("RateLimit-Policy"), `"createNotificationRule";q=1000000;w=1`; got != want {
		t.Errorf("got policy %s, want %s", got, want)
	}
}

func TestParseLimits_refuses(t *testing.T) {
	for _, s := range []string{"", "x", "x0", "x-1", "10", "X10", "x1.5"} {
		if _, err := emulator.ParseLimits(s); err == nil {
			t.Errorf("%q: got no error", s)
		}
	}
}
