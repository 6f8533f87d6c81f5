package webhook_test

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

const kept = `
resource "soda_webhook_integration" "pager" {
  name   = "pager café"
  url    = "https://Events.Example.com:443"
  scopes = ["alert_notification"]
  headers = {
    "Authorization" = { secret = "Bearer one" }
    "X-Team"        = { secret = "one" }
    "X-Region"      = { value = "Café" }
  }
}
`

func newKept(t *testing.T, options ...func(*emulator.Options)) (*acctest.Cloud, *acctest.CLI) {
	t.Helper()
	cloud := acctest.NewCloud(t, options...)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": kept}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	return cloud, cli
}

// changedSecret matches a plan; CLIs align the equals sign differently.
var changedSecret = regexp.MustCompile(`~ secret += \(sensitive value\)`)

func headerOf(cloud *acctest.Cloud, name string) string {
	w := cloud.Webhooks()[0]
	return w.Headers[headerIndex(&w, name)].Value
}

// A secret that somebody has changed is planned back where Soda Cloud shows values, by the header's name and with the value
// hidden, whatever the name. Where it does not, nobody can know.
func TestAccDrift_secret(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		values emulator.HeaderValues
		header string
		seen   bool
	}{
		"a credential":                  {emulator.HeaderValuesReturn, "Authorization", true},
		"a harmless name":               {emulator.HeaderValuesReturn, "X-Team", true},
		"masked by the server":          {emulator.HeaderValuesMask, "Authorization", false},
		"left out by the server":        {emulator.HeaderValuesOmit, "Authorization", false},
		"a harmless name, but left out": {emulator.HeaderValuesOmit, "X-Team", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, cli := newKept(t, func(o *emulator.Options) { o.HeaderValues = tc.values })
			before := headerOf(cloud, tc.header)
			cli.ExpectEmptyPlan()
			edit(cloud, func(w *emulator.Webhook) { w.Headers[headerIndex(w, tc.header)].Value = "canary" })
			out, status := cli.Run("plan", "-no-color", "-detailed-exitcode")
			if (status == 2) != tc.seen || strings.Contains(out, tc.header) != tc.seen || strings.Contains(out, "canary") {
				t.Fatalf("got status %d, want a change of %s: %t, and no secret:\n%s", status, tc.header, tc.seen, out)
			}
			if tc.seen && !changedSecret.MatchString(out) {
				t.Errorf("want a changed secret:\n%s", out)
			}
			cli.MustRun("apply", "-no-color", "-auto-approve")
			if got := headerOf(cloud, tc.header); (got == before) != tc.seen {
				t.Errorf("the cloud holds %q", got)
			}
			cli.ExpectEmptyPlan()
		})
	}
}

// A secret that somebody changes after the plan stops the update, by the attribute and without the value.
func TestAccDrift_secretSincePlan(t *testing.T) {
	t.Parallel()
	cloud, cli := newKept(t)
	cli.Write("main.tf", strings.Replace(kept, `"alert_notification"`, `"incidents"`, 1))
	cli.MustRun("plan", "-no-color", "-out=plan.tfplan")
	edit(cloud, func(w *emulator.Webhook) { w.Headers[headerIndex(w, "Authorization")].Value = "canary" })
	out, status := cli.Run("apply", "-no-color", "plan.tfplan")
	if status != 1 || !strings.Contains(out, "has changed since the plan") || strings.Contains(out, "canary") || headerOf(cloud, "Authorization") != "canary" {
		t.Errorf("got status %d, and the cloud holds %q:\n%s", status, headerOf(cloud, "Authorization"), out)
	}
}

// throughProxy is a CLI whose cloud has the body of every response changed, by the method of its request.
func throughProxy(t *testing.T, cloud *acctest.Cloud, config string, change func(method, body string) string) *acctest.CLI {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		cloud.ServeHTTP(answer, r)
		maps.Copy(w.Header(), answer.Header())
		w.Header().Del("Content-Length")
		w.WriteHeader(answer.Code)
		_, _ = io.WriteString(w, change(r.Method, answer.Body.String())) // to a client that may be gone
	}))
	t.Cleanup(server.Close)
	return acctest.NewCLI(t, map[string]string{"main.tf": config}, append(cloud.Env(), "SODA_CLOUD_HOST="+server.URL)...)
}

// A Soda Cloud that hides secrets in a way that nobody has heard of: what comes back of them says nothing.
func TestAccDrift_unknownMask(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := throughProxy(t, cloud, kept, func(_, body string) string { return strings.ReplaceAll(body, "Bearer one", "Be(6 more)ne") })
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	cli.Write("main.tf", strings.Replace(kept, `"alert_notification"`, `"incidents"`, 1))
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	if got := headerOf(cloud, "Authorization"); got != "Bearer one" {
		t.Errorf("the cloud holds %q", got)
	}
	edit(cloud, func(w *emulator.Webhook) { w.Headers[headerIndex(w, "X-Team")].Value = "two" }) // that one is shown as it is
	if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 2 {
		t.Errorf("got status %d:\n%s", status, out)
	}
}

// What means the same is no change by somebody, and the user's spelling stays: URLs as RFC 3986 has them, header names in
// another case, headers that are listed twice, text in another normal form.
func TestAccDrift_sameMeaning(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*emulator.Webhook){
		"nothing":                       func(*emulator.Webhook) {},
		"URL":                           func(w *emulator.Webhook) { w.URL = "https://events.example.com/" },
		"header names":                  func(w *emulator.Webhook) { w.Headers[0].Name = strings.ToUpper(w.Headers[0].Name) },
		"another normal form":           func(w *emulator.Webhook) { w.Headers[headerIndex(w, "X-Region")].Value = "Cafe\u0301" },
		"a name in another normal form": func(w *emulator.Webhook) { w.Name = "pager cafe\u0301" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, cli := newKept(t)
			cloud.SetQuirks(emulator.Quirks{emulator.Duplicates: ""})
			edit(cloud, change)
			cli.ExpectEmptyPlan()
			cloud.ResetCalls()
			cli.Write("main.tf", strings.Replace(kept, `"alert_notification"`, `"incidents"`, 1))
			cli.MustRun("apply", "-no-color", "-auto-approve") // the update looks for changes by somebody too
			cli.ExpectEmptyPlan()
			if w := cloud.Webhooks()[0]; w.URL != "https://Events.Example.com:443" || writes(cloud) != 1 {
				t.Errorf("got %d writes, and the cloud holds %+v", writes(cloud), w)
			}
			if state := cli.Read("terraform.tfstate"); !strings.Contains(state, `"https://Events.Example.com:443"`) || !strings.Contains(state, `"X-Region"`) {
				t.Errorf("the state has another spelling:\n%s", state)
			}
		})
	}
}
