package acctest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// recordedState is what a generic REST provider has written: three rules and a webhook. Server and ids were those of the recording.
type recordedState struct {
	Version   int                `json:"version"`
	Terraform string             `json:"terraform_version"`
	Lineage   string             `json:"lineage"`
	Serial    int                `json:"serial"`
	Resources []recordedResource `json:"resources"`
}

type recordedResource struct {
	Mode      string             `json:"mode"`
	Type      string             `json:"type"`
	Name      string             `json:"name"`
	Provider  string             `json:"provider"`
	Instances []recordedInstance `json:"instances"`
}

type recordedInstance struct {
	Key        string          `json:"index_key,omitempty"`
	Version    int             `json:"schema_version"`
	Attributes json.RawMessage `json:"attributes"`
}

// object is one recorded object: what was sent, and the id that the server gave it.
func (i recordedInstance) object(t *testing.T) (sent json.RawMessage, id string) {
	t.Helper()
	var a struct {
		ID, Data     string // of restapi
		Body, Output struct{ Value json.RawMessage }
	}
	unmarshal(t, i.Attributes, &a)
	if a.Data != "" {
		return json.RawMessage(a.Data), a.ID
	}
	var output struct{ ID string }
	unmarshal(t, a.Output.Value, &output)
	return a.Body.Value, output.ID
}

// movedConfigurations are the recorded objects as this provider has them, by name, which is a verb of the format.
var movedConfigurations = map[string]string{
	"Critical finance checks": `resource "soda_notification_rule" %[2]q {
  name       = %[1]q
  rule_type  = "check"
  filter     = { field = "datasetTags", contains = "finance" }
  recipients = [{ email = "finance-data@example.com", levels = ["critical"] }]
}
`,
	"Nested": `resource "soda_notification_rule" %[2]q {
  name      = %[1]q
  rule_type = "check"
  status    = "paused"
  filter = { and = [
    { field = "datasourceLabel", in = ["snowflake", "postgres"] },
    { not = { field = "checkResourceAttribute", attribute = "severity", equals = "low" } },
  ] }
  recipients = [
    { resource_role = "datasetOwner", levels = ["warning"], scan_states = ["failed"] },
    { email = "dq@example.com", levels = ["critical"] },
  ]
  customization = { type = "minimal", message = "See the runbook" }
}
`,
	"Monitors": `resource "soda_notification_rule" %[2]q {
  name       = %[1]q
  rule_type  = "monitor"
  recipients = [{ email = "m@example.com", levels = ["critical"] }]
}
`,
	"pager": `resource "soda_webhook_integration" %[2]q {
  name    = %[1]q
  url     = "https://events.example.com/soda"
  scopes  = ["alert_notification", "incidents"]
  headers = { "X-Team" = { value = "data" } }
}
`,
}

// copyOf is the nth copy of a recorded instance, with a name and an id of its own.
func copyOf(t *testing.T, i recordedInstance, n int) recordedInstance {
	t.Helper()
	sent, id := i.object(t)
	text := strings.ReplaceAll(string(i.Attributes), id, fmt.Sprintf("%s%02d", id[:len(id)-2], n))
	name := nameOf(t, sent)
	i.Key, i.Attributes = "", json.RawMessage(strings.ReplaceAll(text, name, fmt.Sprintf("%s %d", name, n)))
	return i
}

func nameOf(t *testing.T, sent []byte) string {
	t.Helper()
	var object struct{ Name string }
	unmarshal(t, sent, &object)
	return object.Name
}

// addObject adds an instance's object to an organization and its resource to a configuration, and returns the type of that.
func addObject(t *testing.T, o *emulator.Organization, i recordedInstance, label string, config *strings.Builder) string {
	t.Helper()
	sent, id := i.object(t)
	name := nameOf(t, sent)
	shape := name[:strings.LastIndex(name, " ")]
	fmt.Fprintf(config, movedConfigurations[shape], name, label)
	if shape == "pager" {
		w := emulator.Webhook{ID: id}
		unmarshal(t, sent, &w)
		o.Webhooks = append(o.Webhooks, w)
		return "soda_webhook_integration"
	}
	r := emulator.Rule{ID: id}
	unmarshal(t, sent, &r)
	o.Rules = append(o.Rules, r)
	return "soda_notification_rule"
}

func unmarshal(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}
