package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
)

const rule = `
resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
`

// clean is an environment without anything of this machine's owner.
func clean(t *testing.T, more ...string) []string {
	t.Helper()
	env := []string{"HOME=" + t.TempDir()}
	for _, name := range settings.Environment() {
		env = append(env, name+"=")
	}
	return append(env, more...)
}

// The provider block, the environment and a profile each lead to the organization.
func TestAccProvider_configuration(t *testing.T) {
	t.Parallel()
	for name, from := range map[string]func(cloud *acctest.Cloud, home string) (config string, env []string){
		"the provider block": func(cloud *acctest.Cloud, _ string) (string, []string) { return cloud.Config(rule), nil },
		"the environment":    func(cloud *acctest.Cloud, _ string) (string, []string) { return rule, cloud.Env() },
		"a profile": func(cloud *acctest.Cloud, home string) (string, []string) {
			file := fmt.Sprintf("staging: {host: %q, api_key_id: %q, api_key_secret: %q}\n", cloud.URL, emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret)
			if err := os.MkdirAll(filepath.Join(home, ".soda"), 0o700); err != nil {
				t.Error(err)
			}
			if err := os.WriteFile(filepath.Join(home, ".soda", "credentials"), []byte(file), 0o600); err != nil {
				t.Error(err)
			}
			return rule + "provider \"soda\" {\n  profile = \"staging\"\n}\n", nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, home := acctest.NewCloud(t), t.TempDir()
			config, env := from(cloud, home)
			cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, clean(t, append(env, "HOME="+home)...)...)
			cli.MustRun("apply", "-no-color", "-auto-approve")
			if got := len(cloud.Rules()); got != 1 {
				t.Errorf("got %d rules, want 1", got)
			}
			if got := cloud.Requests()[0]; got.Status != 200 {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// A missing key is reported by the plan, and says what to set; validation needs none.
func TestAccProvider_noCredentials(t *testing.T) {
	t.Parallel()
	cli := acctest.NewCLI(t, map[string]string{"main.tf": rule}, clean(t)...)
	cli.MustRun("validate", "-no-color")
	out, status := cli.Run("plan", "-no-color")
	if status != 1 || !strings.Contains(out, "Cannot plan the notification rule") || !strings.Contains(out, "SODA_API_KEY_ID") {
		t.Errorf("got status %d and:\n%s", status, out)
	}
}

// A provider whose configuration depends on something that is not there yet plans all the same, and later does not lose what
// it cannot look at.
func TestAccProvider_unknownConfiguration(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	config := func(generation string) string {
		return fmt.Sprintf(`
resource "terraform_data" "key" {
  triggers_replace = %q
  input            = %q
}

provider "soda" {
  host           = %q
  api_key_id     = %q
  api_key_secret = terraform_data.key.output
}
`, generation, emulator.DefaultAPIKeySecret, cloud.URL, emulator.DefaultAPIKeyID) + rule
	}
	cli := acctest.NewCLI(t, map[string]string{"main.tf": config("1")}, clean(t)...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.Write("main.tf", config("2"))
	out := acctest.Unwrapped(cli.MustRun("apply", "-no-color", "-auto-approve"))
	if !strings.Contains(out, "was not refreshed") || !strings.Contains(out, "In the provider block, api_key_secret cannot be known before apply.") {
		t.Errorf("the plan does not say that the rule was not refreshed:\n%s", out)
	}
	if got := len(cloud.Rules()); got != 1 {
		t.Errorf("got %d rules, want the same one", got)
	}
}
