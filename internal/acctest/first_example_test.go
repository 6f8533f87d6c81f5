package acctest

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// TestFirstExample applies what README and index.md show first to a Soda Cloud as it is today, without the calls that Soda does
// not publish: the rule is there, the endpoint has got the event, and the webhook made by hand stays.
func TestFirstExample(t *testing.T) {
	t.Parallel()
	var received atomic.Int32
	endpoint := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "p" {
			received.Add(1)
		}
	}))
	defer endpoint.Close()
	cloud := NewCloud(t, func(o *emulator.Options) { o.NoIntegrations = true })
	if err := cloud.SeedFile(filepath.Join(examples, "seed.json")); err != nil {
		t.Fatal(err)
	}
	before := held(cloud)
	cli := newDocumentCLI(t, cloud, map[string]string{"main.tf": readFile(t, filepath.Join(examples, "provider", "provider.tf"))})
	apply := []string{"apply", "-auto-approve", "-no-color", "-var", "pager_url=" + endpoint.URL}
	if out := cli.MustRun(apply...); received.Load() != 1 {
		t.Errorf("the endpoint got %d events, want 1:\n%s", received.Load(), out)
	}
	if got := len(held(cloud)) - len(before); got != 1 {
		t.Errorf("got %d new objects, want the rule", got)
	}
	if out, status := cli.Run("plan", "-detailed-exitcode", "-no-color", "-var", "pager_url="+endpoint.URL); status != 0 || received.Load() != 1 {
		t.Errorf("the second plan: got exit status %d and %d events, want 0 and 1:\n%s", status, received.Load(), out)
	}
	cli.MustRun("destroy", "-auto-approve", "-no-color")
	if got := len(held(cloud)); got != len(before) {
		t.Errorf("got %d objects after destroy, want %d", got, len(before))
	}
}
