package acctest

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	usesLine = regexp.MustCompile(`(?m)^\s*(?:- )?uses: (\S+)(.*)$`)
	pinned   = regexp.MustCompile(`^[\w-]+/[\w-]+@[0-9a-f]{40}$`)
)

// TestWorkflows_pinned: a tag of an action can be moved, a commit cannot. The comment says which version it is.
func TestWorkflows_pinned(t *testing.T) {
	t.Parallel()
	var files []string
	for _, pattern := range []string{github + "/workflows/*.yml", github + "/actions/*/action.yml", "../../examples/gitops/.github/workflows/*.yml", "../../templates/guides/emulator-in-ci.md.tmpl"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: got %v, %v", pattern, found, err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		for _, use := range usesLine.FindAllStringSubmatch(readFile(t, file), -1) {
			action, comment := use[1], use[2]
			if !strings.HasPrefix(action, "./") && (!pinned.MatchString(action) || !strings.HasPrefix(comment, " # v")) {
				t.Errorf("%s uses %s%s, want a commit and the version as a comment", file, action, comment)
			}
		}
	}
}

// TestWorkflows_go: workflows take the latest patch of the Go that go.mod names, and a release is built only with one that
// govulncheck does not object to.
func TestWorkflows_go(t *testing.T) {
	t.Parallel()
	directive := regexp.MustCompile(`(?m)^go (1\.\d+)\.`).FindStringSubmatch(readFile(t, "../../go.mod"))
	if directive == nil {
		t.Fatal("go.mod names no Go")
	}
	action := readFile(t, github+"/actions/go/action.yml")
	for _, want := range []string{"go-version: " + directive[1] + ".x\n", "check-latest: true\n"} {
		if !strings.Contains(action, want) {
			t.Errorf("the action has no %q", want)
		}
	}
	release := readFile(t, github+"/workflows/release.yml")
	vuln, build := strings.Index(release, "run: make vuln"), strings.Index(release, "run: make release")
	if vuln < 0 || build < vuln {
		t.Error("the release does not look for vulnerabilities before it builds")
	}
	for _, file := range []string{"test.yml", "release.yml"} {
		if strings.Contains(readFile(t, github+"/workflows/"+file), "actions/setup-go") {
			t.Errorf("%s sets Go up by itself", file)
		}
	}
}
