package webhook_test

import (
	"crypto/rand"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// TestAccSecrets_canary looks for secrets where they must not be: everything that is printed or written by plans, applies,
// failing applies and traces. What is write-only is nowhere; what is secret is in the state, and marked there. Here the real
// CLI writes it all down; acctest's TestFaults looks at every fault of every call.
func TestAccSecrets_canary(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := acctest.NewCLI(t, map[string]string{"main.tf": secretConfig("")}, cloud.Env()...)
	writeOnly, kept := "canary-"+rand.Text(), "canary-"+rand.Text()
	setSecrets(cli, writeOnly)
	cli.Setenv("TF_VAR_kept", kept)
	cli.Setenv("TF_LOG", "TRACE")

	seen := map[string]string{}
	run := func(name string, args ...string) { seen[name], _ = cli.Run(args...) }
	run("plan", "plan", "-no-color", "-out=plan.tfplan")
	cli.Setenv("TF_LOG", "")
	run("the plan's text", "show", "-no-color", "plan.tfplan")
	planJSON := cli.MustRun("show", "-json", "plan.tfplan")
	cli.Setenv("TF_LOG", "TRACE")
	run("apply", "apply", "-no-color", "plan.tfplan")

	for _, name := range []string{"Content-Type", "X-Team", "Authorization"} {
		if !strings.Contains(seen["the plan's text"], `"`+name+`"`) {
			t.Errorf("the plan does not show the header %s", name)
		}
	}
	setSecrets(cli, writeOnly+"2")
	for name, fault := range map[string]emulator.Fault{
		"400":         {Status: 400},
		"truncated":   {Kind: emulator.Truncate},
		"without id":  {Kind: emulator.OmitID},
		"update lost": {Kind: emulator.ResetAfter},
	} {
		cloud.FailNext("updateWebhookIntegration", fault)
		run("apply with fault "+name, "apply", "-no-color", "-auto-approve")
		setSecrets(cli, writeOnly+rand.Text())
	}
	cli.Setenv("TF_LOG", "")
	run("the state's text", "show", "-no-color")
	for name, out := range seen {
		if n := strings.Count(out, writeOnly) + strings.Count(out, kept); n > 0 {
			t.Errorf("%s shows a secret %d times", name, n)
		}
		if strings.Contains(out, "Basic ") || strings.Contains(out, cloud.KeySecret()) {
			t.Errorf("%s shows the API key", name)
		}
	}
	stateJSON, state := cli.MustRun("show", "-json"), cli.Read("terraform.tfstate")
	for name, out := range map[string]string{"the plan as JSON": planJSON, "the state as JSON": stateJSON, "the state": state} {
		if strings.Contains(out, writeOnly) {
			t.Errorf("%s holds a write-only secret", name)
		}
	}
	if !strings.Contains(state, kept) || !strings.Contains(stateJSON, `"X-Team":{"secret":true`) {
		t.Errorf("the state must hold what is secret, and mark it:\n%s", stateJSON)
	}
}

// privateData is what the provider keeps beside the one object of a state.
func privateData(t *testing.T, state string) string {
	t.Helper()
	match := regexp.MustCompile(`"private": ?"([^"]*)"`).FindStringSubmatch(state)
	if match == nil {
		t.Fatal("the state has no private data")
	}
	decoded, err := base64.StdEncoding.DecodeString(match[1])
	if err != nil {
		t.Fatal(err)
	}
	return string(decoded)
}
