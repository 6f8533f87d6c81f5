package webhook_test

import (
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// rescoped is a configuration with other scopes, so that the webhook is written.
func rescoped(config string) string { return strings.Replace(config, `"incidents"`, `"contracts"`, 1) }

// A held value that Soda Cloud shows otherwise than it has it is not sent back as shown: an update sends what the configuration has, and
// says so before.
func TestAccHeld_altered(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		ignored, shown, as, warned string
	}{
		"a header in an unknown mask":  {"headers", "applied-token", "ap(9 more)en", `Header "Authorization" is sent again`},
		"the URL in a mask":            {"url_wo", "hooks.example.com/applied-url", "hooks.example.com/****", "The URL is sent again"},
		"the URL in an unknown mask":   {"url_wo", "hooks.example.com/applied-url", "hooks.example.com/ap(6)rl", "The URL is sent again"},
		"the URL in another spelling":  {"url_wo", "https://hooks.example.com", "https://Hooks.example.com:443", "The URL is sent again"},
		"a header that looks like one": {"headers", "applied-key", "applied-key ", `Header "X-Key" is sent again`},
	} {
		for version, line := range map[string]string{"counted": "", "pinned": "%s_version = 1"} {
			t.Run(name+"/"+version, func(t *testing.T) {
				t.Parallel()
				cloud := acctest.NewCloud(t, acctest.WithoutQuirks(emulator.EmptySuccess)) // what is stored otherwise cannot be recognized in a list
				config := hidden("", line, tc.ignored)
				cli := throughProxy(t, cloud, config, func(_, body string) string { return strings.ReplaceAll(body, tc.shown, tc.as) })
				cli.MustRun("apply", "-no-color", "-auto-approve")
				cli.ExpectEmptyPlan()
				cloud.ResetCalls()
				cli.Write("main.tf", rescoped(config))
				out, _ := cli.Run("apply", "-no-color", "-auto-approve") // it reports a URL that was stored otherwise
				if !restored(cloud) || writes(cloud) != 1 || !strings.Contains(out, tc.warned) || strings.Contains(out, tc.as) {
					t.Errorf("the cloud holds %+v, want what was applied, and the warning that %s:\n%s", cloud.Webhooks()[0], tc.warned, out)
				}
				cli.Write("main.tf", rescoped(hidden("", line, "")))
				cli.ExpectEmptyPlan()
			})
		}
	}
}

// An update under ignore_changes that sends a hidden value of the configuration leaves the fingerprint of that one, not of the one before.
func TestAccHeld_hiddenAndRotated(t *testing.T) {
	t.Parallel()
	for configured, empty := range map[string]bool{"applied-token": false, "rotated-token": true} {
		t.Run(configured, func(t *testing.T) {
			t.Parallel()
			cloud, cli := newHidden(t, emulator.HeaderValuesMask, hidden("", "", "headers"))
			with := func(token, config string) string { return strings.Replace(config, "applied-token", token, 1) }
			cli.Write("main.tf", with("rotated-token", rescoped(hidden("", "", "headers"))))
			cli.MustRun("apply", "-no-color", "-auto-approve")
			if got := headerOf(cloud, "Authorization"); got != "rotated-token" {
				t.Fatalf("the cloud holds %q", got)
			}
			cli.Write("main.tf", with(configured, rescoped(hidden("", "", ""))))
			if empty {
				cli.ExpectEmptyPlan()
				return
			}
			cli.MustRun("apply", "-no-color", "-auto-approve")
			if got := headerOf(cloud, "Authorization"); got != configured {
				t.Errorf("the cloud holds %q, want %q", got, configured)
			}
		})
	}
}

// alteredInLists repeats what was sent in responses to writes only.
func alteredInLists(method, body string) string {
	if method == http.MethodGet {
		return strings.ReplaceAll(body, "applied-token", "ap(9 more)en")
	}
	return body
}

