package doctor_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/doctor"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
)

// cloud starts an emulator without limits that deletes at once.
func cloud(t *testing.T, set ...func(*emulator.Options)) *emulator.Server {
	t.Helper()
	o := emulator.Options{Limits: emulator.LimitsOff}
	for _, f := range set {
		f(&o)
	}
	e, err := emulator.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

func options(host string, write bool) doctor.Options {
	from := func(text string) settings.Value {
		return settings.Value{Text: text, Source: "the environment variable X"}
	}
	return doctor.Options{
		Settings: settings.Settings{Host: from(host), APIKeyID: from(emulator.DefaultAPIKeyID), APIKeySecret: from(emulator.DefaultAPIKeySecret)},
		Write:    write, Patience: 3 * time.Second, Pause: 20 * time.Millisecond,
	}
}

func examine(t *testing.T, host string, write bool) *doctor.Report {
	t.Helper()
	report, err := doctor.Examine(t.Context(), options(host, write))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func ids(r *doctor.Report) (found []string) {
	for _, f := range r.Findings {
		found = append(found, f.ID)
	}
	return found
}

// A Soda Cloud that keeps to the contract gets a clean bill, and nothing stays in it.
func TestExamine_clean(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(*emulator.Options){
		"by default":            func(*emulator.Options) {},
		"without integrations":  func(o *emulator.Options) { o.NoIntegrations = true },
		"deletes that lag":      func(o *emulator.Options) { o.DeleteDelay = 200 * time.Millisecond },
		"limits that are hit":   func(o *emulator.Options) { o.Limits = 100 },
		"masked header values":  func(o *emulator.Options) { o.HeaderValues = emulator.HeaderValuesMask },
		"omitted header values": func(o *emulator.Options) { o.HeaderValues = emulator.HeaderValuesOmit },
	} {
		for _, write := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, write %t", name, write), func(t *testing.T) {
				t.Parallel()
				e := cloud(t, set)
				report := examine(t, e.URL, write)
				if !report.Clean() || !report.Healthy() || report.LeftBehind != 0 {
					t.Errorf("got findings %v", report.Findings)
				}
				for _, f := range report.Verdict {
					unoffered := name == "without integrations" && f.Feature == "manage webhook integrations"
					untried := !write && strings.HasPrefix(f.Feature, "create")
					if want := map[bool]doctor.Works{true: "yes"}[!unoffered && !untried]; want != "" && f.Works != want || unoffered && f.Works != "no" {
						t.Errorf("got %+v", f)
					}
				}
				if wrote := slices.ContainsFunc(e.Requests(), func(r emulator.Request) bool { return r.Method != http.MethodGet }); wrote != write {
					t.Errorf("got writes: %t, want %t", wrote, write)
				}
				if len(e.Rules()) != 0 || len(e.Webhooks()) != 0 {
					t.Errorf("got %d rules and %d webhooks left", len(e.Rules()), len(e.Webhooks()))
				}
				if write && len(report.Answers) < 20 {
					t.Errorf("got %d answers: %v", len(report.Answers), report.Answers)
				}
			})
		}
	}
}

// quirkSettings are values and options with which a quirk shows within a test.
var quirkSettings = map[emulator.Quirk]struct {
	value string
	set   func(*emulator.Options)
	key   [2]string // another key than the emulator's default
	also  []string  // findings that come with it
}{
	emulator.OrganizationSpelling: { // stands in refusals
		key: [2]string{emulator.ReadOnlyAPIKeyID, emulator.ReadOnlyAPIKeySecret}, also: []string{"no-permission"},
	},
	// Such an object has not only another type, and is not found by its id.
	emulator.OddObjects:   {also: []string{"contract", "refuse-fields", "unknown-enums", "unknown-fields"}},
	emulator.Delete404:    {also: []string{"left-behind"}},
	emulator.UnknownEnums: {also: []string{"unknown-fields"}}, // what is of an unknown type has fields of its own
	emulator.RefuseFields: { // shows only where there are such fields
		set:  func(o *emulator.Options) { o.Quirks[emulator.UnknownFields] = "" },
		also: []string{"unknown-fields"},
	},
	emulator.ListLag:    {value: "200ms"},
	emulator.RetryAfter: {value: "1", set: func(o *emulator.Options) { o.Limits = 100 }},
}

