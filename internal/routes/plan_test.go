package routes_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routes"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// change is a plan that changes one rule.
func change(t *testing.T, before, after, unknown, sensitive string) *routes.Change {
	t.Helper()
	c, err := routes.ReadPlan(fmt.Appendf(nil, `{"format_version": "1.2", "resource_changes": [{
		"address": "soda_notification_rule.a", "mode": "managed", "type": "soda_notification_rule", "name": "a",
		"provider_name": "registry.terraform.io/terraform-provider-soda/soda",
		"change": {"actions": ["update"], "before": %s, "after": %s, "after_unknown": %s, "before_sensitive": %[4]s, "after_sensitive": %[4]s}}]}`,
		before, after, unknown, sensitive))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func written(filter, recipients string) string {
	return fmt.Sprintf(`{"id": "1", "name": "a", "rule_type": "check", "status": "active", "filter": %s, "recipients": [%s]}`, filter, recipients)
}

const (
	nameIs   = `{"field": "checkName", "equals": "%s"}`
	dq       = `{"email": "dq@example.com", "levels": ["critical"]}`
	wholly   = `{"filter": true}`
	oneLeaf  = `{"filter": {"and": [{}, {"equals": true}]}}`
	nothing  = `{}`
	someList = `{"and": [{"field": "datasetTags", "equals": "x"}, {"field": "checkName", "equals": "%s"}]}`
)

// What a plan hides or does not know is never proven, unless it is provably the same; and it is never shown.
func TestReadPlan_masks(t *testing.T) {
	for name, tc := range map[string]struct {
		before, after, unknown, sensitive string
		gains                             filter.Truth
		why                               string
	}{
		"sensitive, the same":      {written(fmt.Sprintf(nameIs, "s3cret"), dq), written(fmt.Sprintf(nameIs, "s3cret"), dq), nothing, wholly, filter.False, ""},
		"sensitive, changed":       {written(fmt.Sprintf(nameIs, "s3cret"), dq), written(fmt.Sprintf(nameIs, "s3cret-2"), dq), nothing, wholly, filter.Unknown, "soda_notification_rule.a.filter (sensitive)"},
		"one leaf is sensitive":    {written(fmt.Sprintf(someList, "s3cret"), dq), written(fmt.Sprintf(someList, "s3cret-2"), dq), nothing, oneLeaf, filter.Unknown, "soda_notification_rule.a.filter.and[1] (sensitive)"},
		"unknown":                  {written(fmt.Sprintf(nameIs, "a"), dq), written("null", dq), wholly, nothing, filter.Unknown, "soda_notification_rule.a.filter (known after apply)"},
		"one leaf is unknown":      {written(fmt.Sprintf(someList, "a"), dq), written(fmt.Sprintf(someList, ""), dq), oneLeaf, nothing, filter.Unknown, "filter.and[1] (known after apply)"},
		"unknown, within the rest": {written(`{"field": "datasetTags", "equals": "x"}`, dq), written(fmt.Sprintf(someList, ""), dq), oneLeaf, nothing, filter.False, ""},
		"unknown status":           {written("null", dq), written("null", dq), `{"status": true}`, nothing, filter.False, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := change(t, tc.before, tc.after, tc.unknown, tc.sensitive)
			d := routing.Diff(c.Before, c.After)
			got := routing.Answer{Truth: filter.False}
			if len(d.Changes) > 0 {
				got = d.Changes[0].Gains
			}
			if got.Truth != tc.gains || !strings.Contains(got.Why(), tc.why) || strings.Contains(got.Why(), "s3cret") {
				t.Errorf("gains: got %v because %s, want %v because %s", got.Truth, got.Why(), tc.gains, tc.why)
			}
		})
	}
}

func TestReadPlan_recipients(t *testing.T) {
	before := written("null", dq)
	for name, tc := range map[string]struct{ after, unknown, sensitive, want string }{
		"unknown target":      {written("null", `{"levels": ["critical"]}`), `{"recipients": [{"user_id": true}]}`, nothing, "soda_notification_rule.a.recipients[0] (known after apply)"},
		"sensitive address":   {written("null", `{"email": "s3cret@example.com", "levels": ["critical"]}`), nothing, `{"recipients": [{"email": true}]}`, "soda_notification_rule.a.recipients[0] (sensitive)"},
		"all sensitive":       {written("null", `{"email": "s3cret@example.com", "levels": ["critical"]}`), nothing, `{"recipients": true}`, "soda_notification_rule.a.recipients[0] (sensitive)"},
		"an id without name":  {written("null", `{"user_group_id": "g-1", "levels": ["critical"]}`), nothing, nothing, "user group g-1"},
		"a channel":           {written("null", `{"integration_id": "i-1", "channel": "#data", "levels": ["critical"]}`), nothing, nothing, "integration i-1 in #data"},
		"a target of the day": {written("null", `{"pigeon": "p-1", "levels": ["critical"]}`), nothing, nothing, "soda_notification_rule.a.recipients[0] (known after apply)"},
	} {
		t.Run(name, func(t *testing.T) {
			c := change(t, before, tc.after, tc.unknown, tc.sensitive)
			if got := c.After[0].Recipients[0].Name; got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// Whoever may be an unknown recipient may gain, and what an unknown recipient may keep is not said to be lost.
func TestReadPlan_openRecipients(t *testing.T) {
	group := `{"user_group_id": "g-1", "levels": ["critical"]}`
	const may = "unknown"
	for name, tc := range map[string]struct {
		before, after, unknown string
		want                   map[string][2]string // gains and loses by recipient
	}{
		"all, new":          {dq, "", `{"recipients": true}`, map[string][2]string{"dq@example.com": {may, may}, "the list": {may, "no"}}},
		"one of some kind":  {dq + "," + group, dq + `, {"levels": ["critical"]}`, `{"recipients": [{}, {"user_group_id": true}]}`, map[string][2]string{"user group g-1": {"no", may}, "the one": {"yes", "no"}}},
		"one of other kind": {dq, `{"levels": ["critical"]}`, `{"recipients": [{"user_id": true}]}`, map[string][2]string{"dq@example.com": {"no", "yes"}, "the one": {"yes", "no"}}},
		"at another level":  {dq, `{"levels": ["warning"]}`, `{"recipients": [{"email": true}]}`, map[string][2]string{"dq@example.com": {may, "yes"}, "the one": {"yes", "no"}}},
	} {
		t.Run(name, func(t *testing.T) {
			c := change(t, written("null", tc.before), written("null", tc.after), tc.unknown, nothing)
			got := map[string][2]string{}
			for _, change := range routes.NewReport(c, nil).Changes {
				for _, r := range change.Recipients {
					switch {
					case strings.HasSuffix(r, ".recipients (known after apply)"):
						r = "the list"
					case strings.HasSuffix(r, "] (known after apply)"):
						r = "the one"
					}
					seen, known := got[r]
					if !known {
						seen = [2]string{"no", "no"}
					}
					for i, effect := range []routes.Effect{change.Gains, change.Loses} {
						if effect.Result != "no" {
							seen[i] = effect.Result
						}
					}
					got[r] = seen
				}
			}
			if !maps.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}
