package acctest

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// run runs a step of a workflow with the variables, and returns what it left in GITHUB_OUTPUT.
func (r *repository) run(workflow, step string, env ...string) string {
	r.t.Helper()
	out, left, err := r.try(workflow, step, env...)
	if err != nil {
		r.t.Fatalf("%s/%s: %v:\n%s", workflow, step, err, out)
	}
	return left
}

// try is run for a step that may fail. It returns what the step has printed too.
func (r *repository) try(workflow, step string, env ...string) (out, left string, err error) {
	r.t.Helper()
	output := filepath.Join(r.t.TempDir(), "output")
	out, err = r.bash(r.script(workflow, step), append(env, "GITHUB_OUTPUT="+output)...)
	text, _ := os.ReadFile(output) // there is none if the step left nothing
	return out, string(text), err
}

// script is what a step runs.
func (r *repository) script(workflow, step string) string {
	r.t.Helper()
	var parsed struct {
		Defaults struct{ Run struct{ Shell string } }
		Jobs     map[string]struct {
			Steps []struct{ Name, Run string }
		}
	}
	file := filepath.Join(r.cli.Dir, ".github", "workflows", workflow+".yml")
	if err := yaml.Unmarshal([]byte(readFile(r.t, file)), &parsed); err != nil {
		r.t.Fatal(err)
	}
	if parsed.Defaults.Run.Shell != "bash" {
		r.t.Errorf("%s has the shell %q, want bash, for which GitHub sets pipefail", workflow, parsed.Defaults.Run.Shell)
	}
	for _, job := range parsed.Jobs {
		for _, s := range job.Steps {
			if s.Name != step {
				continue
			}
			if strings.Contains(s.Run, "${{") {
				r.t.Errorf("%s/%s: GitHub pastes ${{ }} into the script; take a variable", workflow, step)
			}
			return s.Run
		}
	}
	r.t.Fatalf("%s has no step %s", workflow, step)
	return ""
}

// bash runs a script as GitHub runs one whose shell is bash.
func (r *repository) bash(script string, env ...string) (string, error) {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
	cmd.Dir, cmd.Env = r.cli.Dir, slices.Concat(r.cli.env, env)
	out, err := cmd.CombinedOutput()
	if strings.Contains(string(out), token) {
		r.t.Errorf("a secret is in the output of:\n%s", script)
	}
	return string(out), err
}
