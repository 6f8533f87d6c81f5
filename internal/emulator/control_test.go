package emulator_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func TestControl(t *testing.T) {
	t.Parallel()
	o := with(t, "unknown-fields")
	o.Clock = newClock().Now // the times of a new seed are those of the first one
	c := start(t, o)
	if err := c.SeedFile("../../cmd/soda-emulator/seed.example.json"); err != nil {
		t.Fatal(err)
	}
	if r := c.visit("GET", "/health", ""); r.status != 200 || r.json["status"] != "ok" || r.json["rules"] != 2.0 {
		t.Errorf("got %d %s without a key, want that all is well", r.status, r.raw)
	}
	for _, call := range []struct{ method, path string }{{"GET", "/emulator/export"}, {"POST", "/emulator/reset"}} {
		if r := c.visit(call.method, call.path, ""); r.status != 401 || strings.Contains(r.raw, "from-the-ui") {
			t.Errorf("%s: got %d %s without a key, want 401", call.path, r.status, r.raw)
		}
	}
	before := c.must("GET", "/emulator/export", "").raw
	id := c.rule("new", "")
	c.must("DELETE", rulesPath+"/4e7d1a65-c3f2-4980-8b5a-f60e9d7c0002", "")
	changed := c.must("GET", "/emulator/export", "")
	if !strings.Contains(changed.raw, id) || strings.Contains(changed.raw, "Finance tags") {
		t.Errorf("got %s, want what the emulator holds now", changed.raw)
	}
	// What is exported is a seed, and the same again.
	path := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(path, []byte(changed.raw), 0o600); err != nil {
		t.Fatal(err)
	}
	other := start(t, emulator.Options{})
	if err := other.SeedFile(path); err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(changed.raw, "1.50", "1.5") // YAML keeps the number, not how it is written
	if got := other.must("GET", "/emulator/export", "").raw; got != want {
		t.Errorf("got %s from the export, want %s", got, want)
	}
	c.FailNext("listUsers", emulator.Fault{Status: 500})
	c.must("POST", "/emulator/reset", "")
	if got := c.must("GET", "/emulator/export", "").raw; got != before {
		t.Errorf("got %s after the reset, want %s", got, before)
	}
	if c.must("GET", "/api/v1/users", ""); len(c.Requests()) != 1 || c.Calls("createNotificationRule") != 0 {
		t.Errorf("got requests %v, want none from before the reset and none to the emulator itself", c.Requests())
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	var failures []emulator.Failure
	for _, text := range []string{"503:25%:listUsers", "html:50%:listAttributes", "429:listDatasets"} {
		f, err := emulator.ParseFailure(text)
		if err != nil {
			t.Fatal(err)
		}
		failures = append(failures, f)
	}
	c := start(t, emulator.Options{Limits: emulator.LimitsOff, Failures: failures})
	for path, want := range map[string]string{
		"users":       "200 200 200 503 200 200 200 503",
		"attributes":  "200 html 200 html 200 html 200 html",
		"datasets":    "429 429 429 429 429 429 429 429",
		"datasources": "200 200 200 200 200 200 200 200",
	} {
		var got []string
		for range 8 {
			r := c.call(http.MethodGet, "/api/v1/"+path, "")
			if strings.HasPrefix(r.raw, "<") {
				got = append(got, "html")
			} else {
				got = append(got, fmt.Sprint(r.status))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", path, got, want)
		}
	}
	for text, want := range map[string]string{
		"200": "400 to 599", "slow": "reset-before", "503:0%": "percentage", "503:101%": "percentage", "503:createRule": "operation", "": "400 to 599",
	} {
		if _, err := emulator.ParseFailure(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", text, err, want)
		}
	}
}

// Ids of users and groups are held to the seed, where it has any.
func TestRule_people(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	user, group := strings.Replace(ruleBody("r", ""), `"type":"email","email":"a@example.com"`, `"type":"user","userId":"u"`, 1), strings.Replace(ruleBody("r", ""), `"type":"email","email":"a@example.com"`, `"type":"userGroup","userGroupId":"g"`, 1)
	c.must("POST", rulesPath, user)
	c.must("POST", rulesPath, group)
	if err := c.Seed(emulator.Organization{Users: []emulator.User{{UserID: "v"}}, UserGroups: []emulator.UserGroup{{UserGroupID: "h"}}}); err != nil {
		t.Fatal(err)
	}
	c.refused("POST", rulesPath, user, 400, `/recipients/0: no user has the id "u"`)
	c.refused("POST", rulesPath, group, 400, `/recipients/0: no user group has the id "g"`)
	c.must("POST", rulesPath, string(bytes.ReplaceAll([]byte(user), []byte(`"u"`), []byte(`"v"`))))
}
