package emulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator/dashboard"
)

// The page with 300 rules, in a browser, follows what happens after it was loaded: its script runs under its own policy.
//
// It is not parallel: a browser takes all the time of a small machine.
func TestDashboard_browser(t *testing.T) {
	browser := chromium(t)
	rules := make([]emulator.Rule, 300)
	for i := range rules {
		rules[i] = emulator.Rule{ID: fmt.Sprint(i), Name: fmt.Sprint("rule ", i), RuleType: "check"}
	}
	cloud := emulator.New(emulator.Options{})
	page := dashboard.New(cloud)
	if err := cloud.Seed(emulator.Organization{Rules: rules}); err != nil {
		t.Fatal(err)
	}
	var loads atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" && loads.Add(1) == 2 {
			cloud.EditRule("7", func(r *emulator.Rule) { r.Name = "renamed while you look" })
			cloud.ForgetRule("8")
		}
		page.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	dom := browser(server.URL + "/?tab=rules")
	if n := strings.Count(dom, `<tr id="rule-`); n != 299 || !strings.Contains(dom, "renamed while you look") || strings.Contains(dom, "rule 8 ") {
		t.Errorf("got %d rules after %d loads, want 299, one of them renamed:\n%.3000s", n, loads.Load(), dom)
	}
}

// chromium returns what loads a page, lets its timers run for some seconds of the browser's own clock, and returns its DOM.
func chromium(t *testing.T) func(url string) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		return func(url string) string {
			t.Helper()
			cmd := exec.CommandContext(t.Context(), path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(),
				"--virtual-time-budget=10000", "--timeout=60000", "--dump-dom", url)
			cmd.WaitDelay = 10 * time.Second
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			return string(out)
		}
	}
	t.Skip("needs Chromium or Chrome on PATH")
	return nil
}
