package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// organization has two rules: everything goes to a user, and orders go to a Slack channel.
const organization = `
users:
- {userId: u-1, email: dana@example.com}
- {userId: u-2, email: ravi@example.com}
integrations:
- {id: i-1, type: slack, name: Workspace, channels: ["#data"]}
rules:
- id: r-1
  name: everything
  ruleType: check
  recipients: [{type: user, userId: u-2, triggers: [{type: testResultLevel, level: warning}]}]
- id: r-2
  name: orders
  ruleType: check
  filter: {type: equals, field: {field: checkName}, value: orders}
  recipients: [{type: integration, integrationId: i-1, integrationChannel: "#data", triggers: [{type: testResultLevel, level: critical}]}]
`

// seeded starts a cloud that holds the seed and nothing else, which the environment points at.
func seeded(t *testing.T, seed string) *acctest.Cloud {
	t.Helper()
	cloud := acctest.NewCloud(t, acctest.WithoutQuirks(emulator.UnknownEnums))
	if err := cloud.SeedFile(file(t, seed)); err != nil {
		t.Fatal(err)
	}
	cloud.Setenv(t)
	return cloud
}

func TestRun_live(t *testing.T) {
	seeded(t, organization)
	checks := file(t, `{"checks": [{"name": "orders", "subject": {"checkName": "orders"}}, {"name": "rows", "subject": {"checkName": "rows"}}]}`)
	for name, tc := range map[string]struct {
		args   []string
		status int
		want   string
	}{
		"diff with a plan": {[]string{"diff", "--live", plans + "narrowed_filter.json"}, 2,
			`all rules of the organization: 1 of 4 recipients changes(.|\n)*everyone else \(3 recipients\)`},
		"explain":        {[]string{"explain", "--live", `{"checkName": "orders", "level": "critical"}`}, 0, `^slack "Workspace" in #data is notified, by rule "orders"`},
		"test":           {[]string{"test", "--live", file(t, "cases:\n- subject: {checkName: rows, level: warning}\n  exactly: ['user \"ravi@example.com\"']\n")}, 0, `1 case, 0 failed`},
		"lint":           {[]string{"lint", "--live"}, 0, `^$`},
		"coverage":       {[]string{"coverage", "--live", "--checks", checks}, 2, `critical: nobody is notified of 1 of 2 checks, such as rows\nwarning: all 2 checks notify someone`},
		"coverage, all":  {[]string{"coverage", "--live", "--checks", file(t, `{"checks": [{"name": "orders", "subject": {"checkName": "orders"}}]}`)}, 0, `critical: all 1 checks`},
		"no catalogue":   {[]string{"coverage", "--live"}, 1, `coverage needs --checks`},
		"plan from flag": {[]string{"explain", "--live", "--plan", plans + "narrowed_filter.json", `{"checkName": "orders", "datasetTags": [], "level": "critical"}`}, 0, `^slack "Workspace" in #data is notified`},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			status := run(tc.args, strings.NewReader(""), &out, &out)
			if status != tc.status || !regexp.MustCompile(tc.want).MatchString(out.String()) {
				t.Errorf("got status %d, want %d and %q in:\n%s", status, tc.status, tc.want, out.String())
			}
		})
	}
	t.Setenv("SODA_API_KEY_SECRET", "wrong-secret-4711")
	var out bytes.Buffer
	if status := run([]string{"lint", "--live"}, strings.NewReader(""), &out, &out); status != 1 || !strings.Contains(out.String(), "401") || strings.Contains(out.String(), "4711") {
		t.Errorf("a wrong key: got status %d:\n%s", status, out.String())
	}
}
