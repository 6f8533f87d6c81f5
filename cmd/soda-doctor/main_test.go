package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// setup starts an emulator, and leads the environment to it.
func setup(t *testing.T, quirks emulator.Quirks) *emulator.Server {
	t.Helper()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.Quirks = quirks })
	cloud.Setenv(t)
	return cloud.Server
}

func runDoctor(t *testing.T, stdin string, args ...string) (stdout, stderr string, healthy bool, err error) {
	t.Helper()
	var out, log bytes.Buffer
	healthy, err = run(t.Context(), args, strings.NewReader(stdin), &out, &log)
	return out.String(), log.String(), healthy, err
}

// The report is printed as plain text, and saved as JSON and Markdown; the JSON keeps to its schema.
func TestRun_report(t *testing.T) {
	setup(t, emulator.Quirks{emulator.LowerNames: ""})
	file := filepath.Join(t.TempDir(), "doctor.json")
	stdout, stderr, healthy, err := runDoctor(t, "", "--write", "--yes", "--report", file)
	if err != nil || !healthy || !strings.Contains(stdout, "lower-names") {
		t.Fatalf("got %v, healthy %t:\n%s\n%s", err, healthy, stdout, stderr)
	}
	for _, text := range []string{stdout, stderr} {
		if strings.Contains(text, emulator.DefaultAPIKeySecret) || strings.Contains(text, emulator.DefaultAPIKeyID) {
			t.Errorf("the key is shown:\n%s", text)
		}
	}
	markdown, err := os.ReadFile(strings.TrimSuffix(file, ".json") + ".md")
	if err != nil || !strings.Contains(string(markdown), "**lower-names**") {
		t.Errorf("got %v and the Markdown:\n%s", err, markdown)
	}
	for _, mark := range []string{"**", "`", "#", "|"} {
		if strings.Contains(stdout, mark) {
			t.Errorf("what is printed has the Markdown mark %q:\n%s", mark, stdout)
		}
	}
	schema, err := jsonschema.NewCompiler().Compile("../../internal/doctor/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var report any
	if err := json.Unmarshal(raw, &report); err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(report); err != nil {
		t.Error(err)
	}
}

// Nothing is written without a yes.
func TestRun_asks(t *testing.T) {
	for stdin, want := range map[string]bool{"yes\n": true, "y\n": false, "no\n": false, "": false} {
		e := setup(t, nil)
		_, _, healthy, err := runDoctor(t, stdin, "--write")
		if (err == nil) != want || healthy != want || (e.Calls("createNotificationRule") > 0) != want {
			t.Errorf("%q: got %v, healthy %t and %d creates, want %t", stdin, err, healthy, e.Calls("createNotificationRule"), want)
		}
	}
}

// A profile is taken as the provider takes it, with the same errors.
func TestRun_profile(t *testing.T) {
	for name, tc := range map[string]struct{ file, want string }{
		"good":        {"us: {host: %, api_key_id: " + emulator.DefaultAPIKeyID + ", api_key_secret: " + emulator.DefaultAPIKeySecret + "}", ""},
		"broken YAML": {"us: {api_key_secret: hidden", "is not a YAML map of profiles"},
		"another one": {"eu: {host: x}", "has no profile"},
		"half a key":  {"us: {host: %, api_key_id: hidden}", "the API key has no secret; set"},
	} {
		t.Run(name, func(t *testing.T) {
			e := setup(t, nil)
			t.Setenv("SODA_API_KEY_SECRET", "")
			folder := filepath.Join(os.Getenv("HOME"), ".soda")
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, "credentials"), []byte(strings.ReplaceAll(tc.file, "%", e.URL)), 0o600); err != nil {
				t.Fatal(err)
			}
			_, _, healthy, err := runDoctor(t, "", "--profile", "us")
			if tc.want == "" && (err != nil || !healthy) || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "hidden")) {
				t.Errorf("got %v, healthy %t, want %q", err, healthy, tc.want)
			}
		})
	}
}

// What does not work makes the exit status 1.
func TestRun_unhealthy(t *testing.T) {
	setup(t, emulator.Quirks{emulator.Redirect: ""})
	stdout, _, healthy, err := runDoctor(t, "")
	if err != nil || healthy || !strings.Contains(stdout, "captive portal") {
		t.Errorf("got %v, healthy %t:\n%s", err, healthy, stdout)
	}
}

func TestParse(t *testing.T) {
	if _, err := parse([]string{"check"}, io.Discard); err == nil || !strings.Contains(err.Error(), `"check"`) {
		t.Errorf("got %v, want an error about the argument", err)
	}
	var help strings.Builder
	if _, err := parse([]string{"--help"}, &help); !errors.Is(err, flag.ErrHelp) || !strings.Contains(help.String(), "-report file") {
		t.Errorf("got %v:\n%s", err, help.String())
	}
}
