// Package acctest supports acceptance tests, which drive the real Terraform or OpenTofu against an emulated Soda Cloud over
// HTTP. Only tests import it. The tests themselves stand beside what they test; those that look at the project as a whole
// (layers, the documents' examples) stand here.
package acctest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/provider"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// Providers serves the provider inside the test process.
var Providers = map[string]func() (tfprotov6.ProviderServer, error){
	"soda": func() (tfprotov6.ProviderServer, error) { return NewServer(), nil },
}

// NewServer returns the provider with a short wait for objects that a list does not show: an emulator shows them at once unless
// it is asked to lag, and tests delete outside what was created a moment ago.
func NewServer() tfprotov6.ProviderServer { return newServer(10 * time.Millisecond) }

// ProvidersThatWait serves the provider as Providers does, but for the time by which it lets lists lag behind.
func ProvidersThatWait(lag time.Duration) map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"soda": func() (tfprotov6.ProviderServer, error) { return newServer(lag), nil },
	}
}

func newServer(lag time.Duration) tfprotov6.ProviderServer {
	return provider.NewTunedServer("test", func(c *soda.Config) { c.Lag = &lag })()
}

func init() {
	// What the developer has in a CLI configuration (overrides, mirrors) must not change a test.
	setenv("TF_CLI_CONFIG_FILE", os.DevNull)
	if os.Getenv("TF_ACC") == "" {
		return
	}
	// Where a configuration names the provider alone, OpenTofu means one of its own registry, and the testing framework offers
	// that of Terraform. It also offers one that OpenTofu refuses there, so that not even `init` would work.
	if cli, err := findCLI(); err == nil && cli.product == "OpenTofu" { // an error is for the tests that need a CLI
		setenv(resource.EnvTfAccProviderHost, "registry.opentofu.org")
	}
}

func setenv(name, value string) {
	if err := os.Setenv(name, value); err != nil {
		panic(err)
	}
}

// Cloud is an emulated Soda Cloud that lives as long as its test.
type Cloud struct{ *emulator.Server }

// EnvQuirks names an environment variable with the quirks of every cloud whose test sets none, as in "lenient": with those
// that are lenient, all tests pass that pass without.
const EnvQuirks = "SODA_TEST_QUIRKS"

// WithQuirks sets quirks of the emulator, as in "list-lag=5s,duplicates", in place of those of the environment.
func WithQuirks(list string) func(*emulator.Options) {
	quirks, err := emulator.ParseQuirks(list)
	if err != nil {
		panic(err)
	}
	return func(o *emulator.Options) { o.Quirks = quirks }
}

// WithoutQuirks takes quirks of the environment away, from a test that counts what they add.
func WithoutQuirks(names ...emulator.Quirk) func(*emulator.Options) {
	return func(o *emulator.Options) {
		for _, name := range names {
			delete(o.Quirks, name)
		}
	}
}

// NewCloud starts a Soda Cloud of the test's own, without rate limits unless an option sets some.
func NewCloud(t testing.TB, options ...func(*emulator.Options)) *Cloud {
	t.Helper()
	o := emulator.Options{Limits: emulator.LimitsOff}
	WithQuirks(os.Getenv(EnvQuirks))(&o)
	for _, set := range options {
		set(&o)
	}
	e, err := emulator.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return &Cloud{e}
}

// KeyID is the id of the key that opens the cloud.
func (c *Cloud) KeyID() string { return emulator.DefaultAPIKeyID }

// KeySecret is the secret of that key.
func (c *Cloud) KeySecret() string { return emulator.DefaultAPIKeySecret }

// Config returns the body with a provider block in front that points to the cloud.
func (c *Cloud) Config(body string) string {
	return fmt.Sprintf(`
provider "soda" {
  host           = %q
  api_key_id     = %q
  api_key_secret = %q
}
`, c.URL, c.KeyID(), c.KeySecret()) + body
}

// Env returns the environment variables that point the provider at the cloud, for a configuration without a provider block.
func (c *Cloud) Env() []string {
	return []string{
		"SODA_CLOUD_HOST=" + c.URL,
		"SODA_API_KEY_ID=" + c.KeyID(),
		"SODA_API_KEY_SECRET=" + c.KeySecret(),
	}
}

// Setenv leads a program under test to the cloud: its environment and its empty home directory hold no other settings.
func (c *Cloud) Setenv(t *testing.T) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	for _, name := range settings.Environment() {
		t.Setenv(name, "")
	}
	for _, variable := range c.Env() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
}

// Check makes a state check of something that is not in the state, such as the cloud's memory.
func Check(check func() error) statecheck.StateCheck { return checkFunc(check) }

type checkFunc func() error

func (f checkFunc) CheckState(_ context.Context, _ statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	resp.Error = f()
}
