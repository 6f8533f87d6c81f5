package acctest

import (
	"maps"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

var exampleFile = regexp.MustCompile(`(?:tffile|codefile "terraform") "(?:examples/)([^"]+)"`)

// newReceivingCLI returns a CLI with the files, a cloud with what examples look up, and its receiver as their endpoint.
func newReceivingCLI(t *testing.T, files map[string]string) (*CLI, *Cloud) {
	t.Helper()
	cloud := newExampleCloud(t)
	receiver, err := cloud.StartReceiver("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = receiver.Close() })
	cli := newDocumentCLI(t, cloud, files)
	cli.Setenv("TF_VAR_endpoint", receiver.URL+"/soda")
	return cli, cloud
}

// TestWebhooksInCI: every example of the guide is green where the emulator has a receiver, without an account.
func TestWebhooksInCI(t *testing.T) {
	t.Parallel()
	var dirs []string
	for _, file := range exampleFile.FindAllStringSubmatch(guidePages(t)["test-webhooks-in-ci"], -1) {
		if dir := strings.Join(strings.Split(file[1], "/")[:2], "/"); !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	if len(dirs) != 3 {
		t.Fatalf("the guide has examples of %q, want those of the resource, the action and the data source", dirs)
	}
	for _, dir := range dirs {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			files := configurations(t, filepath.Join(examples, dir))
			cli, cloud := newReceivingCLI(t, files)
			if strings.Contains(strings.Join(slices.Collect(maps.Values(files)), ""), `variable "smoke_test"`) {
				cli.Setenv("TF_VAR_smoke_test", "true")
			}
			out := cli.MustRun("apply", "-auto-approve", "-no-color")
			if strings.Contains(out, "Check block assertion failed") || strings.Contains(out, "was not delivered") {
				t.Errorf("got:\n%s", out)
			}
			expectDelivered(t, cloud)
			if dir != "resources/soda_webhook_test" {
				return
			}
			tested, cloud := newReceivingCLI(t, files)
			tested.Write("tests/webhooks.tftest.hcl", readFile(t, filepath.Join(examples, dir, "tests", "webhooks.tftest.hcl")))
			if out := tested.MustRun("test", "-no-color"); !strings.Contains(out, "1 passed, 0 failed") {
				t.Errorf("got:\n%s", out)
			}
			expectDelivered(t, cloud)
		})
	}
}

// expectDelivered checks that the receiver got events, and accepted each.
func expectDelivered(t *testing.T, cloud *Cloud) {
	t.Helper()
	received := cloud.Received()
	if len(received) == 0 {
		t.Error("the receiver got nothing")
	}
	for _, r := range received {
		if r.Status != 200 || !strings.Contains(string(r.Body), `"event"`) {
			t.Errorf("the receiver responded %d to %s", r.Status, r.Body)
		}
	}
}

// TestWebhooksInCI_smokeTest runs the guide's script for a schedule: it passes where all is well, and fails where the plan fails
// or an event is not delivered.
func TestWebhooksInCI_smokeTest(t *testing.T) {
	t.Parallel()
	_, section, _ := strings.Cut(guidePages(t)["test-webhooks-in-ci"], "\n## A smoke test on a schedule\n")
	script := shellBlock.FindStringSubmatch(section)
	if script == nil {
		t.Fatal("the guide has no script for the smoke test")
	}
	for name, tc := range map[string]struct {
		env    string
		url    string
		passes bool
		says   string
	}{
		"all is well":             {passes: true, says: "No changes."},
		"the key is wrong":        {env: "SODA_API_KEY_SECRET=wrong", says: "401"},
		"the endpoint refuses":    {url: "https://events.example.com/status/500", says: "Check block assertion failed"},
		"the endpoint is nowhere": {url: "https://events.invalid/", says: "Check block assertion failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := configurations(t, filepath.Join(examples, "data-sources", "soda_webhook_test"))
			delete(files, "data-source_postcondition.tf")
			files["data-source.tf"] = strings.Split(files["data-source.tf"], "\noutput ")[0] // no change of an output
			cli, cloud := newReceivingCLI(t, files)
			if tc.url != "" {
				cloud.EditWebhook(cloud.Webhooks()[0].ID, func(w *emulator.Webhook) { w.URL = tc.url })
			}
			for _, shell := range [][]string{{"sh"}, {"sh", "-e"}, {"bash", "-eo", "pipefail"}} {
				cmd := exec.CommandContext(t.Context(), shell[0], append(shell[1:], "-c", strings.ReplaceAll(script[1], "terraform ", cli.cli.path+" "))...)
				cmd.Dir, cmd.Env = cli.Dir, append(slices.Clone(cli.env), tc.env)
				out, err := cmd.CombinedOutput()
				if (err == nil) != tc.passes || !strings.Contains(string(out), tc.says) {
					t.Errorf("%v: got %v, want success %t and %q:\n%s", shell, err, tc.passes, tc.says, out)
				}
			}
		})
	}
}
