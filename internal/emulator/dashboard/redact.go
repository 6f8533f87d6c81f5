package dashboard

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// hidden takes the place of what may be secret.
const hidden = "..."

// shown are the members of bodies whose texts are no secrets. Whatever else is in a body is hidden: the texts of headers, of
// signing secrets and of what endpoints respond, and of fields that nobody knows.
var shown = strings.Fields(`
	attributeName channels code content createdAt customRoleId customization datasource email enabled error event expression
	expressions field filter firstName fullName id integrationChannel integrationId label lastName lastTriggeredAt level message
	name ownerId payload qualifiedName recipients resourceType role ruleType scanState scopes sentAt status tags triggers type
	updatedAt url userGroupId userId users value values`)

// redacted is a body for people: indented, and with what may be secret hidden.
func redacted(body []byte) string {
	if len(bytes.TrimSpace(body)) == 0 {
		return ""
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var tree map[string]any
	if err := decoder.Decode(&tree); err != nil {
		return fmt.Sprintf("%d bytes that are not a JSON object", len(body))
	}
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(hide(tree)); err != nil {
		return ""
	}
	return text.String()
}

func hide(tree any) any {
	switch v := tree.(type) {
	case []any:
		for i := range v {
			v[i] = hide(v[i])
		}
	case map[string]any:
		for name, value := range v {
			v[name] = hideMember(name, value)
		}
	}
	return tree
}

func hideMember(name string, value any) any {
	switch text, isText := value.(string); {
	case name == "headers":
		return hideHeaders(value)
	case name == "payload": // a sample, the same for everybody
		return value
	case name == "url" && isText:
		return shownURL(text)
	case slices.Contains(shown, name):
		return hide(value)
	}
	switch value.(type) {
	case bool, json.Number, nil: // counts, pages and flags
		return value
	}
	return hidden
}

// hideHeaders shows the names of a list of headers. Anything else than such a list is hidden as a whole.
func hideHeaders(value any) any {
	list, ok := value.([]any)
	if !ok {
		return hidden
	}
	for i, item := range list {
		header, _ := item.(map[string]any)
		name, isText := header["name"].(string)
		if !isText {
			list[i] = hidden
			continue
		}
		list[i] = map[string]any{"name": name, "value": hidden}
	}
	return list
}
