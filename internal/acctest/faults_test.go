package acctest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// fault is what befalls a call once.
type fault struct {
	name string
	emulator.Fault

	inOneSecond bool           // Retry-After is a date
	silent      bool           // no answer comes
	listToo     emulator.Fault // befalls the look at the list that follows; none if zero
}

// faults befall every call.
var faults = []fault{
	{name: "429, Retry-After in seconds", Fault: emulator.Fault{Status: 429, RetryAfter: "1"}},
	{name: "429, Retry-After as a date", Fault: emulator.Fault{Status: 429}, inOneSecond: true},
	{name: "429 without Retry-After", Fault: emulator.Fault{Status: 429}},
	{name: "500", Fault: emulator.Fault{Status: 500}},
	{name: "502, a page", Fault: emulator.Fault{Status: 502, HTML: true}},
	{name: "503", Fault: emulator.Fault{Status: 503}},
	{name: "reset, not done", Fault: emulator.Fault{Kind: emulator.ResetBefore}},
	{name: "reset, but done", Fault: emulator.Fault{Kind: emulator.ResetAfter}},
	{name: "no answer, not done", Fault: emulator.Fault{Kind: emulator.HangBefore}, silent: true},
	{name: "no answer, but done", Fault: emulator.Fault{Kind: emulator.HangAfter}, silent: true},
	{name: "JSON cut off, done", Fault: emulator.Fault{Kind: emulator.Truncate}},
	{name: "401", Fault: emulator.Fault{Status: 401}},
	{name: "403", Fault: emulator.Fault{Status: 403}},
	{name: "200, a page, done", Fault: emulator.Fault{Kind: emulator.NotJSON}},
	{name: "200 without id, done", Fault: emulator.Fault{Kind: emulator.OmitID}},
}

// lostForGood befalls creates: the answer is lost, and the list that would tell what came of it fails too.
var lostForGood = fault{name: "reset, but done; no list", Fault: emulator.Fault{Kind: emulator.ResetAfter}, listToo: emulator.Fault{Status: 500}}

// subjects are the calls, and what makes the provider make them.
var subjects = []subject{
	{ruleType, "read", "listNotificationRules"},
	{ruleType, "create", "createNotificationRule"},
	{ruleType, "update", "updateNotificationRule"},
	{ruleType, "delete", "deleteNotificationRule"},
	{webhookType, "read", "listWebhookIntegrations"},
	{webhookType, "create", "createWebhookIntegration"},
	{webhookType, "update", "updateWebhookIntegration"},
	{webhookType, "delete", "deleteWebhookIntegration"},
	{testType, "create", "testWebhookIntegration"},
}

const (
	ruleType    = "soda_notification_rule"
	webhookType = "soda_webhook_integration"
	testType    = "soda_webhook_test"
)

type subject struct{ kind, verb, call string }

// list is the call that tells whether an object was made.
func (s subject) list() string {
	if s.kind == ruleType {
		return "listNotificationRules"
	}
	return "listWebhookIntegrations"
}

func (s subject) faults() []fault {
	if s.verb == "create" && s.kind != testType {
		return append(slices.Clone(faults), lostForGood)
	}
	return faults
}

// TestFaults lets each call fail once in each way, through the provider. It ends in what was asked for, or in an error that
// leaves the state as it was; nothing is made twice; and the same once more, without the fault, ends in what was asked for.
// The golden file tells the outcome of each case. No log, no diagnostic and no plan holds a secret.
func TestFaults(t *testing.T) {
	t.Parallel()
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(receiver.Close)
	rows := map[subject][]string{}
	var cases sync.WaitGroup
	room := make(chan struct{}, 32) // whatever -parallel says, for they wait most of the time
	for _, s := range subjects {
		all := s.faults()
		ofSubject := make([]string, len(all))
		rows[s] = ofSubject
		for i, f := range all {
			cases.Go(func() {
				room <- struct{}{}
				defer func() { <-room }()
				t.Run(strings.Join([]string{s.kind, s.verb, f.name}, "/"), func(t *testing.T) { ofSubject[i] = newFaultCase(t, s, f, receiver.URL).row() })
			})
		}
	}
	cases.Wait()
	Golden(t, "faults", faultTable(rows))
}

func faultTable(rows map[subject][]string) string {
	var b strings.Builder
	b.WriteString("What comes of a call that fails once: how often it is made, and how that ends. After an error the state is what it was,\n" +
		"and \"again\" is the same once more, by the next run.\n")
	for _, s := range subjects {
		fmt.Fprintf(&b, "\n%s: %s, %s\n", s.kind, s.verb, s.call)
		for _, row := range rows[s] {
			b.WriteString("  " + row + "\n")
		}
	}
	return b.String()
}
