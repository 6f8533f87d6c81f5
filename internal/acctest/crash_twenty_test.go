package acctest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
)

var importBlock = regexp.MustCompile(`(?s)import \{.*?\n\}\n?`)

// importBlocksIn returns the blocks that the errors of a command show, with the addresses of the resources. It returns none
// if an error has no block.
func importBlocksIn(out string) (blocks []string) {
	for line := range strings.Lines(out) {
		var message struct {
			Diagnostic struct{ Severity, Detail, Address string }
		}
		if json.Unmarshal([]byte(line), &message) != nil || message.Diagnostic.Severity != "error" {
			continue
		}
		block := importBlock.FindString(message.Diagnostic.Detail)
		if block == "" {
			return nil
		}
		kind, _, _ := strings.Cut(message.Diagnostic.Address, ".")
		blocks = append(blocks, strings.Replace(block, kind+".ADDRESS", message.Diagnostic.Address, 1))
	}
	return blocks
}

// tally counts what became of crashes.
type tally struct{ runs, missed, adopting, adopted, emptied atomic.Int64 }

func (n *tally) note(blocks int, emptied bool) {
	if blocks > 0 {
		n.adopting.Add(1)
		n.adopted.Add(int64(blocks))
	}
	if emptied {
		n.emptied.Add(1)
	}
}

func (n *tally) String() string {
	return fmt.Sprintf("%d tried; %d commands made fewer calls and ended before; %d needed import blocks, for %d objects; %d times the "+
		"CLI was killed while it wrote the state", n.runs.Load(), n.missed.Load(), n.adopting.Load(), n.adopted.Load(), n.emptied.Load())
}

// twenty is a configuration of 20 objects with local.version in the content of each.
const twenty = `
resource "soda_webhook_integration" "hook" {
  count   = 4
  name    = "hook ${count.index}"
  url     = "https://events.example.com/${local.version}"
  scopes  = ["alert_notification"]
  headers = { "X-Team" = { value = local.version }, "Authorization" = { secret = local.version } }
  secret  = local.version
}

resource "soda_notification_rule" "hook" {
  count      = 6
  name       = "to hook ${count.index}"
  rule_type  = "check"
  filter     = { field = "datasetTags", contains = local.version }
  recipients = [{ integration_id = soda_webhook_integration.hook[count.index % 4].id, levels = ["critical"] }]
}

resource "soda_notification_rule" "mail" {
  count      = 10
  name       = "to mail ${count.index}"
  rule_type  = "check"
  filter     = { field = "datasetTags", contains = local.version }
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}
`

// twentyAt lists what the configuration makes at a version, as contents does; nothing for no version.
func twentyAt(version string) (all []string) {
	if version == "" {
		return nil
	}
	for i := range 4 {
		all = append(all, fmt.Sprintf("hook %d: https://events.example.com/%[2]s map[Authorization:%[2]s X-Team:%[2]s] %[2]s", i, version))
	}
	for i := range 6 {
		all = append(all, fmt.Sprintf("to hook %d: %s to hook %d", i, version, i%4))
	}
	for i := range 10 {
		all = append(all, fmt.Sprintf("to mail %d: %s to dq@example.com", i, version))
	}
	slices.Sort(all)
	return all
}

// contents lists what the cloud holds.
func contents(cloud *Cloud) (all []string) {
	names := held(cloud)
	for _, w := range cloud.Webhooks() {
		headers := map[string]string{}
		for _, h := range w.Headers {
			headers[h.Name] = h.Value
		}
		all = append(all, fmt.Sprintf("%s: %s %v %s", w.Name, w.URL, headers, w.Secret))
	}
	for _, r := range cloud.Rules() {
		to := r.Recipients[0]
		all = append(all, fmt.Sprintf("%s: %s to %s", r.Name, *r.Filter.Value, to.Email+names[to.IntegrationID]))
	}
	slices.Sort(all)
	return all
}
