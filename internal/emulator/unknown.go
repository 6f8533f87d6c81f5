package emulator

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"slices"
)

// What a newer Soda Cloud knows and the contract does not.

// unknownRuleID is the id of the rule that UnknownEnums brings.
const unknownRuleID = "00000000-0000-4000-8000-0000000e0001"

func unknownRule() *Rule {
	return &Rule{
		ID: unknownRuleID, Name: "From a newer Soda Cloud", RuleType: "all", Status: "snoozed",
		Customization: &Customization{Type: "banner", Extra: Extra{"color": json.RawMessage(`"red"`)}},
		Recipients: []Recipient{
			{
				Type:  "pagerDuty",
				Extra: Extra{"pagerDutyServiceId": json.RawMessage(`"P7X2"`)},
				Triggers: []Trigger{
					{Type: "anomaly", Extra: Extra{"sensitivity": json.RawMessage(`0.75`)}},
					{Type: "testResultLevel", Level: "critical"},
				},
			},
			{Type: "email", Email: "dq@example.com", Triggers: []Trigger{{Type: "testResultLevel", Level: "warning"}}},
		},
	}
}

// unknownIntegration is among the integrations with UnknownEnums.
var unknownIntegration = Integration{ID: "00000000-0000-4000-8000-0000000e0002", Type: "opsgenie", Name: "From a newer Soda Cloud"}

// bringUnknown puts the rule of UnknownEnums among the others, or takes it back.
func (e *Emulator) bringUnknown() {
	if _, on := e.quirk(UnknownEnums); !on {
		e.rules.send(unknownRuleID)
		return
	}
	if _, there := e.rules.get(unknownRuleID); !there {
		rule := unknownRule()
		e.completeRule(rule)
		e.rules.bring(unknownRuleID, rule)
	}
}

// stored is the type of what the body of a call becomes.
var stored = map[string]reflect.Type{
	"createNotificationRule":   reflect.TypeFor[Rule](),
	"updateNotificationRule":   reflect.TypeFor[Rule](),
	"createWebhookIntegration": reflect.TypeFor[Webhook](),
	"updateWebhookIntegration": reflect.TypeFor[Webhook](),
}

// validate holds a request to the contract. Of what the contract does not know, it passes on what the quirks accept.
func (e *Emulator) validate(c *call) error {
	_, enums := e.quirk(UnknownEnums)
	_, refuses := e.quirk(RefuseFields)
	object, isObject := decodeTree(c.body).(map[string]any)
	into, stores := stored[c.Operation.ID]
	if stores && isObject && (e.showsExtra() || refuses) {
		found := gather(object, into, "")
		if refuses && len(found) > 0 {
			return &refusal{http.StatusBadRequest, "unknown_field", "there is no field " + found[0]}
		}
		c.body, _ = json.Marshal(object) // it came from JSON
		delete(object, extraKey)
		if enums {
			knownEnums(object)
		}
		c.setBody(object)
	}
	if err := c.ValidateRequest(c.request.Context()); err != nil {
		return invalid("%s", err)
	}
	return nil
}

// setBody replaces what is held to the contract.
func (c *call) setBody(tree any) {
	raw, _ := json.Marshal(tree) // it came from JSON
	c.request.Body, c.request.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
}

// knownEnums puts known types and states in place of unknown ones, and drops recipients and triggers of unknown types.
func knownEnums(rule map[string]any) {
	replaceUnknown(rule, "ruleType", "check", "monitor")
	replaceUnknown(rule, "status", "active", "paused")
	if customization, ok := rule["customization"].(map[string]any); ok {
		replaceUnknown(customization, "type", "rich", "minimal")
	}
	recipients, ok := rule["recipients"].([]any)
	if !ok {
		return
	}
	recipients = ofKnownType(recipients, recipientTargets)
	rule["recipients"] = recipients
	for _, r := range recipients {
		recipient, _ := r.(map[string]any)
		if triggers, ok := recipient["triggers"].([]any); ok {
			recipient["triggers"] = ofKnownType(triggers, triggerValues)
		}
	}
}

func replaceUnknown(rule map[string]any, field string, known ...string) {
	if value, ok := rule[field].(string); ok && !slices.Contains(known, value) {
		rule[field] = known[0]
	}
}

// ofKnownType returns a list without the objects whose type is a text that known does not have.
func ofKnownType(list []any, known map[string]string) []any {
	return slices.DeleteFunc(list, func(item any) bool {
		object, _ := item.(map[string]any)
		kind, isText := object["type"].(string)
		return isText && known[kind] == ""
	})
}
