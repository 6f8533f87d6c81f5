package acctest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// reader has the provider in a mirror, the programs on PATH, and an emulator with what the examples look up.
type reader struct {
	t     *testing.T
	cli   *CLI
	guide string
	env   []string
}

// asReader is the CLI for those who answer yes.
const asReader = `#!/bin/sh
case "$1" in
apply | destroy) command=$1; shift; exec %[1]s "$command" -auto-approve "$@" ;;
esac
exec %[1]s "$@"
`

func newReader(t *testing.T, guide string) *reader {
	t.Helper()
	r := &reader{t: t, guide: guide, cli: newDocumentCLI(t, NewCloud(t), nil)}
	bin := t.TempDir()
	r.cli.write(filepath.Join(bin, "terraform"), fmt.Sprintf(asReader, r.cli.cli.path))
	if err := os.Chmod(filepath.Join(bin, "terraform"), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	r.env = append(r.cli.env, "TF_CLI_CONFIG_FILE="+mirror(t, oldProviders["restapi"]),
		"PATH="+strings.Join([]string{bin, programs(t), os.Getenv("PATH")}, string(os.PathListSeparator)))
	r.env = append(r.env, r.startEmulator()...)
	return r
}

// startEmulator starts the program, and returns the environment that it prints.
func (r *reader) startEmulator() (env []string) {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), filepath.Join(programs(r.t), "soda-emulator"), "--addr", "127.0.0.1:0", "--limits", "off", "--delete-delay", "0s", "--seed", filepath.Join(examples, "seed.json"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for lines := bufio.NewScanner(out); len(env) < 3 && lines.Scan(); {
		env = append(env, strings.TrimPrefix(lines.Text(), "export "))
	}
	return env
}

// block returns the first block of a language.
func (r *reader) block(language string) string {
	r.t.Helper()
	block := regexp.MustCompile("(?ms)^```" + language + "\n(.*?)^```$").FindStringSubmatch(r.guide)
	if block == nil {
		r.t.Fatalf("the guide has no block of %s", language)
	}
	return block[1]
}

// configure writes a configuration that names its providers.
func (r *reader) configure(text string) {
	r.t.Helper()
	r.cli.Write("main.tf", text)
	r.cli.Write("required.tf", "")
}

// script is a block as a part of a longer one: a block that is a script of its own is called.
func (r *reader) script(n int, block string) string {
	r.t.Helper()
	if !strings.HasPrefix(block, "#!/bin/sh\n") {
		return block
	}
	name := fmt.Sprintf("block_%d.sh", n)
	r.cli.write(filepath.Join(r.cli.Dir, name), block)
	return "sh " + name + "\n"
}

// bash runs commands, of which none may fail.
func (r *reader) bash(script string) {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "bash", "-eo", "pipefail", "-c", script)
	cmd.Dir, cmd.Env = r.cli.Dir, r.env
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("%v:\n%s\n%s", err, script, out)
	}
}

// oldState is that of a generic REST provider, with the rule that the seed has under the id in the guide.
func (r *reader) oldState() {
	r.t.Helper()
	var recorded recordedState
	unmarshal(r.t, []byte(readFile(r.t, filepath.Join("testdata", "moved", "restapi.json"))), &recorded)
	rule := recorded.Resources[0]
	_, id := rule.Instances[0].object(r.t)
	wanted := regexp.MustCompile(`(?m)^terraform import soda_notification_rule\.finance (\S+)$`).FindStringSubmatch(r.guide)
	if wanted == nil {
		r.t.Fatal("the guide imports no rule")
	}
	attributes := strings.ReplaceAll(string(rule.Instances[0].Attributes), id, wanted[1])
	rule.Name, rule.Instances = "finance", []recordedInstance{{Attributes: json.RawMessage(attributes)}}
	recorded.Resources = []recordedResource{rule}
	state, err := json.Marshal(recorded)
	if err != nil {
		r.t.Fatal(err)
	}
	r.cli.Write("terraform.tfstate", string(state))
}

// programs builds those of the module once per test binary and returns their directory.
func programs(t testing.TB) string {
	t.Helper()
	dir, err := builtPrograms()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

var builtPrograms = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "soda-programs-")
	if err != nil {
		return "", err
	}
	out, err := exec.Command("go", "build", "-o", dir, module+"/cmd/...").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return dir, nil
})
