package acctest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// maxComment is how many characters GitHub takes.
const maxComment = 65536

// routes replaces the table of routes of the repository.
func (r *repository) routes(table string) {
	r.t.Helper()
	main := filepath.Join(r.cli.Dir, "alerts", "main.tf")
	text := regexp.MustCompile(`(?s)\A.*?\n}\n`).ReplaceAllLiteralString(readFile(r.t, main), "locals {\n  routes = "+table+"\n}\n")
	if err := os.WriteFile(main, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// TestGitOps_comment shows the comments of pull requests as golden files: one that changes nothing, one with two warnings, and
// one whose plan fails.
func TestGitOps_comment(t *testing.T) {
	t.Parallel()
	_, repo := newRepository(t)
	repo.cli.SkipGolden()
	golden := func(name, comment string) {
		t.Helper()
		Golden(t, "comment_"+name, uuid.ReplaceAllString(comment, "ID"))
	}
	repo.run("apply", "Apply")
	golden("no_change", repo.comment())

	repo.routes(`{
    finance = {
      url    = "https://events.example.com/soda/finance"
      tags   = ["finance"]
      filter = jsonencode({ and = [{ field = "checkName", equals = "a" }, { field = "checkName", equals = "b" }] })
    }
    shipping = { url = "https://events.example.com/soda/shipping?token=0", tags = ["shipping"], levels = ["critical"] }
  }`)
	warned := repo.comment()
	golden("two_warnings", warned)
	if folded := strings.Index(warned, "<details><summary>Show the plan"); folded < strings.Index(warned, "**2 warnings**") {
		t.Error("the warnings are folded away")
	}

	repo.routes(`{ finance = { url = "http://events.example.com/soda/finance", tags = ["finance"] } }`)
	golden("failed", repo.comment())
}

// TestGitOps_manyChanges: however much there is to say, GitHub takes the comment.
func TestGitOps_manyChanges(t *testing.T) {
	t.Parallel()
	_, repo := newRepository(t)
	const teams = 150
	repo.routes(fmt.Sprintf(`{ for i in range(%d) : "équipe-${i}" => {
    url    = "https://events.example.com/soda/${i}?token=0"
    tags   = ["é-${i}"]
  } }`, teams))
	var tokens []string
	for i := range teams {
		tokens = append(tokens, fmt.Sprintf("%q:%q", fmt.Sprintf("équipe-%d", i), token))
	}
	repo.cli.Setenv("TF_VAR_team_tokens", "{"+strings.Join(tokens, ",")+"}")
	comment := repo.comment()
	warnings := []string{"**150 warnings**", "... and 140 more in the log"}
	if repo.cli.ShowsEqualOnce() {
		warnings = []string{"**1 warning**"}
	}
	for _, want := range append(warnings,
		"### Alert routing: 150 of 150 recipients change", "**Plan: 300 to add, 0 to change, 0 to destroy.**",
		"\n... the rest is in the log\n````\n\n</details>\n\nAt abc. [Log](log)\n",
	) {
		if !strings.Contains(comment, want) {
			t.Errorf("want %q in:\n%s", want, comment)
		}
	}
	if got := utf8.RuneCountInString(comment); got > maxComment || !utf8.ValidString(comment) || strings.Contains(comment, token) {
		t.Errorf("got %d characters, want %d at the most, valid and without secrets:\n%s", got, maxComment, comment)
	}
}

// TestGitOps_failures: a step fails with what it runs, and the comment says so wherever a pull request stopped.
func TestGitOps_failures(t *testing.T) {
	t.Parallel()
	_, repo := newRepository(t)
	const wrongKey = "SODA_API_KEY_SECRET=wrong"
	for _, step := range []struct{ workflow, name, said string }{
		{"plan", "Plan", "401"}, {"apply", "Apply", "401"}, {"drift", "Plan", "401"},
	} {
		out, left, err := repo.try(step.workflow, step.name, wrongKey)
		if err == nil || !strings.Contains(out, step.said) || left != "" {
			t.Errorf("%s/%s: got %v and %q, want a failure that says %q:\n%s", step.workflow, step.name, err, left, step.said, out)
		}
	}
	if comment := repo.comment(wrongKey); !strings.Contains(comment, "401 Unauthorized") || !strings.Contains(comment, "rejected the API key from") {
		t.Errorf("the comment does not say why the plan failed:\n%s", comment)
	}
	_ = os.Remove(filepath.Join(repo.cli.Dir, "gh.log"))
	for want, env := range map[string][]string{
		"**The plan failed.** The log has the details.\n\n````text\nno such provider\n````\n": {"PLAN=skipped", "ROUTES=skipped"},
		"**The routing review failed.** The log shows why.\n":                                 {"PLAN=success", "ROUTES=failure"},
	} {
		_ = os.Remove(filepath.Join(repo.cli.Dir, "plan.jsonl"))
		repo.cli.write(filepath.Join(repo.cli.Dir, "init.txt"), "no such provider\n")
		repo.cli.write(filepath.Join(repo.cli.Dir, "plan.txt"), "Plan: 1 to add\n")
		repo.run("plan", "Comment", append(env, "COMMENTS=comments", "COMMIT=abc", "LOG=log")...)
		repo.expect("POST comments -F body=@comment.md", "comment.md", want)
	}
	if out, _, err := repo.try("plan", "Comment", "PLAN=skipped", "ROUTES=skipped", "COMMENTS=comments", "COMMIT=a", "LOG=l", "GH_FAILS=1"); err == nil {
		t.Errorf("a comment that GitHub refuses is no failure:\n%s", out)
	}
	if _, _, err := repo.try("drift", "Issue", "DRIFT=yes", "TITLE=T", "LOG=log", "GH_FAILS=1"); err == nil {
		t.Error("an issue that GitHub refuses is no failure")
	}
	repo.cli.write(filepath.Join(repo.cli.Dir, "alerts", "ugly.tf"), "locals {\na=1\n}\n")
	if _, _, err := repo.try("plan", "Format"); err == nil {
		t.Error("a file that is not formatted is no failure")
	}
}

// TestGitOps_install: the provider that the workflows build is the one that init finds, though no registry has it. Without it, the
// failure of init is the comment.
func TestGitOps_install(t *testing.T) {
	t.Parallel()
	_, repo := newRepository(t)
	home := t.TempDir()
	out, err := exec.CommandContext(t.Context(), "go", "env", "-json", "GOCACHE", "GOMODCACHE", "GOPATH").Output()
	if err != nil {
		t.Fatal(err)
	}
	var golang map[string]string
	unmarshal(t, out, &golang)
	env := []string{"HOME=" + home, "RUNNER_TEMP=" + home, "TF_CLI_CONFIG_FILE=" + os.DevNull, "GOFLAGS=-buildvcs=false"} // the git of the test is none
	for name, value := range golang {
		env = append(env, name+"="+value)
	}
	if out, _, err := repo.try("plan", "Init", env...); err == nil {
		t.Errorf("init finds a provider that is nowhere:\n%s", out)
	}
	repo.run("plan", "Comment", "PLAN=skipped", "ROUTES=skipped", "COMMENTS=comments", "COMMIT=abc", "LOG=log")
	repo.expect("POST comments -F body=@comment.md", "comment.md", "**The plan failed.**", "terraform-provider-soda/soda")
	for _, workflow := range []string{"plan", "apply", "drift"} {
		if script := repo.script(workflow, "Install the provider"); script != repo.script("plan", "Install the provider") {
			t.Errorf("%s installs the provider in another way:\n%s", workflow, script)
		}
	}
	if out, _, err := repo.try("plan", "Install the provider", append(env, "GIT_FAILS=1")...); err == nil {
		t.Errorf("a clone that fails is no failure:\n%s", out)
	}
	repo.run("plan", "Install the provider", env...)
	repo.run("plan", "Init", env...)
}
