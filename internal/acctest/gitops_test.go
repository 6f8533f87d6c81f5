package acctest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const (
	gitops = "../../examples/gitops"
	token  = "t0ken-of-finance"
)

// TestGitOps follows the README to a repository of one's own, and runs in it what the workflows run: a pull request, a merge,
// nights with and without drift.
func TestGitOps(t *testing.T) {
	t.Parallel()
	cloud, repo := newRepository(t)
	repo.cli.MustRun("-chdir=alerts", "validate", "-no-color")

	// A pull request is opened, and gets another commit.
	repo.comment()
	repo.expect("POST comments -F body=@comment.md", "comment.md", "<!-- plan of alerts -->\n<!-- soda-routes -->\n### Alert routing: 2 of 2 recipients change", "\n**Plan: 4 to add, 0 to change, 0 to destroy.**", `+           "Authorization"`, "At abc. [Log](log)")
	repo.comment("COMMIT=def", "GH_ANSWER=comments/7\ncomments/9")
	repo.expect("PATCH comments/7 -F body=@comment.md", "comment.md", "At def.")

	// It is merged.
	before := len(held(cloud))
	repo.run("apply", "Apply")
	if got := len(held(cloud)) - before; got != 4 {
		t.Fatalf("got %d more objects, want two webhooks and two rules", got)
	}

	// The nights after: nothing, somebody deletes a rule, it stays away, it is applied again.
	night := func(answer string) {
		t.Helper()
		drift := repo.run("drift", "Plan")
		repo.run("drift", "Issue", "DRIFT="+strings.TrimPrefix(strings.TrimSpace(drift), "drift="), "TITLE=T", "LOG=log", "GH_ANSWER="+answer)
	}
	night("")
	repo.expect("")
	cloud.ForgetRule(ruleNamed(t, cloud, "Alerts for finance"))
	night("")
	repo.expect("issue create --title T --body-file issue.md", "issue.md", "Plan: 1 to add, 0 to change, 0 to destroy.", "Alerts for finance")
	night("12")
	repo.expect("issue edit 12 --body-file issue.md", "issue.md", "Alerts for finance")
	repo.run("apply", "Apply")
	night("12")
	repo.expect("issue close 12 --comment No longer: the plan is empty. [Log](log)")
}

// TestAtlantis holds the configuration of Atlantis to the repository that the README makes.
func TestAtlantis(t *testing.T) {
	var config struct {
		Version  int
		Projects []struct {
			Name, Dir string
			Autoplan  struct {
				WhenModified []string `yaml:"when_modified"`
			}
			ApplyRequirements []string `yaml:"apply_requirements"`
		}
	}
	parse(t, filepath.Join(gitops, "atlantis.yaml"), &config)
	if config.Version != 3 || len(config.Projects) != 1 || config.Projects[0].Dir != "alerts" {
		t.Errorf("got %+v", config)
	}
}

// repository is what a team has that has followed the README.
type repository struct {
	t     *testing.T
	cli   *CLI
	cloud *Cloud
	bin   string // holds terraform, which is the CLI under test, and a gh that keeps what it is asked
}

var shellBlock = regexp.MustCompile("(?ms)^```shell\n(.*?)^```$")

// gh answers as it is told. The first words say what it was asked to change.
const gh = `#!/bin/sh
test -z "$GH_FAILS" || exit 1
case "$*" in
*"--paginate"* | "issue list"*) test -z "$GH_ANSWER" || echo "$GH_ANSWER" ;;
*) echo "$*" | sed 's/^api --silent --method //' >>gh.log ;;
esac
`

// git clones this module in place of what it is asked for.
const git = `#!/bin/sh
test -z "$GIT_FAILS" || exit 1
test "$1 $2 $3" = "clone --depth 1" && ln -s "$MODULE" "$5"
`

func newRepository(t *testing.T) (*Cloud, *repository) {
	t.Helper()
	cloud := newExampleCloud(t)
	r := &repository{t: t, cli: newDocumentCLI(t, cloud, nil), cloud: cloud, bin: t.TempDir()}
	r.cli.Setenv("TF_VAR_team_tokens", `{"finance":"`+token+`","shipping":"s"}`)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	r.cli.Setenv("MODULE", root)
	r.cli.Setenv("TF_CLI_CONFIG_FILE", mirror(t))
	r.cli.Setenv("PATH", r.bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	for _, err := range []error{
		os.Symlink(r.cli.cli.path, filepath.Join(r.bin, "terraform")),
		os.WriteFile(filepath.Join(r.bin, "gh"), []byte(gh), 0o700),
		os.WriteFile(filepath.Join(r.bin, "git"), []byte(git), 0o700),
		os.CopyFS(filepath.Join(r.cli.Dir, "soda", "examples"), os.DirFS(examples)), // instead of the clone
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", r.bin, module+"/cmd/soda-routes").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	block := shellBlock.FindStringSubmatch(readFile(t, filepath.Join(gitops, "README.md")))
	if block == nil {
		t.Fatal("the README does not say how to start")
	}
	clone, rest, _ := strings.Cut(block[1], "\n")
	if !strings.HasPrefix(clone, "git clone ") || !strings.HasSuffix(clone, " soda") {
		t.Fatalf("got %q, want a clone into soda", clone)
	}
	if out, err := r.bash(rest); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, text := range filesBelow(t, r.cli.Dir) {
		r.cli.Write(name, text) // skips on a CLI that is too old for it
	}
	r.run("plan", "Init")
	return cloud, r
}

// comment runs the steps of a pull request as GitHub does, of which only the last runs after one that failed, and returns the
// comment. A variable may be given anew.
func (r *repository) comment(env ...string) string {
	r.t.Helper()
	for _, file := range []string{"init.txt", "plan.jsonl", "plan.txt", "routes.md", "comment.md"} {
		_ = os.Remove(filepath.Join(r.cli.Dir, file)) // of an earlier run, which another machine has had
	}
	env = append([]string{"COMMENTS=comments", "COMMIT=abc", "LOG=log"}, env...)
	outcome := func(step string) string {
		if _, _, err := r.try("plan", step, env...); err != nil {
			return "failure"
		}
		return "success"
	}
	plan, routes := outcome("Plan"), "skipped"
	if plan == "success" {
		routes = outcome("Routes")
	}
	r.run("plan", "Comment", append(env, "PLAN="+plan, "ROUTES="+routes)...)
	return readFile(r.t, filepath.Join(r.cli.Dir, "comment.md"))
}

// expect checks what gh was asked to change since the last time, and what is in the file that it was given.
func (r *repository) expect(asked string, file ...string) {
	r.t.Helper()
	log := filepath.Join(r.cli.Dir, "gh.log")
	got, _ := os.ReadFile(log) // there is none if gh was asked for nothing
	if strings.TrimSpace(string(got)) != asked {
		r.t.Errorf("gh was asked %q, want %q", got, asked)
	}
	_ = os.Remove(log)
	if len(file) == 0 {
		return
	}
	text := readFile(r.t, filepath.Join(r.cli.Dir, file[0]))
	for _, want := range file[1:] {
		if !strings.Contains(text, want) {
			r.t.Errorf("%s: want %q in:\n%s", file[0], want, text)
		}
	}
	if strings.Contains(text, token) {
		r.t.Errorf("a secret is in:\n%s", text)
	}
}

func ruleNamed(t *testing.T, cloud *Cloud, name string) string {
	t.Helper()
	for _, rule := range cloud.Rules() {
		if rule.Name == name {
			return rule.ID
		}
	}
	t.Fatalf("no rule %q", name)
	return ""
}
