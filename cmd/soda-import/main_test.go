package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// setup starts a cloud with what the seed holds, if any, and nothing else, and leads the environment to it.
func setup(t *testing.T, seed string) *acctest.Cloud {
	t.Helper()
	cloud := acctest.NewCloud(t, acctest.WithoutQuirks(emulator.UnknownEnums))
	if seed != "" {
		if err := cloud.SeedFile(seed); err != nil {
			t.Fatal(err)
		}
	}
	cloud.Setenv(t)
	return cloud
}

func runImport(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	err = run(t.Context(), args, &out, &errs)
	return out.String(), errs.String(), err
}

const seed = "../../examples/seed.json"

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// The files are written into a new directory, and the output says how to go on.
func TestRun(t *testing.T) {
	setup(t, seed)
	dir := filepath.Join(t.TempDir(), "new")
	stdout, stderr, err := runImport(t, "--dir", dir)
	if err != nil || stderr != "" || stdout != "3 rules and 2 webhooks are in imports.tf, rules.tf, webhooks.tf. Next: terraform plan\n" {
		t.Errorf("got %v, %q, %q", err, stdout, stderr)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"imports.tf", "rules.tf", "webhooks.tf"}) {
		t.Errorf("got the files %q", got)
	}
}

// The variables that need a value are named.
func TestRun_secrets(t *testing.T) {
	e := setup(t, "")
	if err := e.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{
		ID: "w-1", Name: "pager", URL: "https://events.example.com", Scopes: []string{"incidents"}, Headers: []emulator.Header{{Name: "Authorization", Value: "t0ken"}},
	}}}); err != nil {
		t.Fatal(err)
	}
	stdout, _, err := runImport(t, "--dir", t.TempDir())
	if err != nil || !strings.HasSuffix(stdout, "TF_VAR_NAME:\n  pager_authorization\n") || strings.Contains(stdout, "t0ken") {
		t.Errorf("got %v, %q", err, stdout)
	}
}

// What goes wrong leaves no file behind, and replaces none.
func TestRun_errors(t *testing.T) {
	for name, tc := range map[string]struct {
		seed string
		args []string
		env  map[string]string
		want string
	}{
		"a file is there":        {seed, nil, nil, "variables.tf already exists"},
		"a pattern that is none": {seed, []string{"--names", "("}, nil, "--names: "},
		"an argument":            {seed, []string{"rules"}, nil, `unexpected argument "rules"`},
		"nothing matches":        {seed, []string{"--names", "^nothing$"}, nil, "there is nothing to import"},
		"an empty organization":  {"", nil, nil, "there is nothing to import"},
		"no key":                 {seed, nil, map[string]string{"SODA_API_KEY_ID": "", "SODA_API_KEY_SECRET": ""}, "has no API key"},
		"a wrong key":            {seed, nil, map[string]string{"SODA_API_KEY_SECRET": "wr0ng"}, "rejected the API key from the environment variable"},
		"a host that is none":    {seed, []string{"--host", "ftp://x"}, nil, "host"},
		"nobody there":           {seed, []string{"--host", "http://127.0.0.1:1"}, nil, "Cannot read the notification rules"},
	} {
		t.Run(name, func(t *testing.T) {
			setup(t, tc.seed)
			for name, value := range tc.env {
				t.Setenv(name, value)
			}
			dir := t.TempDir()
			var before []string
			if strings.Contains(tc.want, "variables.tf") {
				before = []string{"variables.tf"}
				if err := os.WriteFile(filepath.Join(dir, before[0]), []byte("mine"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, _, err := runImport(t, append([]string{"--dir", dir}, tc.args...)...)
			if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "wr0ng") {
				t.Errorf("got %v, want %q", err, tc.want)
			}
			if got := names(t, dir); !slices.Equal(got, before) {
				t.Errorf("got the files %q, want %q", got, before)
			}
		})
	}
}
