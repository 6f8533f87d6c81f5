package acctest

import (
	"regexp"
	"strings"
	"testing"
)

// Two resources of one configuration with one name: the plan warns, the apply creates one and says that this run has created
// it, without an import block, and the state holds what the cloud holds.
func TestTwins(t *testing.T) {
	t.Parallel()
	const rules = `
resource "soda_notification_rule" "r" {
  for_each   = { warning = NAMES[0], critical = NAMES[1] }
  name       = each.value
  rule_type  = "check"
  recipients = [{ email = "a@example.com", levels = [each.key] }]
}
`
	const webhooks = `
resource "soda_webhook_integration" "w" {
  for_each = { a = NAMES[0], b = NAMES[1] }
  name     = each.value
  url      = "https://events.example.com/${each.key}"
  scopes   = ["incidents"]
}
`
	for name, tc := range map[string]struct{ config, names string }{
		"rules":                   {rules, `["High error rate", "High error rate"]`},
		"rules, composed letters": {rules, `["café", "cafe\u0301"]`},
		"webhooks":                {webhooks, `["pager", "pager"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := NewCloud(t)
			cli := NewCLI(t, map[string]string{"main.tf": strings.ReplaceAll(tc.config, "NAMES", tc.names)}, cloud.Env()...)
			out := cli.MustRun("plan", "-no-color")
			if !strings.Contains(out, "Two resources with the same name") || strings.Contains(Unwrapped(out), "import {") {
				t.Errorf("got the plan:\n%s", out)
			}
			out, status := cli.Run("apply", "-no-color", "-auto-approve")
			if status == 0 || !strings.Contains(Unwrapped(out), "This run has just given the name") || strings.Contains(Unwrapped(out), "import {") {
				t.Errorf("got status %d:\n%s", status, out)
			}
			if got := len(cloud.Rules()) + len(cloud.Webhooks()); got != 1 {
				t.Errorf("the cloud holds %d objects, want 1", got)
			}
			if got := strings.Fields(cli.MustRun("state", "list")); len(got) != 1 {
				t.Errorf("the state holds %v, want one", got)
			}
		})
	}
}

// Two renames of one configuration onto one name: the plan warns, one gets the name, and the other's error says who has it.
func TestTwins_rename(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t)
	config := func(a, b string) string {
		return `
resource "soda_webhook_integration" "w" {
  for_each = { a = "` + a + `", b = "` + b + `" }
  name     = each.value
  url      = "https://events.example.com/${each.key}"
  scopes   = ["incidents"]
}
resource "soda_notification_rule" "r" {
  for_each   = { a = "` + a + `", b = "` + b + `" }
  name       = each.value
  rule_type  = "check"
  recipients = [{ email = "${each.key}@example.com", levels = ["critical"] }]
}
`
	}
	cli := NewCLI(t, map[string]string{"main.tf": config("first", "second")}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.Write("main.tf", config("same", "same"))
	if out := cli.MustRun("plan", "-no-color"); !strings.Contains(out, "Two resources with the same name") {
		t.Errorf("got the plan:\n%s", out)
	}
	out, status := cli.Run("apply", "-no-color", "-auto-approve")
	if status == 0 || strings.Count(Unwrapped(out), `This run has just given the name "same" to another`) != 2 {
		t.Errorf("got status %d:\n%s", status, out)
	}
	names := map[string]int{}
	for _, w := range cloud.Webhooks() {
		names["webhook "+w.Name]++
	}
	for _, r := range cloud.Rules() {
		names["rule "+r.Name]++
	}
	if len(names) != 4 || names["webhook same"] != 1 || names["rule same"] != 1 {
		t.Errorf("the cloud holds %v, want one of each kind with the name", names)
	}
	cli.Write("main.tf", config("third", "fourth"))
	cli.MustRun("apply", "-no-color", "-auto-approve")
	if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
		t.Errorf("got status %d once the names differ, want an empty plan:\n%s", status, out)
	}
}

// A replacement that creates before it destroys finds the old object under its name, and the error says so. Without
// create_before_destroy the name is free by then.
func TestTwins_replace(t *testing.T) {
	t.Parallel()
	config := func(before string) string {
		return `
resource "soda_webhook_integration" "w" {
  name   = "pager"
  url    = "https://events.example.com/soda"
  scopes = ["incidents"]
  lifecycle { create_before_destroy = ` + before + ` }
}
`
	}
	cloud := NewCloud(t)
	cli := NewCLI(t, map[string]string{"main.tf": config("true")}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	id := cloud.Webhooks()[0].ID
	warned := regexp.MustCompile(`(?s)do not import it: the old object still has the name.*import \{`) // the warning before the block
	out, status := cli.Run("apply", "-no-color", "-auto-approve", "-replace=soda_webhook_integration.w")
	if status == 0 || !warned.MatchString(Unwrapped(out)) || len(cloud.Webhooks()) != 1 || cloud.Webhooks()[0].ID != id {
		t.Errorf("got status %d, the cloud holds %+v:\n%s", status, cloud.Webhooks(), out)
	}
	if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
		t.Errorf("got status %d after the failure, want an empty plan:\n%s", status, out)
	}
	cli.Write("main.tf", config("false"))
	cli.MustRun("apply", "-no-color", "-auto-approve", "-replace=soda_webhook_integration.w")
	if got := cloud.Webhooks(); len(got) != 1 || got[0].ID == id {
		t.Errorf("the cloud holds %+v, want a new webhook", got)
	}
}
