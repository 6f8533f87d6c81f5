package notification_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// What the organization tells about a recipient is checked at plan.
func TestAccPlan_crossChecks(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	seed(t, cloud, emulator.Organization{
		Integrations: organization.Integrations,
		Webhooks:     []emulator.Webhook{{ID: "webhook-1", Name: "incidents", URL: "https://example.com", Scopes: []string{"incidents"}}},
		Rules:        []emulator.Rule{{ID: "rule-1", Name: "taken", RuleType: "check", Status: "active"}},
		Users:        []emulator.User{{UserID: "user-1", Email: "a@example.com"}},
		UserGroups:   []emulator.UserGroup{{UserGroupID: "group-1", Name: "finance"}},
		Datasets:     []emulator.Dataset{{ID: "dataset-1", Name: "orders"}},
		Datasources:  []emulator.Datasource{{ID: "source-1", Name: "postgres"}},
	})
	for name, tc := range map[string]struct {
		rule   string
		status int
		want   string
	}{
		"an integration that is not there": {`name = "a", recipients = [{ integration_id = "nobody", levels = ["critical"] }]`, 1, `No such integration`},
		"a name in place of an id":         {`name = "a", recipients = [{ integration_id = "incidents", levels = ["critical"] }]`, 1, `by its name, "incidents". Use its id, "webhook-1"`},
		"a webhook without the scope":      {`name = "a", recipients = [{ integration_id = "webhook-1", levels = ["critical"] }]`, 0, `"incidents" (id webhook-1), but it lacks the scope alert_notification`},
		"a channel that is not configured": {`name = "a", recipients = [{ integration_id = "slack-1", channel = "#dta", levels = ["critical"] }]`, 0, `has these channels: #data, #alerts`},
		"a user that is not there":         {`name = "a", recipients = [{ user_id = "nobody", levels = ["critical"] }]`, 0, `No such user`},
		"a group that is not there":        {`name = "a", recipients = [{ user_group_id = "nobody", levels = ["critical"] }]`, 0, `user_group_id has the id "nobody", but this API key can see no user group`},
		"a dataset that is not there":      {`name = "a", filter = { or = [{ field = "datasetId", in = ["dataset-1", "nowhere"] }, { field = "checkName", equals = "x" }] }, recipients = [{ user_id = "user-1", levels = ["critical"] }]`, 0, `datasetId has the id "nowhere"`},
		"a datasource that is not there":   {`name = "a", filter = { not = { field = "datasourceId", equals = "nowhere" } }, recipients = [{ user_id = "user-1", levels = ["critical"] }]`, 0, `No such datasource`},
		"a name that is taken":             {`name = "taken", recipients = [{ email = "dq@example.com", levels = ["critical"] }]`, 0, `to = soda_notification_rule.ADDRESS id = "rule-1"`},
		"a filter on checks of a monitor":  {`name = "a", rule_type = "monitor", filter = { not = { field = "checkName", equals = "x" } }, recipients = [{ email = "dq@example.com", levels = ["critical"] }]`, 0, `The filter uses checkName`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rule := tc.rule
			if !strings.Contains(rule, "rule_type") {
				rule += `, rule_type = "check"`
			}
			body := "resource \"soda_notification_rule\" \"x\" {\n" + strings.NewReplacer(", recipients", "\nrecipients", ", rule_type", "\nrule_type", ", filter", "\nfilter").Replace(rule) + "\n}\n"
			cli := acctest.NewCLI(t, map[string]string{"main.tf": body}, cloud.Env()...)
			out, status := cli.Run("plan", "-no-color")
			if status != tc.status || !strings.Contains(acctest.Unwrapped(out), tc.want) {
				t.Errorf("got status %d, want %d and %q in:\n%s", status, tc.status, tc.want, out)
			}
		})
	}
}

// What the organization has is asked for once, however many rules and ids there are; and ids that exist are not warned of.
func TestPlan_sharedLookups(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	seed(t, cloud, emulator.Organization{
		Users:       []emulator.User{{UserID: "user-1", Email: "a@example.com"}},
		UserGroups:  []emulator.UserGroup{{UserGroupID: "group-1", Name: "finance"}},
		Datasets:    []emulator.Dataset{{ID: "dataset-1", Name: "orders"}},
		Datasources: []emulator.Datasource{{ID: "source-1", Name: "postgres"}},
	})
	p := acctest.NewProtocol(t, cloud)
	for range 20 {
		config := ruleWith(p, object(map[string]tftypes.Value{"and": tuple(
			object(map[string]tftypes.Value{"field": text("datasetId"), "equals": text("dataset-1")}),
			object(map[string]tftypes.Value{"field": text("datasourceId"), "in": tuple(text("source-1"))}),
		)}), map[string]tftypes.Value{"user_id": text("user-1"), "levels": texts("critical")}, map[string]tftypes.Value{"user_group_id": text("group-1"), "levels": texts("critical")})
		expectClean(t, p.ValidateAndPlan(t.Context(), ruleType, config, nil), config)
	}
	for _, call := range []string{"listUsers", "listUserGroups", "listDatasets", "listDatasources"} {
		if got := cloud.Calls(call); got != 1 {
			t.Errorf("got %d calls of %s, want 1", got, call)
		}
	}
}

