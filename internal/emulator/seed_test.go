package emulator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func TestSeedFile(t *testing.T) {
	for name, tc := range map[string]struct{ file, want string }{
		"JSON":                    {`{"rules":[{"name":"r","ruleType":"check","recipients":[]}]}`, ""},
		"YAML":                    {"rules:\n- {name: r, ruleType: check, recipients: []}\n", ""},
		"a key nobody knows":      {"users: []\nrulez: []", "seed:2: /rulez: there is no such key"},
		"a wrong key, deep":       {"rules:\n- name: r\n  recipients:\n  - emial: x\n", "seed:4: /rules/0/recipients/0/emial"},
		"a wrong rule type":       {"rules:\n- name: r\n  recipients: []\n  ruleType: czech\n", "seed:4: /rules/0/ruleType: value is not one of"},
		"a level nobody knows":    {"rules: [{name: r, ruleType: check, recipients: [{type: email, email: a, triggers: [{type: testResultLevel, level: bad}]}]}]", "/rules/0/recipients/0/triggers/0/level"},
		"no rule type":            {"rules: [{name: r, recipients: []}]", "seed:1: /rules/0/ruleType"},
		"a webhook with no URL":   {"webhooks: [{name: w, scopes: []}]", "/webhooks/0/url"},
		"a user nobody knows":     {"users: [{userId: a, email: a}]\nrules: [{name: r, ruleType: check, recipients: [{type: user, userId: b, triggers: []}]}]", `seed:2: /rules/0/recipients/0: rule "r": /recipients/0: no user`},
		"a group nobody knows":    {"userGroups: [{userGroupId: a, name: a}]\nrules: [{name: r, ruleType: check, recipients: [{type: userGroup, userGroupId: b, triggers: []}]}]", "no user group"},
		"not YAML":                {"{", "yaml"},
		"an integration nowhere":  {"rules:\n- name: r\n  ruleType: check\n  recipients:\n  - {type: integration, integrationId: i, triggers: []}\n", `seed:5: /rules/0/recipients/0: rule "r": /recipients/0: no integration`},
		"an id twice":             {"rules: [{id: i, name: a, ruleType: check, recipients: []}, {id: i, name: b, ruleType: check, recipients: []}]", `rule "b": the id "i"`},
		"a webhook without https": {"webhooks: [{name: w, url: 'http://x.example', scopes: []}]", `seed:1: /webhooks/0/url: webhook "w": /url`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "seed")
			if err := os.WriteFile(path, []byte(tc.file), 0o600); err != nil {
				t.Fatal(err)
			}
			e := emulator.New(emulator.Options{})
			err := e.SeedFile(path)
			if tc.want == "" && (err != nil || len(e.Rules()) != 1 || e.Rules()[0].Status != "active") {
				t.Errorf("got %v and rules %v, want one active rule", err, e.Rules())
			}
			if tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got %v, want an error with %q", err, tc.want)
			}
		})
	}
}

func TestDirectory(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	err := c.Seed(emulator.Organization{
		Users:      []emulator.User{{UserID: "z", Email: "z@example.com", FullName: "Zoe"}, {UserID: "a", Email: "a@example.com", FullName: "Abe"}},
		UserGroups: []emulator.UserGroup{{UserGroupID: "2", Name: "Sales"}, {UserGroupID: "1", Name: "Finance data"}},
		Datasets: []emulator.Dataset{
			{ID: "3", Name: "orders", Datasource: &emulator.DatasetDatasource{Name: "pg"}},
			{ID: "2", Name: "orders", Label: "b", Datasource: &emulator.DatasetDatasource{Name: "bq"}},
			{ID: "a/b", Name: "items"},
		},
		Datasources:  []emulator.Datasource{{ID: "1", Name: "pg_books"}, {ID: "2", Name: "bq_books"}},
		Integrations: []emulator.Integration{{ID: "2", Type: "slack", Name: "Books"}, {ID: "3", Type: "msTeams", Name: "T"}, {ID: "1", Type: "slack"}},
		Webhooks:     []emulator.Webhook{{ID: "9", Name: "hook", URL: "https://x.example"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]string{
		"/api/v1/userGroups":                "Finance data Sales",
		"/api/v1/userGroups?search=FDATA":   "Finance data",
		"/api/v1/datasets":                  "items orders orders",
		"/api/v1/datasources?search=PG_":    "pg_books",
		"/api/v1/datasources?search=pgb":    "",
		"/api/v1/notificationIntegrations":  "T  Books hook",
		"/api/v1/datasets?search=rds&page=": "",
	} {
		if strings.HasSuffix(target, "page=") {
			c.refused("GET", target, "", 400, "page")
			continue
		}
		if got := c.must("GET", target, "").names(); got != want {
			t.Errorf("%s: got %q, want %q", target, got, want)
		}
	}
	if r := c.must("GET", "/api/v1/users?search=z@", ""); !strings.Contains(r.raw, "Zoe") || strings.Contains(r.raw, "Abe") {
		t.Errorf("got %s, want Zoe only", r.raw)
	}
	if r := c.must("GET", "/api/v1/datasets/a%2Fb", ""); r.json["name"] != "items" {
		t.Errorf("got %s, want the dataset whose id has a slash", r.raw)
	}
	c.refused("GET", "/api/v1/datasets/nix", "", 404, `"nix"`)
	if r := c.must("POST", rulesPath, ruleBody("r", "2")); r.json["ownerId"] != "z" {
		t.Errorf("got owner %v, want the first user of the seed", r.json["ownerId"])
	}
}
