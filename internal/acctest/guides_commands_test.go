package acctest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// reading is a run of blocks of commands of a guide, one after the other in one shell, as by a reader who is where the guide wants
// them to be.
type reading struct {
	blocks  []int // counted from 0; nil for all
	prepare func(r *reader)
}

// readings are the runs of each guide that has commands.
var readings = map[string][]reading{
	"drift-detection": {{prepare: func(r *reader) {
		r.cli.Write("main.tf", r.block("terraform", 0))
		r.bash("terraform init && terraform apply")
	}}},
	"emulator-in-ci": {{prepare: func(r *reader) {
		r.cli.Write("main.tf", `resource "soda_notification_rule" "finance" {
  name       = "finance"
  rule_type  = "check"
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
`)
		r.cli.Write("seed.json", r.block("json", 0))
	}}},
	"getting-started": {{prepare: func(r *reader) {
		r.cli.Write("main.tf", r.block("terraform", 0))
		r.cli.Write("required.tf", "")
	}}},
	"migrate-from-generic-rest": {
		{blocks: []int{0}, prepare: func(r *reader) { r.cli.Write("main.tf", r.block("terraform", 0)); r.oldState() }},
		{blocks: []int{2}, prepare: func(r *reader) {
			rule, _, _ := strings.Cut(r.block("terraform", 0), "\nmoved {")
			r.cli.Write("main.tf", rule)
			r.oldState()
			r.bash("terraform init")
		}},
	},
	"review-who-is-notified": {{prepare: func(r *reader) {
		r.cli.Write("main.tf", reviewed)
		r.cli.Write("routes.yaml", r.block("yaml", 0))
		r.bash("terraform init && terraform apply && terraform plan -out=p && terraform show -json p > plan.json")
	}}},
	"troubleshooting": {{prepare: func(r *reader) {
		r.cli.Write("main.tf", r.block("terraform", 0))
		r.bash("terraform init")
	}}},
}

// reviewed has what the cases of the guide about reviews expect.
const reviewed = `resource "soda_webhook_integration" "pager" {
  name   = "pagerduty-data"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification"]
}

resource "soda_notification_rule" "finance" {
  name      = "finance"
  rule_type = "check"
  filter    = { field = "datasetTags", contains = "finance" }
  recipients = [
    { integration_id = soda_webhook_integration.pager.id, levels = ["critical"] },
    { email = "dq@example.com", levels = ["critical"] },
  ]
}
`

// elsewhere are the guides whose commands other tests run.
var elsewhere = map[string]string{
	"adopt-existing":      "TestAdopt_importBlocks, TestAdopt_query and TestImport",
	"test-webhooks-in-ci": "TestWebhooksInCI; its action needs Terraform 1.14",
}

// unrun are the blocks that a reader runs and a test cannot, by how they begin.
var unrun = map[string]string{
	"make install":                       "TestGitOps_install runs it in a home of its own",
	"go install github.com/":             "takes the latest version in place of this one",
	"go run ./cmd/soda-emulator":         "serves until it is stopped; the program is started before each reading",
	"docker build":                       "needs Docker",
	"curl -sS -o /dev/null":              "needs the internet",
	"export HTTPS_PROXY=":                "names a proxy that is nowhere",
	"export SSL_CERT_FILE=":              "names a file of the reader",
	"terraform state list | grep '^rest": "asks the old provider for its schema",
}

// TestGuides_commands runs each block of commands in each guide.
func TestGuides_commands(t *testing.T) {
	t.Parallel()
	for page, text := range guidePages(t) {
		blocks := shellBlock.FindAllStringSubmatch(text, -1)
		if elsewhere[page] != "" || !slices.ContainsFunc(blocks, func(b []string) bool { return !cannotRun(b[1]) }) {
			continue
		}
		if readings[page] == nil {
			t.Errorf("no test runs the commands of the guide %s", page)
		}
		told := map[int]bool{}
		for n, s := range readings[page] {
			t.Run(fmt.Sprintf("%s/%d", page, n+1), func(t *testing.T) {
				t.Parallel()
				r := newReader(t, text)
				s.prepare(r)
				var script strings.Builder
				for i, block := range blocks {
					if (s.blocks == nil || slices.Contains(s.blocks, i)) && !cannotRun(block[1]) {
						script.WriteString(r.script(i, block[1]))
					}
				}
				r.bash(script.String())
			})
			for i := range blocks {
				told[i] = told[i] || s.blocks == nil || slices.Contains(s.blocks, i)
			}
		}
		for i, block := range blocks {
			if !told[i] && !cannotRun(block[1]) {
				t.Errorf("no test runs this block of the guide %s:\n%s", page, block[1])
			}
		}
	}
}

func cannotRun(block string) bool {
	for start := range unrun {
		if strings.HasPrefix(block, start) {
			return true
		}
	}
	return false
}

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

// block returns the nth block of a language.
func (r *reader) block(language string, n int) string {
	r.t.Helper()
	blocks := regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(r.guide, -1)
	if n >= len(blocks) {
		r.t.Fatalf("the guide has %d blocks of %s", len(blocks), language)
	}
	return blocks[n][1]
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
