package routing

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// Rules and subjects are also read from trees of map[string]any, []any and scalars, as JSON, YAML and Terraform values
// are once decoded. Rules have the attributes of soda_notification_rule, subjects Soda's names of fields.

// Targets are the attributes that name a recipient; each recipient has one. A channel goes with an integration_id.
var Targets = []string{"email", "user_id", "user_group_id", "integration_id", "resource_role", "custom_role_id"}

// The values that Soda publishes for what is not part of a filter.
var (
	RuleTypes  = []string{"check", "monitor"}
	Levels     = []string{"info", "warning", "critical", "not_evaluated"}
	ScanStates = []string{"failed", "timedOut", "canceled", "completedWithErrors"}
)

// ReadSubject reads a subject. What is absent or null is not known, an empty list is no value.
func ReadSubject(tree any) (Subject, error) {
	s := Subject{Subject: filter.Subject{Fields: map[string][]string{}, Attributes: map[string]map[string][]string{}}}
	object, ok := tree.(map[string]any)
	if !ok {
		return s, fmt.Errorf(`a subject is an object with Soda's fields, such as { datasetTags = ["finance"], checkName = "rows" }`)
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if object[key] == nil {
			continue
		}
		if err := s.read(key, object[key]); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s *Subject) read(key string, node any) error {
	var err error
	switch key {
	case "rule_type":
		s.RuleType, err = oneOf(key, node, RuleTypes)
		return err
	case "level":
		s.Trigger.Kind = key
		s.Trigger.Value, err = oneOf(key, node, Levels)
		return err
	case "scan_state":
		if s.Trigger.Kind != "" {
			return fmt.Errorf("level and scan_state exclude each other: a subject is a check or a scan")
		}
		s.Trigger.Kind = key
		s.Trigger.Value, err = oneOf(key, node, ScanStates)
		return err
	}
	field, known := filter.FieldNamed(key)
	switch {
	case !known:
		return fmt.Errorf("%q is not a field.%s Fields: %s", key, suggest(key, subjectKeys()), strings.Join(subjectKeys(), ", "))
	case !field.TakesAttribute:
		s.Fields[key], err = texts(key, node)
		return err
	}
	attributes, isObject := node.(map[string]any)
	if !isObject {
		return fmt.Errorf(`%s is an object of attributes, such as { severity = "high" }`, key)
	}
	s.Attributes[key] = map[string][]string{}
	for name, value := range attributes {
		if value == nil {
			continue
		}
		if s.Attributes[key][name], err = texts(key+"."+name, value); err != nil {
			return err
		}
	}
	return nil
}

func subjectKeys() []string {
	var keys []string
	for _, field := range filter.Fields() {
		keys = append(keys, field.Name)
	}
	return append(keys, "rule_type", "level", "scan_state")
}

func suggest(written string, names []string) string {
	if nearest := text.Nearest(written, names); nearest != "" {
		return fmt.Sprintf(" Did you mean %q?", nearest)
	}
	return ""
}

func oneOf(key string, node any, values []string) (string, error) {
	value, _ := node.(string)
	if !slices.Contains(values, value) {
		return "", fmt.Errorf("%s is %q, which is not one of %s.%s", key, fmt.Sprint(node), strings.Join(values, ", "), suggest(value, values))
	}
	return value, nil
}

// texts returns one value or a list of values as texts.
func texts(key string, node any) ([]string, error) {
	list, isList := node.([]any)
	if !isList {
		list = []any{node}
	}
	values := []string{}
	for _, element := range list {
		value, ok := scalar(element)
		if !ok {
			return nil, fmt.Errorf("%s takes a string or a list of strings", key)
		}
		values = append(values, value)
	}
	return values, nil
}

func scalar(node any) (string, bool) {
	switch node := node.(type) {
	case string:
		return node, true
	case bool:
		return strconv.FormatBool(node), true
	case json.Number:
		return node.String(), true
	case int:
		return strconv.Itoa(node), true
	case float64:
		return strconv.FormatFloat(node, 'f', -1, 64), true
	}
	return "", false
}

// FilterReader reads the filter of a rule, nil for none.
type FilterReader func(tree any) (*filter.Expr, error)

// ReadRules reads rules: one, or lists and maps of rules at any depth, such as resources with for_each. A rule is what has
// recipients.
func ReadRules(tree any, read FilterReader) ([]Rule, error) { return readRules("rules", tree, read) }

func readRules(at string, tree any, read FilterReader) (rules []Rule, err error) {
	add := func(at string, node any) error {
		more, err := readRules(at, node, read)
		rules = append(rules, more...)
		return err
	}
	switch node := tree.(type) {
	case nil:
		return nil, nil
	case []any:
		for i, element := range node {
			if err := add(fmt.Sprintf("%s[%d]", at, i), element); err != nil {
				return nil, err
			}
		}
		return rules, nil
	case map[string]any:
		if _, isRule := node["recipients"]; isRule {
			rule, err := readRule(at, node, read)
			return []Rule{rule}, err
		}
		for _, key := range slices.Sorted(maps.Keys(node)) {
			if err := add(fmt.Sprintf("%s[%q]", at, key), node[key]); err != nil {
				return nil, err
			}
		}
		return rules, nil
	}
	return nil, fmt.Errorf("%s is not a rule; a rule is an object with name, rule_type, filter and recipients", at)
}

func readRule(at string, node map[string]any, read FilterReader) (Rule, error) {
	rule := Rule{Name: text.NFC(str(node, "name")), Type: str(node, "rule_type"), Paused: str(node, "status") == "paused"}
	if rule.Name == "" {
		rule.Name = at
	}
	if rule.Type == "" {
		rule.Type = RuleTypes[0]
	}
	var err error
	if rule.Filter, err = read(node["filter"]); err != nil {
		return rule, fmt.Errorf("%s: %w", at, err)
	}
	list, _ := node["recipients"].([]any)
	for i, element := range list {
		object, _ := element.(map[string]any)
		r, err := ReadRecipient(object)
		if err != nil {
			return rule, fmt.Errorf("%s.recipients[%d]: %w", at, i, err)
		}
		rule.Recipients = append(rule.Recipients, r)
	}
	return rule, nil
}

// ReadRecipient reads a recipient; ID and Name are its target, as in "email dq@example.com".
func ReadRecipient(node map[string]any) (Recipient, error) {
	r := Recipient{Target: map[string]string{}}
	for _, target := range append(slices.Clone(Targets), "channel") {
		if value := str(node, target); value != "" {
			r.Target[target] = value
			if target == "email" {
				value = strings.ToLower(value) // mail does not tell them apart
			}
			r.ID += " " + target + " " + value
		}
	}
	r.ID = strings.TrimPrefix(r.ID, " ")
	if r.ID == "" {
		return r, fmt.Errorf("a recipient needs one of %s", strings.Join(Targets, ", "))
	}
	r.Name = r.ID
	for _, level := range list(node, "levels") {
		r.Triggers = append(r.Triggers, Level(level))
	}
	for _, state := range list(node, "scan_states") {
		r.Triggers = append(r.Triggers, ScanState(state))
	}
	return r, nil
}

func str(node map[string]any, key string) string {
	value, _ := node[key].(string)
	return value
}

func list(node map[string]any, key string) (values []string) {
	elements, _ := node[key].([]any)
	for _, element := range elements {
		if value, ok := element.(string); ok {
			values = append(values, value)
		}
	}
	return values
}
