package doctor_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/doctor"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// What is no Soda Cloud is called what it is after one call, and nothing is written to it.
func TestExamine_otherServers(t *testing.T) {
	t.Parallel()
	respond := func(status int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Location", "https://portal.example/login")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	const html, jsonType = "text/html; charset=utf-8", "application/json"
	for name, tc := range map[string]struct {
		handler  http.HandlerFunc
		id, text string
	}{
		"a proxy with a page":           {respond(502, html, "<html>Bad Gateway</html>"), "web-page", "a proxy"},
		"a page with status 200":        {respond(200, html, "<html>Welcome</html>"), "web-page", "captive portal"},
		"a page that hides its type":    {respond(200, "text/plain", "<!doctype html>"), "web-page", "captive portal"},
		"a page with status 401":        {respond(401, html, "<html>"), "web-page", "a proxy"},
		"a captive portal":              {respond(302, html, "<html>"), "redirect", "captive portal"},
		"a proxy that wants a password": {respond(407, html, "<html>"), "proxy", "HTTPS_PROXY"},
		"JSON that is no list":          {respond(200, jsonType, `{"status":"ok"}`), "not-soda", "Check the host"},
		"JSON that is a list":           {respond(200, jsonType, `[1,2]`), "not-soda", "Check the host"},
		"an empty response":             {respond(204, jsonType, ``), "not-soda", "Check the host"},
		"another API's 404":             {respond(404, jsonType, `{"error":"no route"}`), "not-soda", "Check the host"},
		"a refused key":                 {respond(401, jsonType, `{"message":"no"}`), "key-refused", "environment"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				calls++
				tc.handler(w, r)
			}))
			defer server.Close()
			check(t, examine(t, server.URL, true), tc.id, tc.text)
			if calls != 1 {
				t.Errorf("got %d calls, want 1", calls)
			}
		})
	}
}

// check demands that one problem was found, and that no feature is said to work that was not seen to.
func check(t *testing.T, report *doctor.Report, id, text string) {
	t.Helper()
	if report.Healthy() || len(report.Findings) != 1 || report.Findings[0].ID != id || !strings.Contains(report.Findings[0].Text, text) {
		t.Errorf("got %+v, want %s with %q", report.Findings, id, text)
	}
	for _, f := range report.Verdict {
		if f.Works != "unknown" && !strings.HasPrefix(f.Feature, "send") {
			t.Errorf("got %+v, want unknown", f)
		}
	}
}

func TestExamine_unreachable(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for name, tc := range map[string]struct{ host, id, text string }{
		"a host that nobody knows":        {"https://soda.invalid", "host-not-found", "cannot be resolved"},
		"a port where nobody listens":     {closed.URL, "unreachable", "cannot be reached"},
		"a certificate that nobody knows": {secure.URL, "certificate", "SSL_CERT_FILE"},
		"a port that speaks no TLS":       {strings.Replace(plain.URL, "http:", "https:", 1), "no-tls", "does not support TLS"},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, examine(t, tc.host, true), tc.id, tc.text)
		})
	}
}

// A key of the other region is refused like any wrong key: the text says that the regions are separate.
func TestObstacle_region(t *testing.T) {
	for region, want := range map[string]string{"eu": "region EU", "us": "region US"} {
		if got := doctor.KeyRefused(region); !strings.Contains(got, "The two regions are separate") || !strings.Contains(got, want) {
			t.Errorf("%s: got %q", region, got)
		}
	}
	if got := doctor.KeyRefused("loopback"); strings.Contains(got, "region") {
		t.Errorf("got %q for a host that is neither", got)
	}
}

// A key that may not make one call is no reason to give up on the others.
func TestExamine_oneCallForbidden(t *testing.T) {
	t.Parallel()
	for operation, feature := range map[string]string{
		"listUsers": "look up users", "listWebhookIntegrations": "manage webhook integrations", "listNotificationIntegrations": "look up notification integrations",
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			e := cloud(t)
			e.FailNext(operation, emulator.Fault{Kind: emulator.Refuse, Status: 403})
			report := examine(t, e.URL, false)
			if !slices.Contains(ids(report), "forbidden") || report.Healthy() {
				t.Errorf("got %v", report.Findings)
			}
			for _, f := range report.Verdict {
				if (f.Works == "no") != (f.Feature == feature) {
					t.Errorf("got %+v", f)
				}
			}
		})
	}
}

// A key that may read but not write rules is told which permission it lacks.
func TestExamine_mayNotWrite(t *testing.T) {
	t.Parallel()
	e := cloud(t)
	e.FailNext("createNotificationRule", emulator.Fault{Kind: emulator.Refuse, Status: 403, Next: 99})
	report := examine(t, e.URL, true)
	if got := ids(report); !slices.Equal(got, []string{"no-permission"}) || report.Verdict[1].Works != "no" || report.Verdict[0].Works != "yes" {
		t.Errorf("got %v, verdict %v", got, report.Verdict)
	}
}

// A clock that is off by a day is a finding, not a reason to stop.
func TestExamine_clock(t *testing.T) {
	t.Parallel()
	for _, skew := range []string{"24h", "-24h"} {
		e := cloud(t, func(o *emulator.Options) { o.Quirks = emulator.Quirks{emulator.ClockSkew: skew} })
		report := examine(t, e.URL, false)
		want, err := time.ParseDuration(skew)
		if err != nil {
			t.Fatal(err)
		}
		if off := *report.ClockOffsetSeconds - int(want.Seconds()); off < -5 || off > 5 || len(report.Findings) != 1 || len(report.Calls) < 8 {
			t.Errorf("got an offset of %d s and findings %v", *report.ClockOffsetSeconds, report.Findings)
		}
	}
}

// What keeps an examination from starting is an error.
func TestExamine_refuses(t *testing.T) {
	o := options("http://cloud.soda.io", false)
	if _, err := doctor.Examine(t.Context(), o); err == nil || !strings.Contains(err.Error(), "must use https") {
		t.Errorf("got %v, want https", err)
	}
	o = options("https://cloud.soda.io", false)
	o.Settings.APIKeySecret.Text = ""
	if _, err := doctor.Examine(t.Context(), o); !errors.Is(err, soda.ErrNoCredentials) {
		t.Errorf("got %v, want no credentials", err)
	}
}

// A credentials file that others can read is a problem where the key comes from it.
func TestExamine_profileFile(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	file := filepath.Join(home, ".soda", "credentials")
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	e := cloud(t)
	for mode, want := range map[os.FileMode]int{0o600: 0, 0o400: 0, 0o644: 1, 0o640: 1, 0o602: 1} {
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		o := options(e.URL, false)
		o.Settings.APIKeyID.Source = `the profile "us" of ~/.soda/credentials`
		o.Settings.APIKeySecret.Source = o.Settings.APIKeyID.Source
		report, err := doctor.Examine(t.Context(), o)
		if err != nil || len(report.Findings) != want || want == 1 && !strings.Contains(report.Findings[0].Text, "chmod 600") {
			t.Errorf("mode %o: got %v, %v", mode, report.Findings, err)
		}
	}
	if report := examine(t, e.URL, false); !report.Clean() {
		t.Errorf("got %v for a key that is not from the file", report.Findings)
	}
}
