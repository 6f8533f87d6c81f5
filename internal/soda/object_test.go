package soda

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// pageOf is the answer of a list call that has the given objects, and a sound one in front of them.
func pageOf(objects ...string) []byte {
	content := append([]string{`{"id":"sound","name":"sound","userId":"sound","userGroupId":"sound"}`}, objects...)
	return fmt.Appendf(nil, `{"content":[%s],"number":0,"totalElements":%d,"totalPages":1}`, strings.Join(content, ","), len(content))
}

// Something else than the documented type, anywhere in an object, concerns that object alone.
func TestClient_oddObject(t *testing.T) {
	t.Parallel()
	for name, fields := range map[string]string{
		"a number for a text":            `"ruleType":1`,
		"a text for a list":              `"recipients":"dq@example.com"`,
		"a list for an object":           `"customization":[1]`,
		"an object for a text":           `"status":{"value":"active"}`,
		"a recipient that is a text":     `"recipients":["dq@example.com"]`,
		"a number deep in a list":        `"recipients":[{"type":"email","email":1,"triggers":[]}]`,
		"a moment that is none":          `"createdAt":"yesterday"`,
		"a number for a moment":          `"createdAt":1764180000`,
		"a text for a yes or no":         `"isDefault":"yes"`,
		"something odd before all else":  `"aa":1,"ownerId":[]`,
		"several odd fields in a object": `"status":1,"ruleType":2,"createdAt":3`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := answering(http.StatusOK, "application/json", pageOf(`{`+fields+`,"id":"odd","name":"odd one"}`))
			if r, err := c.Rule(t.Context(), "sound"); err != nil || r.Name != "sound" {
				t.Errorf("the sound one: got %v, error %v", r, err)
			}
			_, err := c.Rule(t.Context(), "odd")
			if e, ok := errors.AsType[*UnreadableError](err); !ok || e.ID != "odd" || e.Name != "odd one" || strings.Contains(e.Reason, "dq@") || strings.Contains(e.Reason, "RuleInput") {
				t.Errorf("the odd one: got %#v", err)
			}
			if _, err := c.Rule(t.Context(), "nobody"); !IsNotFound(err) {
				t.Errorf("one that is not there: got %v, want not found", err)
			}
			if named, err := c.RulesNamed(t.Context(), "odd one"); err != nil || len(named) != 1 || named[0].ID != "odd" {
				t.Errorf("by name: got %v, error %v, since a name is taken all the same", named, err)
			}
			_, err = c.CreateRule(t.Context(), RuleInput{Name: "odd one"})
			if e, ok := errors.AsType[*ExistsError](err); !ok || e.ID != "odd" {
				t.Errorf("a create of its name: got %v", err)
			}
		})
	}
}

// An object whose id cannot be read may be any that is missing: nothing counts as deleted beside it.
func TestClient_objectWithoutID(t *testing.T) {
	t.Parallel()
	for _, nameless := range []string{`{"name":"odd one"}`, `{"id":7,"name":"odd one"}`, `{"id":""}`, `{"id":null}`, `null`, `1`, `"text"`, `[]`} {
		c := answering(http.StatusOK, "application/json", pageOf(nameless, nameless))
		if _, err := c.Rule(t.Context(), "sound"); err != nil {
			t.Errorf("%s: the sound one: got %v", nameless, err)
		}
		_, err := c.Rule(t.Context(), "nobody")
		if _, ok := errors.AsType[*UnreadableError](err); !ok {
			t.Errorf("%s: got %v, want an error that is not about a missing object", nameless, err)
		}
	}
}

// Look-ups go by the same rule: each kind of object can be odd.
func TestClient_oddObjectOfAnyKind(t *testing.T) {
	t.Parallel()
	c := answering(http.StatusOK, "application/json", pageOf(`{"id":"odd","userId":"odd","userGroupId":"odd","name":1,"email":2,"url":3}`))
	for name, read := range map[string]func() (int, error){
		"webhooks":     func() (int, error) { return unreadableOf(c.Webhooks(t.Context())) },
		"integrations": func() (int, error) { return unreadableOf(c.Integrations(t.Context())) },
		"users":        func() (int, error) { return unreadableOf(c.Users(t.Context(), "")) },
		"groups":       func() (int, error) { return unreadableOf(c.UserGroups(t.Context(), "")) },
		"datasets":     func() (int, error) { return unreadableOf(c.Datasets(t.Context(), "")) },
		"datasources":  func() (int, error) { return unreadableOf(c.Datasources(t.Context(), "")) },
		"attributes":   func() (int, error) { return unreadableOf(c.Attributes(t.Context())) },
	} {
		if odd, err := read(); err != nil || odd != 1 {
			t.Errorf("%s: got %d unreadable ones, error %v, want 1", name, odd, err)
		}
	}
}

func unreadableOf[T object](all []T, err error) (odd int, _ error) {
	for _, item := range all {
		if item.Unreadable() != nil {
			odd++
		}
	}
	return odd, err
}
