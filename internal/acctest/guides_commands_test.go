package acctest

import (
	"fmt"
	"slices"
	"strings"
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
		r.configure(r.block("terraform"))
		r.bash("terraform init && terraform apply")
	}}},
	"emulator-in-ci": {{prepare: func(r *reader) {
		r.configure(r.block("terraform"))
		r.cli.Write("seed.json", r.block("json"))
	}}},
	"getting-started": {{prepare: func(r *reader) {
		r.configure(r.block("terraform"))
	}}},
	"migrate-from-generic-rest": {
		{blocks: []int{0}, prepare: func(r *reader) { r.cli.Write("main.tf", r.block("terraform")); r.oldState() }},
		{blocks: []int{2}, prepare: func(r *reader) {
			rule, _, _ := strings.Cut(r.block("terraform"), "\nmoved {")
			r.cli.Write("main.tf", rule)
			r.oldState()
			r.bash("terraform init")
		}},
	},
	"review-who-is-notified": {{prepare: func(r *reader) {
		r.cli.Write("main.tf", reviewed)
		r.cli.Write("routes.yaml", r.block("yaml"))
		r.bash("terraform init && terraform apply && terraform plan -out=p && terraform show -json p > plan.json")
	}}},
	"troubleshooting": {{prepare: func(r *reader) {
		r.configure(r.block("terraform"))
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