// Whatever the look-ups that only advise come to, the plan goes on, with a warning.
func TestPlan_advisoryCallsFail(t *testing.T) {
	t.Parallel()
	for operation, recipient := range map[string]map[string]tftypes.Value{
		"listNotificationIntegrations": {"integration_id": text("slack-1"), "levels": texts("critical")},
		"listUsers":                    {"user_id": text("user-1"), "levels": texts("critical")},
	} {
		for name, fault := range map[string]emulator.Fault{
			"400":                    {Kind: emulator.Refuse, Status: 400},
			"401":                    {Kind: emulator.Refuse, Status: 401},
			"403":                    {Kind: emulator.Refuse, Status: 403},
			"410":                    {Kind: emulator.Refuse, Status: 410},
			"500":                    {Kind: emulator.Refuse, Status: 500},
			"a page with status 403": {Kind: emulator.Refuse, Status: 403, HTML: true},
			"a page with status 200": {Kind: emulator.NotJSON},
			"429":                    {Kind: emulator.Refuse, Status: 429, RetryAfter: "0"},
			"429 for an hour":        {Kind: emulator.Refuse, Status: 429, RetryAfter: "3600"},
			"an empty object":        {Kind: emulator.Refuse, Status: 200, Body: "{}"},
			"an empty list":          {Kind: emulator.Refuse, Status: 200, Body: "[]"},
			"null":                   {Kind: emulator.Refuse, Status: 200, Body: "null"},
			"content of null":        {Kind: emulator.Refuse, Status: 200, Body: `{"content":null}`},
			"content of numbers":     {Kind: emulator.Refuse, Status: 200, Body: `{"content":[1],"totalElements":1,"last":true}`},
		} {
			t.Run(operation+": "+name, func(t *testing.T) {
				t.Parallel()
				cloud := acctest.NewCloud(t)
				seed(t, cloud, emulator.Organization{Integrations: organization.Integrations, Users: []emulator.User{{UserID: "user-1", Email: "a@example.com"}}})
				fault.Next = 100
				cloud.FailNext(operation, fault)
				p := acctest.NewProtocol(t, cloud)
				config := ruleWith(p, tftypes.NewValue(tftypes.DynamicPseudoType, nil), recipient)
				diagnostics := p.ValidateAndPlan(t.Context(), ruleType, config, nil)
				if operation == "listNotificationIntegrations" && fault.Kind == emulator.NotJSON { // a page: the list is not there
					if len(diagnostics) > 0 {
						t.Errorf("got %s: %s", diagnostics[0].Summary, diagnostics[0].Detail)
					}
					return
				}
				if len(diagnostics) != 1 || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning || !strings.HasPrefix(diagnostics[0].Summary, "Cannot check that each ") {
					t.Fatalf("got %d diagnostics, want one warning", len(diagnostics))
				}
			})
		}
	}
}

// The apply goes on too.
func TestAccPlan_advisoryCallFails(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	seed(t, cloud, organization)
	cloud.FailNext("listNotificationIntegrations", emulator.Fault{Kind: emulator.Refuse, Status: 403, Next: 1000})
	cli := acctest.NewCLI(t, map[string]string{"main.tf": finance}, cloud.Env()...)
	expectText(t, cli.MustRun("apply", "-no-color", "-auto-approve"), "1 added", "Cannot check that each integration exists")
	cli.ExpectEmptyPlan()
	if got := len(cloud.Rules()); got != 1 {
		t.Errorf("the cloud holds %d rules", got)
	}
}

// ruleWith is the configuration of a rule.
func ruleWith(p *acctest.Protocol, filter tftypes.Value, recipients ...map[string]tftypes.Value) tftypes.Value {
	set := p.ResourceType(ruleType).AttributeTypes["recipients"].(tftypes.Set)
	var elements []tftypes.Value
	for _, r := range recipients {
		elements = append(elements, element(set.ElementType.(tftypes.Object), r))
	}
	return p.Object(ruleType, map[string]tftypes.Value{
		"name": text("a"), "rule_type": text("check"), "filter": filter, "recipients": tftypes.NewValue(set, elements),
	})
}
