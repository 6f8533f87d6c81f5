package acctest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// secondWindows makes windows of one second of Soda's windows of one minute, for as many calls.
func secondWindows(o *emulator.Options) { o.Limits = 60 }

// A configuration that has the key to itself is never refused, and costs few list calls.
func TestCalls_create(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t, secondWindows, WithoutQuirks(emulator.EmptySuccess)) // each creation without a response looks at the list
	start := time.Now()
	NewCLI(t, map[string]string{"main.tf": rules(100)}, cloud.Env()...).MustRun("apply", "-auto-approve", "-no-color")
	calls := cloud.AllCalls()
	for operation := range calls {
		if n := cloud.Limited(operation); n != 0 {
			t.Errorf("%s: got %d answers 429, want none", operation, n)
		}
	}
	// One list each for plan and apply, one a minute for the creates that wait, and one in five seconds for those that are done.
	most := 3 + int(time.Since(start)/time.Minute) + int(time.Since(start)/(5*time.Second))
	if got := calls["listNotificationRules"]; len(calls) != 2 || calls["createNotificationRule"] != 100 || got > most {
		t.Errorf("got calls %v, want 100 creations and at most %d lists", calls, most)
	}
	if got := len(held(cloud)); got != 100 {
		t.Errorf("got %d rules, want 100", got)
	}
}

// Deletions that take a while share their looks at the list: however many wait, there is at most one look in a second.
func TestCalls_destroy(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t, func(o *emulator.Options) { o.DeleteDelay = 1500 * time.Millisecond })
	cli := NewCLI(t, map[string]string{"main.tf": rules(20)}, cloud.Env()...)
	cli.MustRun("apply", "-auto-approve", "-no-color")
	cloud.ResetCalls()
	start := time.Now()
	cli.MustRun("destroy", "-auto-approve", "-no-color")
	const refresh, firstLook = 1, 1
	most := refresh + firstLook + int(time.Since(start)/time.Second)
	if got := cloud.Calls("listNotificationRules"); got > most {
		t.Errorf("got %d list calls, want at most %d", got, most)
	}
	if got := cloud.Calls("deleteNotificationRule"); got != 20 || len(cloud.Rules()) != 0 {
		t.Errorf("got %d deletions and %d rules left, want 20 and none", got, len(cloud.Rules()))
	}
}

// Two applies at once that share a key take slots of the limit from each other. Both are refused now and then, and both get
// done.
func TestCalls_sharedKey(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t, secondWindows)
	meet := make(chan struct{})
	left, right := &door{cloud: cloud, give: meet}, &door{cloud: cloud, take: meet}
	const each = 15
	applies := map[*door]*Running{left: left.apply(t, "left-", each), right: right.apply(t, "right-", each)}
	for door, apply := range applies {
		if out, status := apply.Wait(); status != 0 {
			t.Errorf("got status %d:\n%s", status, out)
		}
		if door.refused.Load() == 0 {
			t.Error("one of the two was never refused: they have not met")
		}
	}
	names := map[string]bool{}
	for _, r := range cloud.Rules() {
		names[r.Name] = true
	}
	if got := len(cloud.Rules()); got != 2*each || len(names) != got {
		t.Errorf("got %d rules with %d names, want %d of each", got, len(names), 2*each)
	}
	if got, want := left.refused.Load()+right.refused.Load(), cloud.Limited("createNotificationRule"); int(got) != want {
		t.Errorf("got %d answers 429, and %d to creations, want no others", got, want)
	}
}

// door is an address of a cloud for one process, so that its calls can be told from those of another.
type door struct {
	cloud   *Cloud
	give    chan<- struct{} // one door's is the other one's take; the rest is nil
	take    <-chan struct{}
	created atomic.Int64
	refused atomic.Int64
}

// apply starts to create rules through the door.
func (d *door) apply(t *testing.T, prefix string, count int) *Running {
	t.Helper()
	server := httptest.NewServer(d)
	t.Cleanup(server.Close)
	config := strings.ReplaceAll(rules(count), "rule-", prefix)
	cli := NewCLI(t, map[string]string{"main.tf": config}, append(d.cloud.Env(), "SODA_CLOUD_HOST="+server.URL)...)
	return cli.Start("apply", "-auto-approve", "-no-color")
}

// ServeHTTP lets the first creations through in pairs, so that neither process is done, or has all slots, before the other
// one asks.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost && d.created.Add(1) <= 10 {
		select {
		case d.give <- struct{}{}:
		case <-d.take:
		case <-r.Context().Done():
		}
	}
	d.cloud.ServeHTTP(&statusReader{w, d}, r)
}

// statusReader counts refusals.
type statusReader struct {
	http.ResponseWriter
	door *door
}

func (s *statusReader) WriteHeader(status int) {
	if status == http.StatusTooManyRequests {
		s.door.refused.Add(1)
	}
	s.ResponseWriter.WriteHeader(status)
}
