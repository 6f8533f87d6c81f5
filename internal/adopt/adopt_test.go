package adopt_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/adopt"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

const canary = "c4nary"

func rule(id, name string, to emulator.Recipient) emulator.Rule {
	to.Triggers = []emulator.Trigger{{Type: "testResultLevel", Level: "critical"}}
	return emulator.Rule{ID: id, Name: name, RuleType: "check", Recipients: []emulator.Recipient{to}}
}

func mail() emulator.Recipient { return emulator.Recipient{Type: "email", Email: "dq@example.com"} }

func write(t *testing.T, o emulator.Organization, selection adopt.Selection, options ...func(*emulator.Options)) (*adopt.Configuration, *emulator.Server) {
	t.Helper()
	asked := emulator.Options{Limits: emulator.LimitsOff}
	for _, set := range options {
		set(&asked)
	}
	cloud, err := emulator.Start(asked)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cloud.Close() })
	if err := cloud.Seed(o); err != nil {
		t.Fatal(err)
	}
	id, secret := cloud.Key()
	client, err := settings.Settings{
		Host: settings.Value{Text: cloud.URL}, APIKeyID: settings.Value{Text: id}, APIKeySecret: settings.Value{Text: secret},
	}.Client(soda.Config{})
	if err != nil {
		t.Fatal(err)
	}
	written, err := adopt.Write(t.Context(), client, selection)
	if err != nil {
		t.Fatal(err)
	}
	return written, cloud
}

// expect checks that a file has these texts, and that no file has the canary.
func expect(t *testing.T, written *adopt.Configuration, file string, want ...string) {
	t.Helper()
	for _, text := range want {
		if !strings.Contains(string(written.Files[file]), text) {
			t.Errorf("%s: want %s in:\n%s", file, text, written.Files[file])
		}
	}
	for name, text := range written.Files {
		if strings.Contains(string(text), canary) {
			t.Errorf("%s holds a secret:\n%s", name, text)
		}
	}
}

