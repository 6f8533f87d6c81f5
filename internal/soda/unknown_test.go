package soda

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
)

// Whatever of a stored object this version does not know goes back to where it was, and what the update removes is removed.
func TestMerge_rule(t *testing.T) {
	t.Parallel()
	rule := RuleInput{Name: "n", RuleType: "check", Recipients: []Recipient{{
		Type: RecipientEmail, Email: "dq@example.com", Triggers: []Trigger{{Type: TriggerLevel, Level: "critical"}},
	}}}
	styled := rule
	styled.Customization = &Customization{Type: "rich"}
	const sent = `"name":"n","ruleType":"check","recipients":[{"type":"email","email":"dq@example.com","triggers":[{"type":"testResultLevel","level":"critical"}]}]`
	for name, tc := range map[string]struct {
		in       RuleInput
		stored   string
		want     string // with what is unknown
		unknown  []string
		refusing string // without; "" is as want
	}{
		"nothing unknown": {in: rule, stored: `{"id":"r","name":"old","recipients":[]}`, want: `{` + sent + `}`},
		"what is the server's own": {
			in:     rule,
			stored: `{"id":"r","ownerId":"u","isDefault":true,"createdAt":"2026-01-01T00:00:00Z","updatedAt":null,"LastTriggeredAt":"2026-01-01T00:00:00Z"}`,
			want:   `{` + sent + `}`,
		},
		"a field of the rule, with all its digits": {
			in: rule, stored: `{"priority":12345678901234567890.10,"quiet":null,"labels":["a"]}`,
			want:    `{` + sent + `,"priority":12345678901234567890.10,"labels":["a"]}`,
			unknown: []string{"labels", "priority"}, refusing: `{` + sent + `}`,
		},
		"a field of a recipient and one of a trigger": {
			in: rule,
			stored: `{"recipients":[{"type":"email","email":"gone@example.com","x":0,"triggers":[]},` +
				`{"type":"email","email":"DQ@example.com","muted":true,"triggers":[` +
				`{"type":"testResultLevel","level":"info","threshold":1},{"type":"testResultLevel","level":"critical","threshold":2}]}]}`,
			want: `{"name":"n","ruleType":"check","recipients":[{"type":"email","email":"dq@example.com","muted":true,` +
				`"triggers":[{"type":"testResultLevel","level":"critical","threshold":2}]}]}`,
			unknown: []string{"recipients.muted", "recipients.triggers.threshold"}, refusing: `{` + sent + `}`,
		},
		"a recipient that is there twice": {
			in: rule,
			stored: `{"recipients":[{"type":"email","email":"dq@example.com","a":1,"triggers":[{"type":"new"}]},` +
				`{"type":"email","email":"dq@example.com","b":2,"triggers":[{"type":"new"},{"type":"newer"}]}]}`,
			want: `{"name":"n","ruleType":"check","recipients":[{"type":"email","email":"dq@example.com","a":1,"b":2,` +
				`"triggers":[{"type":"testResultLevel","level":"critical"},{"type":"new"},{"type":"newer"}]}]}`,
			unknown: []string{"recipients.a", "recipients.b"},
			refusing: `{"name":"n","ruleType":"check","recipients":[{"type":"email","email":"dq@example.com",` +
				`"triggers":[{"type":"testResultLevel","level":"critical"},{"type":"new"},{"type":"newer"}]}]}`,
		},
		"recipients and triggers of unknown types": {
			in: rule,
			stored: `{"recipients":[{"type":"pager","number":7,"triggers":[]},{"type":"email","addresses":["a"]},` +
				`{"type":"email","email":"dq@example.com","triggers":[{"type":"anomaly","score":3},{"type":"testResultLevel","levels":["info"]}]}]}`,
			want: `{"name":"n","ruleType":"check","recipients":[{"type":"email","email":"dq@example.com","triggers":[` +
				`{"type":"testResultLevel","level":"critical"},{"type":"anomaly","score":3},{"type":"testResultLevel","levels":["info"]}]},` +
				`{"type":"pager","number":7,"triggers":[]},{"type":"email","addresses":["a"]}]}`,
		},
		"a field of a customization": {
			in: styled, stored: `{"customization":{"type":"minimal","message":"m","logo":"x"}}`,
			want:    `{` + sent + `,"customization":{"type":"rich","logo":"x"}}`,
			unknown: []string{"customization.logo"}, refusing: `{` + sent + `,"customization":{"type":"rich"}}`,
		},
		"a customization that is removed": {in: rule, stored: `{"customization":{"type":"minimal","logo":"x"}}`, want: `{` + sent + `}`},
		"a customization of which nothing is known": {
			in: rule, stored: `{"customization":{"type":null,"logo":"x"}}`, want: `{` + sent + `,"customization":{"logo":"x"}}`,
			unknown: []string{"customization.logo"}, refusing: `{` + sent + `}`,
		},
		"a filter that is removed, whatever it has": {in: rule, stored: `{"filter":{"type":"newest","x":1}}`, want: `{` + sent + `}`},
		"nothing stored is known":                   {in: rule, stored: ``, want: `{` + sent + `}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectMerged[Rule](t, tc.stored, tc.in, true, tc.want, tc.unknown)
			if tc.refusing == "" {
				tc.refusing = tc.want
			}
			expectMerged[Rule](t, tc.stored, tc.in, false, tc.refusing, tc.unknown)
		})
	}
}

// A webhook's secret and its header values are sent; what a server shows of them is not.
func TestMerge_webhook(t *testing.T) {
	t.Parallel()
	value, secret := "v", "s"
	in := WebhookInput{Name: "n", URL: "u", Headers: []Header{{Name: "X-Team", Value: &value}}, Scopes: []string{"incidents"}, Secret: &secret}
	expectMerged[Webhook](t,
		`{"id":"w","secret":"***","hasSecret":true,"enabled":false,"createdAt":"2026-01-01T00:00:00Z","retries":3,"scopes":["other"],
			"headers":[{"name":"x-team","value":"***","hidden":true},{"name":"Gone","value":"x","hidden":true}]}`,
		in, true,
		`{"name":"n","url":"u","secret":"s","scopes":["incidents"],"retries":3,"headers":[{"name":"X-Team","value":"v","hidden":true}]}`,
		[]string{"headers.hidden", "retries"})
}

func expectMerged[T any](t *testing.T, stored string, in any, carry bool, want string, unknown []string) {
	t.Helper()
	body, names, err := merge[T]([]byte(stored), in, carry)
	if err != nil || !sameJSON(t, body, []byte(want)) || !slices.Equal(names, unknown) {
		t.Errorf("carrying %t: got %s, unknown %q, error %v\nwant %s, unknown %q", carry, body, names, err, want, unknown)
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var trees [2]any
	for i, text := range [][]byte{a, b} {
		if err := decodeTree(text, &trees[i]); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	return reflect.DeepEqual(trees[0], trees[1])
}

// A filter without content reads as none, however it is written; only a whole one.
func TestRule_emptyFilter(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{}`, `[]`, `""`, `null`, ` { } `} {
		var r Rule
		if err := json.Unmarshal([]byte(`{"filter":`+text+`}`), &r); err != nil || r.Filter != nil {
			t.Errorf("%s: got the filter %v, error %v, want none", text, r.Filter, err)
		}
	}
	for _, text := range []string{`{"type":"new"}`, `{"type":"not","expression":{}}`, `[1]`, `0`} {
		var r Rule
		if err := json.Unmarshal([]byte(`{"filter":`+text+`}`), &r); err != nil || r.Filter == nil {
			t.Errorf("%s: got no filter, error %v", text, err)
		}
	}
}
