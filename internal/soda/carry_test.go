package soda

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// strict is a server that holds one rule as JSON. It replaces the rule by what it is sent, and refuses fields on request.
type strict struct {
	rule    map[string]any
	refused []string
	sent    []string // bodies of updates
}

func (s *strict) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.Method == http.MethodGet {
		_ = json.NewEncoder(w).Encode(map[string]any{"content": []any{s.rule}, "number": 0, "totalElements": 1, "totalPages": 1})
		return
	}
	body, _ := io.ReadAll(r.Body)
	s.sent = append(s.sent, string(body))
	if i := slices.IndexFunc(s.refused, func(name string) bool { return strings.Contains(string(body), `"`+name+`"`) }); i >= 0 {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"message":"%s is not accepted"}`, s.refused[i])
		return
	}
	var now map[string]any
	_ = json.Unmarshal(body, &now)
	now["id"], s.rule = "r", now
	_ = json.NewEncoder(w).Encode(s.rule)
}

const rich = `{"id":"r","name":"n","ruleType":"check","ownerId":"u","priority":1,"customization":{"type":"rich","logo":"x"},"recipients":[
	{"type":"email","email":"dq@example.com","muted":true,"triggers":[{"type":"testResultLevel","level":"info","threshold":2},{"type":"anomaly"}]},
	{"type":"pager","number":7}]}`

func newStrict(t *testing.T, refused ...string) (*strict, *Client) {
	t.Helper()
	s := &strict{refused: refused}
	if err := json.Unmarshal([]byte(rich), &s.rule); err != nil {
		t.Fatal(err)
	}
	c := New(Config{APIKeyID: "id", APIKeySecret: "key"})
	c.wire = served(s)
	return s, c
}

// renamed is the rule as the provider knows it, with another name.
func renamed(name string) RuleInput {
	return RuleInput{Name: name, RuleType: "check", Customization: &Customization{Type: "rich"}, Recipients: []Recipient{
		{Type: RecipientEmail, Email: "dq@example.com", Triggers: []Trigger{{Type: TriggerLevel, Level: "info"}}},
	}}
}

func expectHeld(t *testing.T, s *strict, want string) {
	t.Helper()
	if got, _ := json.Marshal(s.rule); !sameJSON(t, got, []byte(want)) {
		t.Errorf("the server holds %s, want %s", got, want)
	}
}

func unchanged(Rule) error { return nil }

// An update changes what it is meant to change, and what is the server's own is not sent.
func TestClient_updateCarriesUnknown(t *testing.T) {
	t.Parallel()
	s, c := newStrict(t, "ownerId", "id")
	for _, name := range []string{"a", "b"} {
		stored, err := c.UpdateRule(t.Context(), "r", renamed(name), unchanged)
		if err != nil || stored.Lost() != nil || len(renamed(name).Differences(*stored)) > 0 {
			t.Fatalf("got %+v, error %v", stored, err)
		}
		expectHeld(t, s, strings.NewReplacer(`"n"`, `"`+name+`"`, `"ownerId":"u",`, "").Replace(rich))
	}
}

// A server may refuse what it shows: then the update goes without, later ones at once, and the caller learns the names. What has
// an unknown type is not left out.
func TestClient_updateWithoutRefused(t *testing.T) {
	t.Parallel()
	s, c := newStrict(t, "threshold", "ownerId")
	stored, err := c.UpdateRule(t.Context(), "r", renamed("a"), unchanged)
	if want := []string{"customization.logo", "priority", "recipients.muted", "recipients.triggers.threshold"}; err != nil || !slices.Equal(stored.Lost(), want) {
		t.Fatalf("got %v without %q, want without %q", err, stored.Lost(), want)
	}
	expectHeld(t, s, `{"id":"r","name":"a","ruleType":"check","customization":{"type":"rich"},"recipients":[
		{"type":"email","email":"dq@example.com","triggers":[{"type":"testResultLevel","level":"info"},{"type":"anomaly"}]},
		{"type":"pager","number":7}]}`)
	if len(s.sent) != 2 {
		t.Errorf("got %d updates, want one and one without", len(s.sent))
	}
	again, err := c.UpdateRule(t.Context(), "r", renamed("b"), unchanged)
	if err != nil || len(again.Lost()) > 0 || len(s.sent) != 3 {
		t.Errorf("the next update: got %v, %d sent in all, want one more", err, len(s.sent))
	}
}

// A refusal that is about something else stays one, and teaches nothing.
func TestClient_updateRefusedAnyway(t *testing.T) {
	t.Parallel()
	s, c := newStrict(t, "name")
	_, err := c.UpdateRule(t.Context(), "r", renamed("a"), unchanged)
	if e, ok := errors.AsType[*Error](err); !ok || e.Status != http.StatusBadRequest || len(s.sent) != 2 {
		t.Errorf("got %v after %d updates", err, len(s.sent))
	}
	expectHeld(t, s, rich)
	s.refused = nil
	if stored, err := c.UpdateRule(t.Context(), "r", renamed("a"), unchanged); err != nil || stored.Lost() != nil {
		t.Errorf("later: got %v without %q", err, stored.Lost())
	}
	expectHeld(t, s, strings.NewReplacer(`"n"`, `"a"`, `"ownerId":"u",`, "").Replace(rich))
}