// Each quirk of the emulator is named, and no other.
func TestExamine_quirks(t *testing.T) {
	t.Parallel()
	for _, quirk := range emulator.QuirkTable() {
		t.Run(string(quirk.Name), func(t *testing.T) {
			t.Parallel()
			with := quirkSettings[quirk.Name]
			e := cloud(t, func(o *emulator.Options) {
				o.Quirks = emulator.Quirks{quirk.Name: with.value}
				if with.set != nil {
					with.set(o)
				}
			})
			o := options(e.URL, true)
			if with.key[0] != "" {
				o.Settings.APIKeyID.Text, o.Settings.APIKeySecret.Text = with.key[0], with.key[1]
			}
			report, err := doctor.Examine(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			want := slices.Sorted(slices.Values(append(with.also, string(quirk.Name))))
			if got := slices.Sorted(slices.Values(ids(report))); !slices.Equal(got, want) {
				t.Errorf("got findings %v, want %v", got, want)
			}
			if text := report.Markdown(); !strings.Contains(text, "**"+string(quirk.Name)+"**") {
				t.Errorf("the report does not name the quirk:\n%s", text)
			}
			if left := len(e.Rules()) + len(e.Webhooks()); (left > 0) != (report.LeftBehind > 0) || (left > 0) != slices.Contains(want, "left-behind") {
				t.Errorf("got %d objects left, %d in the report", left, report.LeftBehind)
			}
		})
	}
}

// An examination that is interrupted at any call removes what it has created.
func TestExamine_interrupted(t *testing.T) {
	t.Parallel()
	all := cloud(t)
	examine(t, all.URL, true)
	for n := 1; n < len(all.Requests()); n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			e := cloud(t)
			reached := e.FailCall(n, emulator.Fault{Kind: emulator.Truncate})
			go func() {
				<-reached
				cancel()
			}()
			if _, err := doctor.Examine(ctx, options(e.URL, true)); err != nil {
				t.Fatal(err)
			}
			if len(e.Rules())+len(e.Webhooks()) != 0 {
				t.Errorf("got %d rules and %d webhooks left", len(e.Rules()), len(e.Webhooks()))
			}
		})
	}
}

// The report holds nothing of the organization.
func TestReport_canaries(t *testing.T) {
	t.Parallel()
	var canaries []string
	canary := func() string {
		canaries = append(canaries, fmt.Sprintf("canary%02dx", len(canaries)))
		return canaries[len(canaries)-1]
	}
	e := cloud(t, func(o *emulator.Options) { o.APIKeyID, o.APIKeySecret = canary(), canary() })
	text := canary()
	recipient := func(r emulator.Recipient) emulator.Recipient {
		r.Triggers = []emulator.Trigger{{Type: "testResultLevel", Level: "critical"}}
		return r
	}
	slack, hook := canary(), canary()
	organization := emulator.Organization{
		Name:         canary(),
		Users:        []emulator.User{{UserID: canary(), Email: canary() + "@" + canary() + ".example", FirstName: canary(), LastName: canary(), FullName: canary()}},
		UserGroups:   []emulator.UserGroup{{UserGroupID: canary(), Name: canary()}},
		Datasets:     []emulator.Dataset{{ID: canary(), Name: canary(), Label: canary(), QualifiedName: canary(), Datasource: &emulator.DatasetDatasource{Name: canary(), Label: canary()}}},
		Datasources:  []emulator.Datasource{{ID: canary(), Name: canary(), Label: canary()}},
		Attributes:   []emulator.Attribute{{ID: canary(), Name: canary(), Label: canary(), ResourceType: "check", Type: "text", Description: canary()}},
		Integrations: []emulator.Integration{{ID: slack, Type: "slack", Name: canary(), Channels: []string{canary()}}},
		Webhooks: []emulator.Webhook{{
			ID: hook, Name: canary(), URL: "https://" + canary() + ".example/" + canary(), Scopes: []string{"alert_notification"},
			Headers: []emulator.Header{{Name: canary(), Value: canary()}},
		}},
		Rules: []emulator.Rule{{
			ID: canary(), Name: canary(), RuleType: "check", Filter: &emulator.Filter{Type: "equals", Field: &emulator.FilterField{Field: "checkName"}, Value: &text},
			Recipients:    []emulator.Recipient{recipient(emulator.Recipient{Type: "email", Email: canary() + "@x.example"}), recipient(emulator.Recipient{Type: "integration", IntegrationID: slack, IntegrationChannel: canary()})},
			Customization: &emulator.Customization{Type: "minimal", Message: new(canary())},
		}},
	}
	if err := e.Seed(organization); err != nil {
		t.Fatal(err)
	}
	o := options(e.URL, true)
	o.Settings.APIKeyID = settings.Value{Text: canaries[0], Source: fmt.Sprintf("the profile %q of ~/.soda/credentials", canary())}
	o.Settings.APIKeySecret = settings.Value{Text: canaries[1], Source: o.Settings.APIKeyID.Source}
	report, err := doctor.Examine(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	if len(canaries) < 40 {
		t.Fatalf("got %d canaries, want 40", len(canaries))
	}
	t.Logf("%d canaries", len(canaries))
	for _, where := range []string{string(encoded), report.Markdown()} {
		for _, c := range append(canaries, "127.0.0.1") {
			if strings.Contains(where, c) {
				t.Errorf("the report has %s", c)
			}
		}
	}
	if report.KeyFrom != "profile" || report.Calls[0].Objects == nil || *report.Calls[0].Objects != 1 {
		t.Errorf("got %+v, want an examination of the organization", report)
	}
}
