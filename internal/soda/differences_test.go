package soda

import (
	"reflect"
	"slices"
	"testing"
)

// Whatever is sent is also compared with what is stored. A field that Differences forgets could get lost without a word, and
// no plan would ever show it.
func TestDifferences_everyField(t *testing.T) {
	everyFieldCounts(t, func(in RuleInput) []string {
		for i := range in.Recipients {
			in.Recipients[i] = Recipient{Type: RecipientEmail, Email: "x"} // one of an unknown type is never sent
		}
		return in.Differences(Rule{})
	})
	everyFieldCounts(t, func(in WebhookInput) []string { return in.Differences(Webhook{}) })
}

func everyFieldCounts[In any](t *testing.T, differences func(In) []string) {
	t.Helper()
	for _, field := range reflect.VisibleFields(reflect.TypeFor[In]()) {
		if field.Tag.Get("json") == "-" {
			continue // never sent
		}
		var in In
		fill(t, reflect.ValueOf(&in).Elem().FieldByIndex(field.Index))
		if got := differences(in); len(got) != 1 {
			t.Errorf("%T.%s is sent and nothing is stored: got the differences %q, want one", in, field.Name, got)
		}
	}
}

// fill puts something into a value; of a struct, into what comes first.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0))
	case reflect.Struct:
		fill(t, v.Field(0))
	default:
		t.Fatalf("do not know what to put into a %s", v.Type())
	}
}

// A mask beside a part of a secret is no difference, nor is a value that only Soda knows.
func TestWebhookInput_Differences(t *testing.T) {
	in := WebhookInput{Name: "w", Headers: []Header{{Name: "Authorization", Value: new("token-1234"), Secret: true}, {Name: "X-Team", Value: new("data")}}}
	for name, tc := range map[string]struct {
		headers []Header
		want    int
	}{
		"as sent":              {[]Header{{Name: "x-team", Value: new("data")}, {Name: "authorization", Value: new("token-1234")}}, 0},
		"a partial mask":       {[]Header{{Name: "X-Team", Value: new("da****")}, {Name: "Authorization", Value: new("****1234")}}, 0},
		"another kind of mask": {[]Header{{Name: "X-Team", Value: new("data")}, {Name: "Authorization", Value: new("(hidden)")}}, 0},
		"another value":        {[]Header{{Name: "X-Team", Value: new("other")}, {Name: "Authorization"}}, 1},
		"a header is missing":  {[]Header{{Name: "X-Team", Value: new("data")}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := in.Differences(Webhook{Name: "w", Headers: tc.headers}); len(got) != tc.want {
				t.Errorf("got %v, want %d", got, tc.want)
			}
		})
	}
}

// What a server fills in beside a recipient's target, and an empty customization, are no difference; a recipient that is
// never told of anything is.
func TestRuleInput_Differences(t *testing.T) {
	levels := []Trigger{{Type: TriggerLevel, Level: "critical"}}
	in := RuleInput{Name: "r", RuleType: "check", Recipients: []Recipient{{Type: RecipientUser, UserID: "u", Triggers: levels}}}
	for name, tc := range map[string]struct {
		change func(*Rule)
		want   []string
	}{
		"nothing":                     {func(*Rule) {}, nil},
		"a field filled in":           {func(r *Rule) { r.Recipients[0].Email = "u@example.com" }, nil},
		"an empty customization":      {func(r *Rule) { r.Customization = new(Customization) }, nil},
		"a default status":            {func(r *Rule) { r.Status = "active" }, nil},
		"another user":                {func(r *Rule) { r.Recipients[0].UserID = "v" }, []string{"recipients"}},
		"a recipient without trigger": {func(r *Rule) { r.Recipients = append(r.Recipients, Recipient{Type: RecipientEmail, Email: "e"}) }, []string{"recipients"}},
		"another type and name":       {func(r *Rule) { r.RuleType, r.Name = "monitor", "s" }, []string{"name", "ruleType"}},
	} {
		t.Run(name, func(t *testing.T) {
			stored := Rule{RuleInput: in}
			stored.Recipients = slices.Clone(in.Recipients)
			tc.change(&stored)
			if got := in.Differences(stored); !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestHeader_Readable(t *testing.T) {
	for name, tc := range map[string]struct {
		value *string
		want  bool
	}{
		"absent":        {nil, false},
		"masked":        {new("********"), false},
		"in part":       {new("Bear****"), false},
		"redacted":      {new("[REDACTED]"), false},
		"bullets":       {new("•••"), false},
		"empty":         {new(""), true},
		"a value":       {new("application/json"), true},
		"stars and all": {new("**x"), true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (Header{Value: tc.value}).Readable(); got != tc.want {
				t.Errorf("got %t, want %t", got, tc.want)
			}
		})
	}
}
