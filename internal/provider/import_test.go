package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// newImportable has rules and webhooks, some of whose names another tool wrote with decomposed letters.
func newImportable(t *testing.T) *acctest.Cloud {
	t.Helper()
	cloud := acctest.NewCloud(t)
	o := emulator.Organization{}
	for id, name := range map[string]string{"r-1": "Payments / EU: failed", "r-2": "twin", "r-3": "twin", "r-4": "cafe\u0301", "r-5": "r-4"} {
		o.Rules = append(o.Rules, emulator.Rule{ID: id, Name: name, RuleType: "check", Status: "active", Recipients: []emulator.Recipient{
			{Type: "email", Email: "dq@example.com", Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "critical"}}},
		}})
	}
	for id, name := range map[string]string{"w-1": "pager", "w-2": "cafe\u0301"} {
		o.Webhooks = append(o.Webhooks, emulator.Webhook{ID: id, Name: name, URL: "https://events.example.com/soda", Scopes: []string{"incidents"}})
	}
	if err := cloud.Seed(o); err != nil {
		t.Fatal(err)
	}
	return cloud
}

// An import that finds no object says what the text is instead, with the block to paste; and it writes nothing.
func TestImport_errors(t *testing.T) {
	t.Parallel()
	cloud := newImportable(t)
	p := acctest.NewProtocol(t, cloud)
	for name, tc := range map[string]struct {
		resource string
		req      tfprotov6.ImportResourceStateRequest
		want     []string
	}{
		"a bare name":                   {ruleType, tfprotov6.ImportResourceStateRequest{ID: "Payments / EU: failed"}, []string{"has that name", `id = "name:Payments / EU: failed"`}},
		"a bare name, decomposed":       {ruleType, tfprotov6.ImportResourceStateRequest{ID: "café"}, []string{"has that name", `id = "name:café"`}},
		"a bare name of a webhook":      {webhookType, tfprotov6.ImportResourceStateRequest{ID: "pager"}, []string{"has that name", `to = soda_webhook_integration.ADDRESS`, `id = "name:pager"`}},
		"a bare name of two":            {ruleType, tfprotov6.ImportResourceStateRequest{ID: "twin"}, []string{"2 objects", "r-2", "r-3"}},
		"a webhook's id for a rule":     {ruleType, tfprotov6.ImportResourceStateRequest{ID: "w-1"}, []string{`webhook integration "pager"`, `to = soda_webhook_integration.ADDRESS`, `id = "w-1"`}},
		"a rule's id for a webhook":     {webhookType, tfprotov6.ImportResourceStateRequest{ID: "r-1"}, []string{`notification rule "Payments / EU: failed"`, `to = soda_notification_rule.ADDRESS`}},
		"nothing's id":                  {ruleType, tfprotov6.ImportResourceStateRequest{ID: "x"}, []string{`No notification rule has the id "x"`, "name:NAME"}},
		"white space":                   {ruleType, tfprotov6.ImportResourceStateRequest{ID: " \n"}, []string{"Specify an id"}},
		"a name of nothing":             {ruleType, tfprotov6.ImportResourceStateRequest{ID: "name: "}, []string{"Specify an id"}},
		"a name that none has":          {ruleType, tfprotov6.ImportResourceStateRequest{ID: "name:Twin"}, []string{`no notification rule with the name "Twin"`, "case-sensitive"}},
		"a name in another form":        {webhookType, tfprotov6.ImportResourceStateRequest{ID: "name:Pager"}, []string{`no webhook integration with the name "Pager"`}},
		"an identity with a name":       {ruleType, tfprotov6.ImportResourceStateRequest{Identity: p.Identity("name:twin")}, []string{"an identity accepts only an id", `id = "name:twin"`}},
		"an empty identity":             {webhookType, tfprotov6.ImportResourceStateRequest{Identity: p.Identity("")}, []string{"The id in the identity is empty", `id = "name:NAME"`}},
		"an identity with a bare name":  {webhookType, tfprotov6.ImportResourceStateRequest{Identity: p.Identity("pager")}, []string{"has that name", `id = "name:pager"`}},
		"an identity with another's id": {ruleType, tfprotov6.ImportResourceStateRequest{Identity: p.Identity("w-2")}, []string{"webhook integration", `id = "w-2"`}},
		"an identity of nothing":        {ruleType, tfprotov6.ImportResourceStateRequest{Identity: p.Identity("gone")}, []string{`No notification rule has the id "gone"`}},
	} {
		tc.req.TypeName = tc.resource
		got, err := p.ImportResourceState(t.Context(), &tc.req)
		if err != nil || len(got.Diagnostics) != 1 {
			t.Errorf("%s: got %+v, %v, want one error", name, got, err)
			continue
		}
		for _, want := range tc.want {
			if !strings.Contains(got.Diagnostics[0].Detail, want) {
				t.Errorf("%s: got %q, want %q", name, got.Diagnostics[0].Detail, want)
			}
		}
	}
	if calls := slices.Sorted(maps.Keys(cloud.AllCalls())); slices.ContainsFunc(calls, func(call string) bool { return !strings.HasPrefix(call, "list") }) {
		t.Errorf("got the calls %v, want lists only", calls)
	}
}

// An id goes before a name that reads the same, and a name is found however its letters are composed.
func TestImport_found(t *testing.T) {
	t.Parallel()
	cloud := newImportable(t)
	for text, want := range map[string]string{"r-4": "r-4", " r-1\n": "r-1", "name:r-4": "r-5", "name:café": "r-4", "name:cafe\u0301": "r-4", "name:Payments / EU: failed": "r-1"} {
		p := acctest.NewProtocol(t, cloud)
		_, found, diagnostics := p.Import(t.Context(), ruleType, &tfprotov6.ImportResourceStateRequest{ID: text})
		if got := p.IdentityID(found.Identity); got != want || len(diagnostics) > 0 {
			t.Errorf("%q: got %s, %v, want %s", text, got, diagnostics, want)
		}
	}
}
