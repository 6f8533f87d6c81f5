package emulator_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// with returns options with the quirks, and without limits.
func with(t *testing.T, quirks string) emulator.Options {
	t.Helper()
	q, err := emulator.ParseQuirks(quirks)
	if err != nil {
		t.Fatal(err)
	}
	return emulator.Options{Limits: emulator.LimitsOff, Quirks: q}
}

// Each quirk says of itself whether its answers are those of the contract: here every call is made, and that is checked.
func TestQuirks_contract(t *testing.T) {
	for _, quirk := range emulator.QuirkTable() {
		t.Run(string(quirk.Name), func(t *testing.T) {
			t.Parallel()
			o := with(t, string(quirk.Name))
			o.DeleteDelay = time.Hour
			c := start(t, o)
			if err := c.SeedFile("../../cmd/soda-emulator/seed.example.json"); err != nil {
				t.Fatal(err)
			}
			broken := c.everyCall()
			if (len(broken) > 0) != quirk.Breaks {
				t.Errorf("got %q against the contract, want some %t", broken, quirk.Breaks)
			}
			if quirk.Text == "" || !strings.HasSuffix(quirk.Text, ".") || quirk.Default != "" && quirk.Values == "" {
				t.Errorf("got %+v, want a sentence, and values where there is a default", quirk)
			}
		})
	}
}

// everyCall makes every call of the contract on the example seed, some of them refused, and returns how answers break it.
func (c cloud) everyCall() (broken []string) {
	c.t.Helper()
	const rule, hook = rulesPath + "/4e7d1a65-c3f2-4980-8b5a-f60e9d7c0002", webhooksPath + "/7f3a9b20-5d18-4e6c-b94f-a1c2d3e40001"
	for _, call := range []struct{ method, path, body string }{
		{"GET", rulesPath, ""},
		{"POST", rulesPath, ruleBody(" Rule ", "")},
		{"POST", rule, ruleBody("renamed", "")},
		{"DELETE", rule, ""},
		{"DELETE", rulesPath + "/nix", ""},
		{"GET", "/api/v1/notificationIntegrations", ""},
		{"GET", webhooksPath, ""},
		{"POST", webhooksPath, withSecrets},
		{"POST", webhooksPath, withSecrets}, // taken
		{"POST", hook, withSecrets},         // taken
		{"POST", hook, `{"name":"renamed","url":"http://127.0.0.1:1/","scopes":[],"headers":[{"name":"A","value":"b"}]}`},
		{"POST", hook + "/test", `{"event":"validate"}`},
		{"DELETE", hook, ""},
		{"GET", "/api/v1/users", ""},
		{"GET", "/api/v1/userGroups", ""},
		{"GET", "/api/v1/datasets", ""},
		{"GET", "/api/v1/datasets/nix", ""},
		{"GET", "/api/v1/datasources", ""},
		{"GET", "/api/v1/attributes", ""},
		{"GET", "/api/v1/checks", ""},
		{"GET", "/api/v1/test-login", ""},
	} {
		r := c.call(call.method, call.path, call.body)
		if r.status == http.StatusOK && strings.HasPrefix(r.raw, "<") {
			continue // an unknown path
		}
		if err := r.held(call.method, call.path); err != nil {
			broken = append(broken, fmt.Sprintf("%s %s: %d %v", call.method, call.path, r.status, err))
		}
	}
	return broken
}

// held holds an answer to the contract.
func (r reply) held(method, path string) error {
	req, err := http.NewRequest(method, "http://localhost"+path, http.NoBody)
	if err != nil {
		return err
	}
	call, err := contract.Route(req)
	if err != nil {
		return err
	}
	return call.ValidateResponse(req.Context(), r.status, r.header, []byte(r.raw))
}

// TestQuirks_guide holds the guide's table to the one here.
func TestQuirks_guide(t *testing.T) {
	want := "<!-- quirks -->\n\n| Quirk | What the emulator does |\n|---|---|\n"
	for _, q := range emulator.QuirkTable() {
		name := "`" + string(q.Name) + "`"
		if q.Lenient {
			name += " *"
		}
		text := q.Text
		if q.Values != "" {
			text += " Value: " + q.Values + " (default: `" + q.Default + "`)."
		}
		want += "| " + name + " | " + text + " |\n"
	}
	want += "\n<!-- end of quirks -->\n"
	guide, err := os.ReadFile("../../templates/guides/emulator-in-ci.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(guide), want) {
		t.Errorf("the guide does not have this table:\n%s", want)
	}
}

func TestParseQuirks(t *testing.T) {
	got, err := emulator.ParseQuirks("duplicates, clock-skew=-1h")
	if want := (emulator.Quirks{emulator.Duplicates: "", emulator.ClockSkew: "-1h"}); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v (%v), want %v", got, err, want)
	}
	lenient, err := emulator.ParseQuirks("lenient,empty-success=204")
	if err != nil || lenient[emulator.EmptySuccess] != "204" {
		t.Errorf("got %v (%v), want what comes last to count", lenient, err)
	}
	for _, quirk := range emulator.QuirkTable() {
		if _, on := lenient[quirk.Name]; on != quirk.Lenient {
			t.Errorf("%s: got %t among the lenient ones, want %t", quirk.Name, on, quirk.Lenient)
		}
	}
	for list, want := range map[string]string{
		"duplicate":             "duplicates, ",
		"duplicates=2":          "takes no value",
		"clock-skew=late":       "duration",
		"empty-success=200":     "turns",
		"retry-after=now":       "past",
		"integrations-path=api": "not a path",
	} {
		if _, err := emulator.ParseQuirks(list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error with %q", list, err, want)
		}
	}
}

func TestSetQuirks(t *testing.T) {
	t.Parallel()
	c := start(t, with(t, "delete-404"))
	id := c.rule("r", "")
	c.refused("DELETE", rulesPath+"/"+id, "", 404, "")
	if got := c.must("GET", rulesPath, "").names(); got != "r" || len(c.Rules()) != 1 {
		t.Errorf("got %q listed, want the rule to stay", got)
	}
	c.SetQuirks(nil)
	c.must("DELETE", rulesPath+"/"+id, "")
	defer func() {
		if recover() == nil {
			t.Error("want a panic for a quirk that does not exist")
		}
	}()
	c.SetQuirks(emulator.Quirks{"nix": ""})
}