// A Soda Cloud that repeats what it was sent in responses to writes, and alters it in lists: as long as it says that nobody has updated the
// webhook, that is no change, and what the list shows is not sent back.
func TestAccDrift_writeOnlyAlteredInLists(t *testing.T) {
	t.Parallel()
	for _, ignored := range []string{"", "headers"} {
		t.Run(ignored, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			cli := throughProxy(t, cloud, hidden("", "", ignored), alteredInLists)
			cli.MustRun("apply", "-no-color", "-auto-approve")
			cli.ExpectEmptyPlan()
			cli.Write("main.tf", rescoped(hidden("", "", ignored)))
			cli.MustRun("apply", "-no-color", "-auto-approve")
			if !restored(cloud) {
				t.Errorf("the cloud holds %+v", cloud.Webhooks()[0])
			}
			cli.ExpectEmptyPlan()
			cli.Write("main.tf", rescoped(hidden("", "", "")))
			edit(cloud, byHand["X-Key"])
			cli.MustRun("apply", "-no-color", "-auto-approve")
			if !restored(cloud) {
				t.Errorf("the cloud holds %+v", cloud.Webhooks()[0])
			}
			cli.ExpectEmptyPlan()
		})
	}
}

// A Soda Cloud that does so and does not say when a webhook was updated: nothing is compared, and every plan is empty.
func TestAccDrift_writeOnlyWithoutTimes(t *testing.T) {
	t.Parallel()
	times := regexp.MustCompile(`,"updatedAt":"[^"]*"`)
	cloud := acctest.NewCloud(t)
	cli := throughProxy(t, cloud, hidden("", "", ""), func(method, body string) string {
		return alteredInLists(method, times.ReplaceAllString(body, ""))
	})
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	edit(cloud, byHand["X-Key"])
	cli.ExpectEmptyPlan()
}

// An update without a body, and a list that lags behind it: what that list shows is not taken for what Soda Cloud made of the update.
func TestAccDrift_writeOnlyStaleList(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, acctest.WithoutQuirks(emulator.EmptySuccess)) // but for the one below
	var mu sync.Mutex
	var last string
	lags, lagged := false, false
	cli := throughProxy(t, cloud, hidden("", "", ""), func(method, body string) string {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case method == http.MethodPost && strings.Contains(body, "rotated-token") && !lagged:
			lags, lagged = true, true
			return ""
		case method == http.MethodGet && strings.Contains(body, "applied-url") && lags:
			lags = false
			return last
		case method == http.MethodGet && strings.Contains(body, "applied-url"):
			last = body
		}
		return body
	})
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan() // the list is read once
	rotated := func(scopes func(string) string, ignored string) string {
		return scopes(strings.Replace(hidden("", "", ignored), "applied-token", "rotated-token", 1))
	}
	same := func(config string) string { return config }
	cli.Write("main.tf", rotated(same, ""))
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	cli.Write("main.tf", rotated(rescoped, "headers"))
	if !lagged || lags {
		t.Error("no list lagged")
	}
	if out := cli.MustRun("apply", "-no-color", "-auto-approve"); headerOf(cloud, "Authorization") != "rotated-token" || strings.Contains(out, "is sent again") {
		t.Errorf("the cloud holds %+v:\n%s", cloud.Webhooks()[0], out)
	}
}

// A version set to the one counted so far hides a new value, which is said, also where somebody has changed the value in Soda Cloud.
func TestAccDrift_writeOnlyMissed(t *testing.T) {
	t.Parallel()
	cloud, cli := newHidden(t, emulator.HeaderValuesReturn, hidden("", "", ""))
	cli.Write("main.tf", strings.Replace(hidden("", "%s_version = 1", ""), "applied-key", "another-key", 1))
	for _, change := range []func(w *emulator.Webhook){func(*emulator.Webhook) {}, byHand["X-Key"]} {
		edit(cloud, change)
		if out := cli.MustRun("plan", "-no-color"); !strings.Contains(out, `Header "X-Key" has a new value that is not sent`) {
			t.Errorf("want a warning of the value that is not sent:\n%s", out)
		}
	}
}
