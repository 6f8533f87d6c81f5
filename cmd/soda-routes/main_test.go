package main

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const plans = "../../internal/routes/testdata/plans/"

func file(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func plan(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(plans + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Each command's exit code and what it prints, for good and bad input.
func TestRun(t *testing.T) {
	narrowed := plan(t, "narrowed_filter")
	cases := func(text string) string { return file(t, "cases:\n- name: one\n"+text) }
	for name, tc := range map[string]struct {
		args   []string
		in     string
		status int
		want   string // a pattern of both streams
	}{
		"no change":                  {[]string{"diff", plans + "refactoring.json"}, "", 0, `proven: nobody gains or loses anything`},
		"change":                     {[]string{"diff"}, narrowed, 2, `webhook "pagerduty-data" loses`},
		"change, from a dash":        {[]string{"diff", "-"}, narrowed, 2, `loses`},
		"lost":                       {[]string{"diff", "--fail-on", "never,lost"}, narrowed, 3, `not allowed by --fail-on: lost`},
		"unrouted":                   {[]string{"diff", "--fail-on=unrouted"}, narrowed, 3, `unrouted`},
		"not broken":                 {[]string{"diff", "--fail-on=never,duplicate"}, narrowed, 2, `loses`},
		"never":                      {[]string{"diff", plans + "never_matching_filter.json", "--fail-on=never"}, "", 3, `never`},
		"unknown condition":          {[]string{"diff", "--fail-on", "lots"}, narrowed, 1, `"lots" is none of lost, unrouted`},
		"unknown format":             {[]string{"diff", "--format", "pdf"}, narrowed, 1, `"pdf" is none of text`},
		"json":                       {[]string{"diff", "--format", "json"}, narrowed, 2, `"result": "yes"`},
		"markdown":                   {[]string{"diff", "--format", "markdown"}, narrowed, 2, `<!-- soda-routes -->`},
		"html":                       {[]string{"diff", "--format", "html"}, narrowed, 2, `<summary>webhook &#34;pagerduty-data&#34; <span class="quiet">1 rule`},
		"no JSON":                    {[]string{"diff"}, "Terraform will perform", 1, `not a plan: .*terraform show -json`},
		"other JSON":                 {[]string{"diff"}, `{"a": 1}`, 1, `not a plan`},
		"empty":                      {[]string{"diff"}, "", 1, `not a plan`},
		"a state":                    {[]string{"diff"}, `{"format_version": "1.0", "values": {"root_module": {}}}`, 1, `perhaps a state`},
		"a newer plan":               {[]string{"diff"}, `{"format_version": "2.0", "resource_changes": []}`, 1, `does not recognize the format of the plan.*unsupported plan format version`},
		"another provider's plan":    {[]string{"diff"}, `{"format_version": "1.2", "planned_values": {}, "resource_changes": []}`, 1, `nothing of the provider soda`},
		"older schema":               {[]string{"diff"}, `{"format_version": "1.2", "resource_changes": [{"address": "soda_notification_rule.a", "mode": "managed", "type": "soda_notification_rule", "change": {"actions": ["delete"], "before": {"id": "1", "name": "a"}, "after": null}}]}`, 1, `has no recipients in this plan: was its state written by another version`},
		"no file":                    {[]string{"diff", "nowhere.json"}, "", 1, `nowhere.json`},
		"checks":                     {[]string{"diff", "--checks", file(t, `{"checks": [{"name": "rows", "subject": {"datasetTags": ["finance"]}}, {"name": "dups", "subject": {"datasetTags": ["finance", "gold"]}}]}`)}, narrowed, 2, `1 of 2 checks, such as rows`},
		"checks without a field":     {[]string{"diff", "--checks", file(t, `{"checks": [{"name": "rows", "subject": {"checkName": "rows"}}]}`)}, narrowed, 2, `0 of 1 checks, and 1 for which it cannot be determined(.|\n)*has datasetTags, which rules use`},
		"checks of another kind":     {[]string{"diff", "--checks", file(t, `{"rules": []}`)}, narrowed, 1, `it has no "checks"`},
		"checks with odd fields":     {[]string{"diff", "--checks", file(t, `{"checks": [{"name": "rows", "subject": {"tags": []}}]}`)}, narrowed, 1, `checks\[0\] \(rows\): "tags" is not a field`},
		"lint":                       {[]string{"lint", plans + "never_matching_filter.json"}, "", 2, `never: soda_notification_rule.finance can never match: filter.and\[0\]`},
		"lint, nothing":              {[]string{"lint"}, narrowed, 0, `^$`},
		"explain":                    {[]string{"explain", `{"datasetTags": ["finance"], "level": "critical"}`}, narrowed, 0, `nobody is notified(.|\n)*soda_notification_rule.sensitive.filter \(sensitive\): unknown`},
		"explain, notified":          {[]string{"explain", `{"datasetTags": ["finance", "gold"], "level": "critical"}`}, narrowed, 0, `webhook "pagerduty-data" is notified, by soda_notification_rule.finance`},
		"explain, no JSON":           {[]string{"explain", `datasetTags`}, narrowed, 1, `the subject is not JSON`},
		"explain, odd level":         {[]string{"explain", `{"level": "criticl"}`}, narrowed, 1, `Did you mean "critical"`},
		"case holds":                 {[]string{"test", cases(`  subject: {datasetTags: [finance, gold], level: critical}` + "\n" + `  exactly: ['webhook "pagerduty-data"']`)}, narrowed, 0, `1 case, 0 failed`},
		"case, nobody":               {[]string{"test", cases("  subject: {datasetTags: [finance], level: critical}\n  nobody: true")}, narrowed, 0, `1 case, 0 failed`},
		"case fails":                 {[]string{"test", cases("  subject: {datasetTags: [finance], level: critical}\n  includes: ['webhook \"pagerduty-data\"']")}, narrowed, 3, `FAIL .*cases\[0\] \(one\)\n  webhook "pagerduty-data" is not notified`},
		"case, unexpected":           {[]string{"test", cases("  subject: {datasetTags: [finance, gold], level: critical}\n  nobody: true")}, narrowed, 3, `is notified, by soda_notification_rule.finance, although the case does not expect it`},
		"case, excluded":             {[]string{"test", cases("  subject: {datasetTags: [finance, gold], level: critical}\n  excludes: ['webhook \"pagerduty-data\"']")}, narrowed, 3, `is notified, by soda_notification_rule.finance`},
		"case, cannot be determined": {[]string{"test", cases("  subject: {datasetTags: [x], level: info}\n  includes: [always@example.com]")}, narrowed, 3, `whether always@example.com is notified cannot be determined`},
		"case, unknown field":        {[]string{"test", cases("  subject: {dataset_tags: [x]}\n  nobody: true")}, narrowed, 1, `cases\[0\] \(one\): subject: "dataset_tags" is not a field. Did you mean "datasetTags"`},
		"case, unknown recipient":    {[]string{"test", cases("  subject: {}\n  includes: [alway@example.com]")}, narrowed, 1, `no rule has the recipient "alway@example.com". Did you mean "always@example.com"`},
		"case, unknown level":        {[]string{"test", cases("  subject: {level: warn}\n  nobody: true")}, narrowed, 1, `level is "warn", which is not one of`},
		"case, unknown key":          {[]string{"test", cases("  subjct: {}\n  nobody: true")}, narrowed, 1, `line 3: a case has no key "subjct". Did you mean "subject"`},
		"case without expectation":   {[]string{"test", cases("  subject: {}")}, narrowed, 1, `it expects nothing`},
		"no cases":                   {[]string{"test", file(t, "")}, narrowed, 1, `no cases`},
		"help":                       {[]string{"--help"}, "", 0, `Exit codes: 0 no change, 2 change`},
		"unknown command":            {[]string{"dif"}, "", 1, `unknown command "dif"`},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			status := run(tc.args, strings.NewReader(tc.in), &out, &out)
			if status != tc.status || !regexp.MustCompile(tc.want).MatchString(out.String()) {
				t.Errorf("got status %d, want %d and %q in:\n%s", status, tc.status, tc.want, out.String())
			}
			if strings.Contains(out.String(), "canary") {
				t.Errorf("a secret of the plan is shown:\n%s", out.String())
			}
		})
	}
}

func TestRun_junit(t *testing.T) {
	junit := filepath.Join(t.TempDir(), "junit.xml")
	cases := file(t, "cases:\n- name: a < b\n  subject: {level: critical}\n  includes: [always@example.com]\n- subject: {datasetTags: [], level: critical}\n  nobody: true\n")
	var out bytes.Buffer
	if status := run([]string{"test", cases, "--junit", junit}, strings.NewReader(plan(t, "narrowed_filter")), &out, &out); status != 3 {
		t.Fatalf("got status %d:\n%s", status, out.String())
	}
	text, err := os.ReadFile(junit)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Cases    []struct {
			Name    string `xml:"name,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
			} `xml:"failure"`
		} `xml:"testcase"`
	}
	if err := xml.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.Tests != 2 || got.Failures != 1 || got.Cases[0].Name != "a < b" || got.Cases[0].Failure == nil || got.Cases[1].Failure != nil {
		t.Errorf("got %s", text)
	}
}
