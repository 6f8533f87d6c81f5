package settings

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
	for _, name := range Environment() {
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

func block(host, id, secret, profile string) Given {
	return Given{Place: "the provider block", Host: host, APIKeyID: id, APIKeySecret: secret, Profile: profile}
}

// Attributes come first, then a named profile, then the environment, then the default profile.
func TestFind(t *testing.T) {
	env := map[string]string{envHost: "env.example", envKeyID[0]: "env-id", envKeySecret[0]: "env-secret"}
	with := func(more map[string]string) map[string]string {
		all := map[string]string{}
		for _, m := range []map[string]string{env, more} {
			maps.Copy(all, m)
		}
		return all
	}
	for name, tc := range map[string]struct {
		block Given
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
			s, err := Find(tc.block)
			if got := strings.Join([]string{s.Host.Text, s.APIKeyID.Text, s.APIKeySecret.Text}, " "); got != tc.want || err != nil || s.Skipped != nil {
				t.Errorf("got %q, %v and %v, want %q", got, err, s.Skipped, tc.want)
			}
			if got := s.CredentialSource(); !strings.Contains(got, tc.from) {
				t.Errorf("got source %q, want %q in it", got, tc.from)
			}
		})
	}
}

func TestFind_profileErrors(t *testing.T) {
	for name, tc := range map[string]struct {
		profile, file string
		want          string
		skipped       bool // nobody asked for the profile
	}{
		"no such profile":                     {"eu", credentials, `has no profile "eu"; it has: default, keys only, us`, false},
		"no file":                             {"eu", "", "cannot be read", false},
		"not a map of profiles":               {"eu", "- a\n- b", "is not a YAML map of profiles", false},
		"not YAML, with a secret in it":       {"eu", "eu: {api_key_secret: secret-1", "is not a YAML map of profiles", false},
		"a broken file that nobody asked for": {"", "- a\n- b", "is not a YAML map of profiles", true},
	} {
		t.Run(name, func(t *testing.T) {
			environment(t, tc.file, nil)
			s, err := Find(block("", "", "", tc.profile))
			if (s.Skipped != nil) != tc.skipped || (err == nil) != tc.skipped {
				t.Fatalf("got error %v and skipped %v, want skipped: %v", err, s.Skipped, tc.skipped)
			}
			got := errors.Join(err, s.Skipped).Error()
			if !strings.Contains(got, tc.want) || strings.Contains(got, "secret-") {
				t.Errorf("got %q, want %q and no secret in it", got, tc.want)
			}
			if e, ok := errors.AsType[*Error](err); err != nil && (!ok || e.Setting != "profile") {
				t.Errorf("got %#v, want an error about the profile", err)
			}
		})
	}
}

// Paths come from what was given, else from the environment; a bad one is an error that says whose it is.
func TestSettings_paths(t *testing.T) {
	for name, tc := range map[string]struct {
		given Given
		env   map[string]string
		want  string // both paths, or a part of the error
	}{
		"none":                 {Given{}, nil, "<nil>  "},
		"the block":            {Given{IntegrationsPath: "/a", NotificationIntegrationsPath: "/b"}, map[string]string{envIntegrationsPath: "/c"}, "<nil> /a /b"},
		"the environment":      {Given{}, map[string]string{envIntegrationsPath: "/c", envNotificationIntegrationsPath: "/d"}, "<nil> /c /d"},
		"no path":              {Given{}, map[string]string{envNotificationIntegrationsPath: "x"}, "The path from the environment variable SODA_NOTIFICATION_INTEGRATIONS_PATH must"},
		"a query":              {Given{}, map[string]string{envIntegrationsPath: "/x?y=1"}, "The path from the environment variable SODA_INTEGRATIONS_PATH must"},
		"a host":               {Given{}, map[string]string{envIntegrationsPath: "//evil.example/x"}, "SODA_INTEGRATIONS_PATH must"},
		"braces of a template": {Given{}, map[string]string{envIntegrationsPath: "/x/{id}"}, "SODA_INTEGRATIONS_PATH must"},
	} {
		t.Run(name, func(t *testing.T) {
			environment(t, "", tc.env)
			s, err := Find(tc.given)
			if err != nil {
				t.Fatal(err)
			}
			var config soda.Config
			got := fmt.Sprint(s.setPaths(&config), " ", config.IntegrationsPath, " ", config.NotificationIntegrationsPath)
			if !strings.Contains(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
