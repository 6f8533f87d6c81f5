package acctest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestReleaseNotes: the notes of a release are what the changelog says of it, and what nobody has released has none.
func TestReleaseNotes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const changelog = "## 0.2.0 (Unreleased)\n\n* new\n\n## 0.1.0 (January 2, 2027)\n\nFEATURES:\n\n* old\n\n## 0.0.1 (January 1, 2027)\n\n* older\n"
	script := readFile(t, "../../.ci/release-notes")
	for _, err := range []error{
		os.Mkdir(filepath.Join(dir, ".ci"), 0o700),
		os.WriteFile(filepath.Join(dir, ".ci", "release-notes"), []byte(script), 0o700),
		os.WriteFile(filepath.Join(dir, "CHANGELOG.md"), []byte(changelog), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for version, want := range map[string]string{"0.1.0": "FEATURES:\n\n* old", "0.0.1": "* older", "0.2.0": "", "0.1": "", "1.0.0": ""} {
		out, err := exec.CommandContext(t.Context(), filepath.Join(dir, ".ci", "release-notes"), version).Output()
		if got := strings.TrimSpace(string(out)); got != want || (err != nil) != (want == "") {
			t.Errorf("%s: got %q and error %v, want %q", version, got, err, want)
		}
	}
}

// TestRelease holds what a release is made of to the rest: the builds of `make build`, and the protocol that the provider
// speaks.
func TestRelease(t *testing.T) {
	t.Parallel()
	var config struct {
		Builds   []struct{ Ldflags []string }
		Checksum struct {
			ExtraFiles []struct{ Glob string } `yaml:"extra_files"`
		}
	}
	if err := yaml.Unmarshal([]byte(readFile(t, "../../.goreleaser.yml")), &config); err != nil {
		t.Fatal(err)
	}
	if len(config.Builds) < 3 {
		t.Fatalf("got %d builds, want the provider, the emulator and the doctor", len(config.Builds))
	}
	for _, build := range config.Builds {
		flags := strings.ReplaceAll(strings.Join(build.Ldflags, " "), "{{ .Version }}", "$(VERSION)")
		if !strings.Contains(readFile(t, "../../GNUmakefile"), `-ldflags "`+flags+`"`) {
			t.Errorf("make build has other flags than %q", flags)
		}
	}
	var manifest struct {
		Version  int
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		}
	}
	if err := json.Unmarshal([]byte(readFile(t, filepath.Join("../..", config.Checksum.ExtraFiles[0].Glob))), &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Version != 1 || !slices.Equal(manifest.Metadata.ProtocolVersions, []string{"6.0"}) {
		t.Errorf("the registry's manifest says %+v", manifest)
	}
}
