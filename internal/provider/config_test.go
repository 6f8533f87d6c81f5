package provider

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

const credentials = `
default: {host: default.example, api_key_id: default-id, api_key_secret: default-secret}
us: {host: us.example, api_key_id: us-id, api_key_secret: us-secret}
keys only: {api_key_id: only-id, api_key_secret: only-secret}
`

// environment makes a home directory with the credentials file and sets nothing but the given variables.
func environment(t *testing.T, file string, vars map[string]string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	for _, name := range []string{envHost, envProfile, envKeyID[0], envKeyID[1], envKeySecret[0], envKeySecret[1]} {
		t.Setenv(name, vars[name])
	}
	if file == "" {
		return
	}
	if err := os.Mkdir(filepath.Join(home, ".soda"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, ".soda", "credentials"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
}

func block(host, id, secret, profile string) model {
	return model{Host: base.StringOrNull(host), APIKeyID: base.StringOrNull(id), APIKeySecret: base.StringOrNull(secret), Profile: base.StringOrNull(profile)}
}

// Attributes come first, then a named profile, then the environment, then the default profile.
func TestSettings(t *testing.T) {
	env := map[string]string{envHost: "env.example", envKeyID[0]: "env-id", envKeySecret[0]: "env-secret"}
	with := func(more map[string]string) map[string]string {
		all := map[string]string{}
		for _, m := range []map[string]string{env, more} {
			maps.Copy(all, m)
		}
		return all
	}
	for name, tc := range map[string]struct {
		block model
		env   map[string]string
		file  string
		want  string // host, id, secret
		from  string // part of the credentials' source
	}{
		"the block":                        {block("b.example", "b-id", "b-secret", "us"), env, credentials, "b.example b-id b-secret", "the provider block"},
		"a profile in the block":           {block("", "", "", "us"), env, credentials, "us.example us-id us-secret", `the profile "us"`},
		"a profile in the environment":     {block("", "", "", ""), with(map[string]string{envProfile: "us"}), credentials, "us.example us-id us-secret", `the profile "us"`},
		"the block's profile wins":         {block("", "", "", "us"), with(map[string]string{envProfile: "keys only"}), credentials, "us.example us-id us-secret", `"us"`},
		"a profile without a host":         {block("", "", "", "keys only"), env, credentials, "cloud.soda.io only-id only-secret", `"keys only"`},
		"the environment":                  {block("", "", "", ""), env, credentials, "env.example env-id env-secret", "SODA_API_KEY_ID"},
		"the environment, other names":     {block("", "", "", ""), map[string]string{envKeyID[1]: "o-id", envKeySecret[1]: "o-secret"}, "", " o-id o-secret", "SODA_CLOUD_API_KEY_ID"},
		"id here, secret there":            {block("", "b-id", "", ""), env, "", "env.example b-id env-secret", "the provider block (id) and the environment variable SODA_API_KEY_SECRET (secret)"},
		"the default profile":              {block("", "", "", ""), nil, credentials, "default.example default-id default-secret", `"default"`},
		"the default profile and a host":   {block("b.example", "", "", ""), nil, credentials, "b.example default-id default-secret", `"default"`},
		"never another's default host":     {block("", "b-id", "b-secret", ""), nil, credentials, " b-id b-secret", "the provider block"},
		"nothing at all":                   {block("", "", "", ""), nil, "", "  ", ""},
		"a file that has no default":       {block("", "", "", ""), nil, "us: {host: us.example}", "  ", ""},
		"environment over default profile": {block("", "", "", ""), map[string]string{envKeyID[0]: "e", envKeySecret[0]: "s"}, credentials, " e s", "SODA_API_KEY_ID"},
	} {
		t.Run(name, func(t *testing.T) {
			environment(t, tc.file, tc.env)
			var diags diag.Diagnostics
			s := tc.block.settings(&diags)
			if got := strings.Join([]string{s.host.value, s.keyID.value, s.keySecret.value}, " "); got != tc.want || len(diags) > 0 {
				t.Errorf("got %q and %v, want %q", got, diags, tc.want)
			}
			if got := credentialSource(s); !strings.Contains(got, tc.from) {
				t.Errorf("got source %q, want %q in it", got, tc.from)
			}
		})
	}
}

func TestSettings_profileErrors(t *testing.T) {
	for name, tc := range map[string]struct {
		profile, file string
		want          string
		severity      diag.Severity
	}{
		"no such profile":                     {"eu", credentials, `no such profile "eu"; it has: default, keys only, us`, diag.SeverityError},
		"no file":                             {"eu", "", "cannot be read", diag.SeverityError},
		"not a map of profiles":               {"eu", "- a\n- b", "is not a YAML map of profiles", diag.SeverityError},
		"a broken file that nobody asked for": {"", "- a\n- b", "is not a YAML map of profiles", diag.SeverityWarning},
	} {
		t.Run(name, func(t *testing.T) {
			environment(t, tc.file, nil)
			var diags diag.Diagnostics
			block("", "", "", tc.profile).settings(&diags)
			if len(diags) != 1 || diags[0].Severity() != tc.severity || !strings.Contains(diags[0].Detail(), tc.want) {
				t.Errorf("got %v, want one with %q", diags, tc.want)
			}
			if strings.Contains(diags[0].Detail(), "secret-") {
				t.Errorf("the message shows the file: %v", diags)
			}
		})
	}
}

func TestParseHost(t *testing.T) {
	for name, tc := range map[string]struct {
		in   string
		want string // empty: refused
	}{
		"a bare host":          {"cloud.us.soda.io", "https://cloud.us.soda.io"},
		"a host and port":      {"soda.internal:8443", "https://soda.internal:8443"},
		"a URL":                {"https://cloud.soda.io/", "https://cloud.soda.io"},
		"http on loopback":     {"http://127.0.0.1:8089", "http://127.0.0.1:8089"},
		"http on localhost":    {"http://localhost:8089", "http://localhost:8089"},
		"http on loopback, v6": {"http://[::1]:8089", "http://[::1]:8089"},
		"http elsewhere":       {"http://cloud.soda.io", ""},
		"http, looks like it":  {"http://localhost.example.com", ""},
		"a path":               {"cloud.soda.io/api/v1", ""},
		"a query":              {"https://cloud.soda.io?x=1", ""},
		"user information":     {"https://id:secret@cloud.soda.io", ""},
		"another scheme":       {"ftp://cloud.soda.io", ""},
		"nothing":              {"", ""},
		"spaces":               {"cloud soda io", ""},
	} {
		t.Run(name, func(t *testing.T) {
			u, err := parseHost(tc.in)
			if tc.want == "" && err == nil || tc.want != "" && (err != nil || u.String() != tc.want) {
				t.Errorf("got %v, %v, want %q", u, err, tc.want)
			}
			if err != nil && strings.Contains(err.Error(), "id:secret") {
				t.Errorf("the message shows the key: %v", err)
			}
		})
	}
}

// What is unknown or missing fails where it is used, not before.
func TestNewClient_late(t *testing.T) {
	environment(t, "", nil)
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
