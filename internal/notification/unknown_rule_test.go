package notification_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A rule with an unknown type, status, customization, recipient and trigger, and with fields that nobody knows, was created in a
// newer UI. Terraform imports it without a change and renames it; in the cloud's memory, nothing but the name has changed.
func TestAccNotificationRule_unknownInEmulator(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, acctest.WithQuirks("unknown-enums,unknown-fields"))
	seed(t, cloud, emulator.Organization{Rules: []emulator.Rule{{
		ID: "ui-1", Name: "Made in the UI", RuleType: "all", Status: "snoozed", Extra: emulator.Extra{"priority": json.RawMessage(`7`)},
		Customization: &emulator.Customization{Type: "banner", Extra: emulator.Extra{"color": json.RawMessage(`"red"`)}},
		Recipients: []emulator.Recipient{
			{
				Type: "email", Email: "dq@example.com", Extra: emulator.Extra{"muted": json.RawMessage(`true`)},
				Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "critical"}, {Type: "anomaly", Extra: emulator.Extra{"sensitivity": json.RawMessage(`0.75`)}}},
			},
			{Type: "pagerDuty", Extra: emulator.Extra{"service": json.RawMessage(`"P7X2"`)}, Triggers: []emulator.Trigger{{Type: "anomaly"}}},
		},
	}}})
	held := func() string {
		rules := cloud.Rules()
		if len(rules) != 1 {
			t.Fatalf("got %d rules", len(rules))
		}
		rules[0].UpdatedAt = rules[0].CreatedAt
		raw, err := json.Marshal(rules[0])
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	before := held()
	for _, part := range []string{`"all"`, `"snoozed"`, `"banner"`, `"color"`, `"pagerDuty"`, `"anomaly"`, `"extraFields"`} {
		if !strings.Contains(before, part) {
			t.Fatalf("the cloud holds nothing unknown: %s", before)
		}
	}
	cli := acctest.NewCLI(t, map[string]string{"main.tf": "import {\n  to = soda_notification_rule.newer\n  id = \"ui-1\"\n}\n"}, cloud.Env()...)
	expectText(t, cli.MustRun("plan", "-no-color", "-generate-config-out=generated.tf"), "1 to import, 0 to add, 0 to change", `the customization type "banner"`)
	expectText(t, cli.MustRun("apply", "-no-color", "-auto-approve"), "1 imported, 0 added, 0 changed")
	cli.ExpectEmptyPlan()
	if got := cloud.Calls("updateNotificationRule"); got != 0 {
		t.Errorf("the import made %d updates", got)
	}
	cli.Write("generated.tf", strings.Replace(cli.Read("generated.tf"), `"Made in the UI"`, `"Renamed"`, 1))
	cli.MustRun("apply", "-no-color", "-auto-approve")
	cli.ExpectEmptyPlan()
	if got, want := held(), strings.Replace(before, `"Made in the UI"`, `"Renamed"`, 1); got != want {
		t.Errorf("the cloud holds\n%s\nwant\n%s", got, want)
	}
	for value, other := range map[string]string{`"all"`: `"each"`, `"snoozed"`: `"dreaming"`, `"banner"`: `"poster"`} {
		now := cli.Read("generated.tf")
		cli.Write("generated.tf", strings.Replace(now, value, other, 1))
		if out, status := cli.Run("plan", "-no-color"); status != 1 || !strings.Contains(acctest.Unwrapped(out), "The rule does not have this value in Soda Cloud") {
			t.Errorf("%s, which nobody knows: got status %d:\n%s", other, status, out)
		}
		cli.Write("generated.tf", now)
	}
}
