package soda

import (
	"reflect"
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
