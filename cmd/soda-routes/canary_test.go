package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// marked is a plan in which all is sensitive that can be: whom a rule notifies, in which channel, for which values.
const marked = `{"format_version": "1.2",
  "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": [
    {"address": "data.soda_user.a", "mode": "data", "type": "soda_user", "name": "a", "provider_name": "x/y/soda",
     "values": {"id": "u-1", "email": "canary-user@example.com", "full_name": "Canary-name"}, "sensitive_values": {"email": true, "full_name": true}}]}}},
  "configuration": {"root_module": {"resources": [
    {"address": "soda_notification_rule.b", "mode": "managed", "type": "soda_notification_rule", "name": "b", "expressions": {"recipients": {"references": ["soda_webhook_integration.new.id", "soda_webhook_integration.new"]}}}]}},
  "resource_changes": [
    {"address": "soda_webhook_integration.new", "mode": "managed", "type": "soda_webhook_integration", "name": "new", "provider_name": "x/y/soda",
     "change": {"actions": ["create"], "before": null, "after": {"name": "canary-webhook", "url": "https://canary.example.com", "secret": "canary-signing"},
      "after_unknown": {"id": true}, "after_sensitive": {"name": true, "url": true, "secret": true}}},
    {"address": "soda_notification_rule.a", "mode": "managed", "type": "soda_notification_rule", "name": "a", "provider_name": "x/y/soda",
     "change": {"actions": ["update"],
      "before": {"id": "1", "name": "canary-rule", "rule_type": "check", "status": "active", "filter": {"field": "checkName", "equals": "canary-before"},
       "recipients": [{"email": "canary-mail@example.com", "levels": ["critical"]}, {"user_id": "u-1", "levels": ["critical"]}]},
      "after": {"id": "1", "name": "canary-rule", "rule_type": "check", "status": "active", "filter": {"and": [{"field": "checkName", "equals": "canary-after"}, {"field": "datasetTags", "in": ["canary-one", "b"]}]},
       "recipients": [{"email": "canary-other@example.com", "levels": ["critical"]}, {"integration_id": "i", "channel": "#canary-channel", "levels": ["critical"]}]},
      "before_sensitive": {"name": true, "filter": true, "recipients": true},
      "after_sensitive": {"name": true, "filter": {"and": [{"equals": true}, {"in": [true, false]}]}, "recipients": [{"email": true}, {"channel": true}]}}},
    {"address": "soda_notification_rule.b", "mode": "managed", "type": "soda_notification_rule", "name": "b", "provider_name": "x/y/soda",
     "change": {"actions": ["create"], "before": null, "after": {"name": "b", "rule_type": "check", "status": "active", "filter": null, "recipients": [{"channel": "#canary-new", "levels": ["critical"]}]},
      "after_unknown": {"id": true, "recipients": [{"integration_id": true}]}, "after_sensitive": {"recipients": [{"channel": true}]}}}]}`

// No command writes a secret of a plan in any format, nor does an error about a plan.
func TestRun_secrets(t *testing.T) {
	checks := file(t, `{"checks": [{"name": "rows", "subject": {"checkName": "rows", "datasetTags": ["b"]}}]}`)
	fails := file(t, "cases:\n- name: one\n  subject: {checkName: rows, datasetTags: [b], level: critical}\n  nobody: true\n")
	typo := file(t, "cases:\n- subject: {}\n  includes: [nobody-of-that-name]\n")
	junit := filepath.Join(t.TempDir(), "junit.xml")
	commands := [][]string{
		{"diff"}, {"diff", "--format", "markdown"}, {"diff", "--format", "json"}, {"diff", "--format", "html"}, {"diff", "--checks", checks},
		{"diff", "--format", "html", "--checks", checks}, {"lint"}, {"explain", `{"checkName": "rows", "level": "critical"}`},
		{"test", fails, "--junit", junit}, {"test", typo}, {"coverage", "--checks", checks}, {"diff", "--fail-on", "lost,unrouted,never,duplicate"},
	}
	given := map[string]string{
		"marked": marked, "cut": marked[:len(marked)-9], "of another version": strings.Replace(marked, "1.2", "9.2", 1),
		"with an odd filter": strings.Replace(marked, `"datasetTags"`, `"datasetTgs"`, 1), "without recipients": strings.ReplaceAll(marked, `"recipients": [`, `"other": [`),
	}
	names, err := filepath.Glob(plans + "*.json")
	if err != nil || len(names) == 0 {
		t.Fatal("no plans", err)
	}
	for _, name := range names {
		given[filepath.Base(name)] = plan(t, strings.TrimSuffix(filepath.Base(name), ".json"))
	}
	for name, text := range given {
		if !strings.Contains(text, "canary") {
			t.Errorf("%s: the plan holds no secret: the test would show nothing", name)
		}
		for _, args := range commands {
			var out bytes.Buffer
			status := run(args, strings.NewReader(text), &out, &out)
			if name == "marked" && status == exitError && args[len(args)-1] != typo {
				t.Errorf("%v: got an error, which shows little: %s", args, out.String())
			}
			written, _ := os.ReadFile(junit) // where the command writes one
			if all := strings.ToLower(out.String() + string(written)); strings.Contains(all, "canary") {
				at := strings.Index(all, "canary")
				t.Errorf("%s, %v: ...%s...", name, args, all[max(0, at-80):min(len(all), at+80)])
			}
		}
	}
}
