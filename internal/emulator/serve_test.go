package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// Every operation of the contract answers 200 at least once; the emulator has held each answer to the contract.
func TestEveryOperation(t *testing.T) {
	for name, shuffle := range map[string]uint64{"as they are": 0, "shuffled": 7} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, emulator.Options{Shuffle: shuffle})
			if err := c.SeedFile("../../cmd/soda-emulator/seed.example.json"); err != nil {
				t.Fatal(err)
			}
			hook := c.webhook("w", receiver(t, func(http.ResponseWriter, *http.Request) {}).URL)
			rule := c.rule("r", hook)
			c.must("POST", webhooksPath+"/"+hook+"/test", `{"event":"checkEvaluation"}`)
			c.must("POST", rulesPath+"/"+rule, ruleBody("renamed", ""))
			c.must("POST", webhooksPath+"/"+hook, `{"name":"w","url":"https://x.example","scopes":[]}`)
			for _, path := range []string{
				rulesPath, webhooksPath, "/api/v1/notificationIntegrations", "/api/v1/users", "/api/v1/userGroups",
				"/api/v1/datasets", "/api/v1/datasets/1f6d83a2-77c4-4b0e-9a86-3b8e2cf40001", "/api/v1/datasources", "/api/v1/attributes", "/api/v1/checks", "/api/v1/test-login",
			} {
				c.must("GET", path, "")
			}
			c.must("DELETE", rulesPath+"/"+rule, "")
			c.must("DELETE", webhooksPath+"/"+hook, "")
			for _, o := range contract.Operations() {
				if got := c.Calls(o.ID); got != 1 {
					t.Errorf("%s: got %d calls, want 1", o.ID, got)
				}
			}
		})
	}
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	for name, tc := range map[string]struct {
		id, secret string
		want       int
	}{
		"right":        {emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret, 200},
		"wrong secret": {emulator.DefaultAPIKeyID, "x", 401},
		"wrong id":     {"x", emulator.DefaultAPIKeySecret, 401},
		"none":         {"", "", 401},
	} {
		t.Run(name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.URL+rulesPath, nil)
			if err != nil {
				t.Fatal(err)
			}
			if tc.id != "" {
				req.SetBasicAuth(tc.id, tc.secret)
			}
			r, err := c.do(req)
			if err != nil {
				t.Fatal(err)
			}
			if r.status != tc.want || r.json == nil || r.header.Get("X-Soda-Trace-Id") == "" {
				t.Errorf("got %d %s with trace %q, want %d, JSON and a trace id", r.status, r.raw, r.header.Get("X-Soda-Trace-Id"), tc.want)
			}
		})
	}
}

func TestUnknownPath(t *testing.T) {
	t.Parallel()
	on, off := start(t, emulator.Options{}), start(t, emulator.Options{NoIntegrations: true})
	if err := off.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{Name: "w", URL: "https://x.example"}}}); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		cloud        cloud
		method, path string
		html         bool
	}{
		"unknown path":            {on, "GET", "/api/v1/nothing", true},
		"unknown method":          {on, "PUT", rulesPath, true},
		"no rule by id":           {on, "GET", rulesPath + "/r", true},
		"webhooks on":             {on, "GET", webhooksPath, false},
		"webhooks off":            {off, "GET", webhooksPath, true},
		"create off":              {off, "POST", webhooksPath, true},
		"test off":                {off, "POST", webhooksPath + "/w/test", true},
		"the look-up stays":       {off, "GET", "/api/v1/notificationIntegrations", false},
		"notification rules stay": {off, "GET", rulesPath, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := tc.cloud.call(tc.method, tc.path, "")
			if html := strings.HasPrefix(r.raw, "<"); html != tc.html || r.status != 200 {
				t.Errorf("got %d %.20q, want 200 and HTML %t", r.status, r.raw, tc.html)
			}
		})
	}
	if names := off.must("GET", "/api/v1/notificationIntegrations", "").names(); names != "w" {
		t.Errorf("got integrations %q, want the webhook made in the UI", names)
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Limits: emulator.LimitsOff})
	var rules []emulator.Rule
	for i := range 25 {
		rules = append(rules, emulator.Rule{Name: fmt.Sprint(i), RuleType: "check"})
	}
	if err := c.Seed(emulator.Organization{Rules: rules}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"":                "names=0 1 2 3 4 5 6 7 8 9 first=true last=false number=0 size=10 total=25 pages=3",
		"?page=2":         "names=20 21 22 23 24 first=false last=true number=2 size=10 total=25 pages=3",
		"?page=1&size=20": "names=20 21 22 23 24 first=false last=true number=1 size=20 total=25 pages=2",
		"?page=9":         "names= first=false last=true number=9 size=10 total=25 pages=3",
	} {
		r := c.must("GET", rulesPath+query, "")
		got := fmt.Sprintf("names=%s first=%v last=%v number=%v size=%v total=%v pages=%v", r.names(), r.json["first"],
			r.json["last"], r.json["number"], r.json["size"], r.json["totalElements"], r.json["totalPages"])
		if got != want {
			t.Errorf("%q: got %s, want %s", query, got, want)
		}
	}
	for _, query := range []string{"?size=9", "?size=1001", "?page=-1", "?size=ten"} {
		c.refused("GET", rulesPath+query, "", 400, "parameter")
	}
	if r := c.must("GET", "/api/v1/users", ""); r.json["size"] != 1000.0 {
		t.Errorf("got size %v, want the default of users", r.json["size"])
	}
}

func TestStart_refusesOtherMachines(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0"} {
		if server, err := emulator.Start(emulator.Options{Addr: addr}); err == nil {
			_ = server.Close()
			t.Errorf("%s: got a server, want an error", addr)
		}
	}
}