// An address is made of the name, whatever the name is made of, and each only once.
func TestWrite_addresses(t *testing.T) {
	t.Parallel()
	names := []string{"Finance: gold (EU)", "finance gold eu", "finance_gold_eu_2", "Überwachung für Café", "24x7", "検査", "!!!", "ﬁnance", "İstanbul"}
	var o emulator.Organization
	for i, name := range names {
		o.Rules = append(o.Rules, rule(string(rune('a'+i)), name, mail()))
	}
	written, _ := write(t, o, adopt.Selection{})
	var got []string
	for _, found := range regexp.MustCompile(`(?m)^resource "soda_notification_rule" "(.*)"`).FindAllStringSubmatch(string(written.Files["rules.tf"]), -1) {
		got = append(got, found[1])
	}
	want := []string{"finance", "finance_gold_eu", "finance_gold_eu_2", "finance_gold_eu_2_2", "istanbul", "rule", "rule_24x7", "rule_2", "uberwachung_fur_cafe"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// References stand in place of ids wherever a name finds one object. The others stay ids.
func TestWrite_references(t *testing.T) {
	t.Parallel()
	o := emulator.Organization{
		Users:      []emulator.User{{UserID: "u-1", Email: "Dana@example.com"}},
		UserGroups: []emulator.UserGroup{{UserGroupID: "g-1", Name: "Finance data"}, {UserGroupID: "g-2", Name: "twin"}, {UserGroupID: "g-3", Name: "twin"}},
		Integrations: []emulator.Integration{
			{ID: "i-1", Type: "slack", Name: "Data"}, {ID: "i-2", Type: "msTeams", Name: "Data"}, {ID: "i-3", Type: "slack", Name: "twin"},
			{ID: "i-4", Type: "slack", Name: "twin"}, {ID: "i-5", Type: "msTeams"},
		},
		Webhooks: []emulator.Webhook{
			{ID: "w-1", Name: "pager", URL: "https://events.example.com", Scopes: []string{"alert_notification"}},
			{ID: "w-2", Name: "other", URL: "https://events.example.com", Scopes: []string{"alert_notification"}},
		},
	}
	for id, to := range map[string]emulator.Recipient{
		"r-1": {Type: "user", UserID: "u-1"}, "r-2": {Type: "userGroup", UserGroupID: "g-1"}, "r-3": {Type: "userGroup", UserGroupID: "g-2"},
		"r-4": {Type: "integration", IntegrationID: "i-1", IntegrationChannel: "#data"}, "r-5": {Type: "integration", IntegrationID: "i-3"},
		"r-6": {Type: "integration", IntegrationID: "i-5"}, "r-7": {Type: "integration", IntegrationID: "w-1"}, "r-8": {Type: "integration", IntegrationID: "w-2"},
	} {
		o.Rules = append(o.Rules, rule(id, "p "+id, to))
	}
	written, cloud := write(t, o, adopt.Selection{Names: regexp.MustCompile("^p")})
	expect(t, written, "rules.tf",
		"{ user_id = data.soda_user.dana.id, ", "{ user_group_id = data.soda_user_group.finance_data.id, ", `{ user_group_id = "g-2", `,
		`{ integration_id = data.soda_notification_integration.data.id, channel = "#data", `, `{ integration_id = "i-3", `, `{ integration_id = "i-5", `,
		"{ integration_id = soda_webhook_integration.pager.id, ", "{ integration_id = data.soda_notification_integration.other.id, ")
	expect(t, written, "lookups.tf", "\"soda_notification_integration\" \"data\" {\n  name = \"Data\"\n  type = \"slack\"\n}", "\"other\" {\n  name = \"other\"\n}", `email = "Dana@example.com"`)
	if strings.Contains(string(written.Files["webhooks.tf"]), "other") {
		t.Error("a webhook is written that --names leaves out")
	}
	for call := range cloud.AllCalls() {
		if !strings.HasPrefix(call, "list") {
			t.Errorf("got a call of %s, want lists only", call)
		}
	}
}

// What a plan would hide, and what Soda Cloud does not show, becomes a variable. No value of it is in any file.
func TestWrite_secrets(t *testing.T) {
	t.Parallel()
	o := emulator.Organization{Webhooks: []emulator.Webhook{{
		ID: "w-1", Name: "pager", URL: "https://events.example.com/?token=" + canary, Scopes: []string{"incidents", "alert_notification"}, Secret: canary,
		Headers: []emulator.Header{{Name: "Content-Type", Value: "application/json"}, {Name: "Authorization", Value: "Bearer " + canary}, {Name: "X-Api.Key", Value: canary}, {Name: "X-Empty"}},
	}}}
	written, _ := write(t, o, adopt.Selection{})
	expect(t, written, "webhooks.tf", "url    = var.pager_url", `scopes = ["alert_notification", "incidents"]`, `"Content-Type"  = { value = "application/json" }`,
		`"Authorization" = { secret = var.pager_authorization }`, `"X-Api.Key"     = { secret = var.pager_x_api_key }`, `"X-Empty"       = { value = "" }`, "secret = var.pager_signing_secret")
	expect(t, written, "variables.tf", "variable \"pager_authorization\" {\n  description = \"Header Authorization of the webhook pager\"\n  type        = string\n  sensitive   = true\n}")
	if want := []string{"pager_url", "pager_authorization", "pager_x_api_key", "pager_signing_secret"}; !slices.Equal(written.Secrets, want) {
		t.Errorf("got the variables %q, want %q", written.Secrets, want)
	}
	expectNotes(t, written, `The URL of "pager"`, `signing secret of "pager"`)

	written, _ = write(t, o, adopt.Selection{}, func(o *emulator.Options) { o.HeaderValues = emulator.HeaderValuesMask })
	expect(t, written, "webhooks.tf", `"Content-Type"  = { secret = var.pager_content_type }`)
	expectNotes(t, written, `The URL of "pager"`, `headers of "pager": Authorization, Content-Type, X-Api.Key, X-Empty.`, `signing secret of "pager"`)
}

func expectNotes(t *testing.T, written *adopt.Configuration, want ...string) {
	t.Helper()
	if len(written.Notes) != len(want) {
		t.Errorf("got the notes %q, want %d", written.Notes, len(want))
		return
	}
	for i, note := range written.Notes {
		if !strings.Contains(note, want[i]) || strings.Contains(note, canary) {
			t.Errorf("got the note %q, want %q", note, want[i])
		}
	}
}

// What cannot be configured is left out and named. A list that is not offered leaves ids, or becomes look-ups.
func TestWrite_leftOut(t *testing.T) {
	t.Parallel()
	o := emulator.Organization{
		Rules:    []emulator.Rule{rule("r-1", "kept", emulator.Recipient{Type: "integration", IntegrationID: "w-1"}), rule("r-2", " odd", mail())},
		Webhooks: []emulator.Webhook{{ID: "w-1", Name: "pager", URL: "https://events.example.com", Scopes: []string{"alert_notification"}}},
	}
	written, _ := write(t, o, adopt.Selection{})
	expectNotes(t, written, `The rule " odd" (id r-2) is left out: its name begins or ends with white space`)

	written, _ = write(t, o, adopt.Selection{Names: regexp.MustCompile("kept|pager")}, func(o *emulator.Options) { o.NoIntegrations = true })
	expectNotes(t, written, "Webhooks are left out")
	expect(t, written, "rules.tf", "data.soda_notification_integration.pager.id")
	if written.Rules != 1 || written.Webhooks != 0 || written.Files["webhooks.tf"] != nil {
		t.Errorf("got %d rules and %d webhooks, want the rule", written.Rules, written.Webhooks)
	}

	o.Webhooks, o.Rules = nil, []emulator.Rule{rule("r-1", "kept", mail())}
	written, _ = write(t, o, adopt.Selection{}, func(o *emulator.Options) {
		o.Quirks = emulator.Quirks{emulator.OddObjects: "", emulator.UnknownEnums: ""}
	})
	expect(t, written, "rules.tf", `"kept"`, `status        = "snoozed"`)
	expectNotes(t, written, "The webhook \"\" (id odd) is left out", "The rule \"\" (id odd) is left out",
		`The rule "From a newer Soda Cloud" has parts that this version does not recognize: the rule type "all", the status "snoozed", the `+
			`customization type "banner", a recipient of type "pagerDuty", a trigger of type "anomaly". Updates keep them.`)
}

func TestWrite_withoutDefaults(t *testing.T) {
	t.Parallel()
	first := rule("r-1", "of Soda", mail())
	first.IsDefault = true
	o := emulator.Organization{Rules: []emulator.Rule{first, rule("r-2", "ours", mail())}}
	written, _ := write(t, o, adopt.Selection{WithoutDefaults: true})
	if written.Rules != 1 {
		t.Errorf("got %d rules, want 1", written.Rules)
	}
	expect(t, written, "rules.tf", `"ours"`)
	if got := slices.Sorted(maps.Keys(written.Files)); !slices.Equal(got, []string{"imports.tf", "rules.tf"}) {
		t.Errorf("got the files %q", got)
	}
}
