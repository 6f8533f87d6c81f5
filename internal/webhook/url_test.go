package webhook_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// secretURL is a webhook whose URL is the secret; version is the line of url_wo_version, or empty.
func secretURL(version string) string {
	return fmt.Sprintf(`
variable "path" {
  ephemeral = true
}

resource "soda_webhook_integration" "pager" {
  name   = "pager"
  scopes = ["incidents"]
  url_wo = "https://hooks.example.com/services/${var.path}"
  %s
}
`, version)
}

// A URL that is a secret is sent when it is new or its version is, and is in no plan, no state, no output and no log.
func TestAccURL_writeOnly(t *testing.T) {
	t.Parallel()
	type step struct {
		version, path string
		writes        int
		held          string // the end of the URL in the cloud
	}
	for name, steps := range map[string][]step{
		"counted by the provider": {{"", "canary-one", 1, "canary-one"}, {"", "canary-one", 0, "canary-one"}, {"", "canary-two", 1, "canary-two"}},
		"counted by the user": {
			{"url_wo_version = 1", "canary-one", 1, "canary-one"}, {"url_wo_version = 1", "canary-two", 0, "canary-one"}, {"url_wo_version = 2", "canary-two", 1, "canary-two"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			cli := acctest.NewCLI(t, map[string]string{}, append(cloud.Env(), "TF_LOG=TRACE")...)
			for i, s := range steps {
				cli.Write("main.tf", secretURL(s.version))
				cli.Setenv("TF_VAR_path", s.path)
				cloud.ResetCalls()
				seen := cli.MustRun("plan", "-no-color", "-out=plan.tfplan") + cli.MustRun("show", "-json", "plan.tfplan") +
					cli.MustRun("apply", "-no-color", "plan.tfplan") + cli.MustRun("show", "-json") + cli.Read("terraform.tfstate")
				cli.ExpectEmptyPlan()
				if got := cloud.Webhooks()[0].URL; writes(cloud) != s.writes || got != "https://hooks.example.com/services/"+s.held {
					t.Errorf("step %d: got %d writes, and the cloud holds %s; want %d and %s", i, writes(cloud), got, s.writes, s.held)
				}
				if strings.Contains(seen, "canary") || strings.Contains(seen, "hooks.example.com") {
					t.Errorf("step %d: the URL is shown", i)
				}
			}
			cli.MustRun("destroy", "-no-color", "-auto-approve")
		})
	}
}

// From url to url_wo and back is one update in place, and so is an import.
func TestAccURL_otherForm(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	visible := strings.NewReplacer("url_wo =", "url =", "  ephemeral = true\n", "  default = null\n", "${var.path}", "one").Replace(secretURL(""))
	cli := acctest.NewCLI(t, map[string]string{"main.tf": visible}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	id := cloud.Webhooks()[0].ID
	for _, config := range []string{secretURL(""), visible} {
		cli.Setenv("TF_VAR_path", "one")
		cli.Write("main.tf", config)
		if out := cli.MustRun("apply", "-no-color", "-auto-approve"); !strings.Contains(out, "0 added, 1 changed, 0 destroyed") {
			t.Errorf("want a change in place:\n%s", out)
		}
		cli.ExpectEmptyPlan()
		if in := strings.Contains(cli.Read("terraform.tfstate"), "hooks.example.com"); in == strings.Contains(config, "url_wo") {
			t.Errorf("the URL is in the state: %t", in)
		}
	}
	cli.Write("main.tf", secretURL(""))
	cli.MustRun("state", "rm", "soda_webhook_integration.pager")
	cli.MustRun("import", "soda_webhook_integration.pager", id)
	if out := cli.MustRun("apply", "-no-color", "-auto-approve"); !strings.Contains(out, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("want a change in place:\n%s", out)
	}
	cli.ExpectEmptyPlan()
	if w := cloud.Webhooks(); len(w) != 1 || w[0].URL != "https://hooks.example.com/services/one" {
		t.Errorf("the cloud holds %+v", w)
	}
}

// An error of a write does not show a URL that is a secret, although the server repeats it.
func TestAccURL_refused(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.Method == http.MethodGet {
			_, _ = fmt.Fprint(w, `{"content":[],"first":true,"last":true,"number":0,"size":1000,"totalElements":0,"totalPages":0}`)
			return
		}
		var in struct{ URL string }
		_ = json.NewDecoder(r.Body).Decode(&in)
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"code": "bad_url", "message": "no such place: " + in.URL})
	}))
	t.Cleanup(server.Close)
	for form, shown := range map[string]bool{"url_wo": false, "url": true} {
		config := strings.Replace(secretURL(""), "url_wo", form, 1)
		if form == "url" {
			config = strings.Replace(config, "  ephemeral = true\n", "", 1)
		}
		cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, "SODA_CLOUD_HOST="+server.URL, "SODA_API_KEY_ID=id-of-key", "SODA_API_KEY_SECRET=secret-of-key", "TF_VAR_path=canary")
		out, status := cli.Run("apply", "-no-color", "-auto-approve")
		if status != 1 || !strings.Contains(out, "bad_url") || strings.Contains(acctest.Unwrapped(out), "no such place") != shown || strings.Contains(out, "canary") != shown {
			t.Errorf("%s: got status %d, want the server's words: %t\n%s", form, status, shown, out)
		}
	}
}

// White space that came along from a file is pointed out: refused in a URL, warned of in a signing secret.
func TestAccURL_whiteSpace(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		attributes string
		status     int
		want       string
	}{
		"url":                {"url = file(\"value.txt\")", 1, "Error: Invalid URL"},
		"url_wo":             {"url_wo = file(\"value.txt\")", 1, "Error: Invalid URL"},
		"secret":             {someURL + "secret = file(\"value.txt\")", 0, "Warning: White space around the value"},
		"secret_wo":          {someURL + "secret_wo = file(\"value.txt\")", 0, "Warning: White space around the value"},
		"secret, trimmed":    {someURL + "secret = trimspace(file(\"value.txt\"))", 0, ""},
		"url, trimmed":       {"url = trimspace(file(\"value.txt\"))", 0, ""},
		"header secret":      {someURL + `headers = { A = { secret = file("value.txt") } }`, 1, "Error: Invalid header value"},
		"header secret_wo":   {someURL + `headers = { A = { secret_wo = file("value.txt") } }`, 1, "Error: Invalid header value"},
		"space, not a break": {someURL + "secret = \" x\"", 0, "Warning: White space around the value"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			files := map[string]string{"main.tf": heldConfig("incidents", tc.attributes, ""), "value.txt": "https://example.com/canary\n"}
			cli := acctest.NewCLI(t, files, cloud.Env()...)
			out, status := cli.Run("apply", "-no-color", "-auto-approve")
			text := acctest.Unwrapped(out)
			if status != tc.status || !strings.Contains(text, tc.want) || tc.want != "" && !strings.Contains(text, "trimspace()") {
				t.Errorf("got status %d, want %q and the hint:\n%s", status, tc.want, out)
			}
			if strings.Contains(text, "White space") != strings.HasPrefix(tc.want, "Warning") || strings.Contains(out, "canary") && !strings.HasPrefix(name, "url, trimmed") {
				t.Errorf("got:\n%s", out)
			}
			if held := len(cloud.Webhooks()); held != 1-tc.status {
				t.Errorf("the cloud holds %d webhooks", held)
			}
		})
	}
}
