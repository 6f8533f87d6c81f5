package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// noEnvironment makes an empty home directory and sets no variable.
func noEnvironment(t *testing.T) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	for _, name := range settings.Environment() {
		t.Setenv(name, "")
	}
}

// What is unknown or missing fails where it is used, not before.
func TestNewClient_late(t *testing.T) {
	noEnvironment(t)
	for name, tc := range map[string]struct {
		block model
		want  string
	}{
		"unknown key":    {model{APIKeyID: types.StringUnknown(), APIKeySecret: types.StringValue("s")}, "not known until apply: api_key_id"},
		"unknown host":   {model{Host: types.StringUnknown(), APIKeyID: types.StringValue("i"), APIKeySecret: types.StringValue("s")}, "not known until apply: host"},
		"no credentials": {model{}, soda.ErrNoCredentials.Error()},
		"an id alone":    {model{APIKeyID: types.StringValue("i")}, "the API key has no secret"},
		"a secret alone": {model{APIKeySecret: types.StringValue("s")}, "the API key has no id"},
	} {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			client := newClient(tc.block, "test", nil, &diags)
			if diags.HasError() {
				t.Fatal(diags)
			}
			if _, err := client.Rules(t.Context()); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

// A setting that cannot be used is an error at its attribute.
func TestNewClient_refuses(t *testing.T) {
	noEnvironment(t)
	for name, tc := range map[string]struct {
		block model
		at    path.Path
	}{
		"no such profile": {model{Profile: types.StringValue("eu")}, path.Root("profile")},
		"http":            {model{Host: types.StringValue("http://cloud.soda.io")}, path.Root("host")},
	} {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			newClient(tc.block, "test", nil, &diags)
			if len(diags) != 1 || !diags.HasError() || !diags[0].(diag.DiagnosticWithPath).Path().Equal(tc.at) {
				t.Errorf("got %v, want one error at %s", diags, tc.at)
			}
		})
	}
}
