package adopt

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

const ruleType = "soda_notification_rule"

// rule writes a rule, with what this version knows of it.
func (w *writer) rule(rule soda.Rule) {
	recipients, why := w.recipients(rule)
	if cannot := unwritable(rule.Name, rule.Unreadable()); cannot != "" {
		why = cannot
	}
	if why != "" {
		w.note("The rule %q (id %s) is left out: %s.", rule.Name, rule.ID, why)
		return
	}
	if unknown := rule.UnknownParts(); len(unknown) > 0 {
		w.note("The rule %q has parts that this version does not recognize: %s. Updates keep them.", rule.Name, strings.Join(unknown, ", "))
	}
	w.out.Rules++
	body := w.resource(rulesFile, ruleType, w.labels.of(ruleType, rule.Name, "rule"), rule.ID)
	body.SetAttributeValue("name", cty.StringVal(rule.Name))
	body.SetAttributeValue("rule_type", cty.StringVal(rule.RuleType))
	if rule.Status != "" && rule.Status != "active" {
		body.SetAttributeValue("status", cty.StringVal(rule.Status))
	}
	if short := filter.Short(rule.Filter); short != nil {
		body.SetAttributeRaw("filter", raw(filterExpression(short)))
	}
	body.SetAttributeRaw("recipients", raw(recipients))
	if c := rule.Customization; c != nil && *c != (soda.Customization{}) {
		text := "type = " + quote(c.Type)
		if c.Message != "" {
			text += ", message = " + quote(c.Message)
		}
		body.SetAttributeRaw("customization", raw("{ "+text+" }"))
	}
}

// recipients writes the recipients of a rule, or says why they cannot be configured.
func (w *writer) recipients(rule soda.Rule) (expression, why string) {
	var all []string
	for _, r := range soda.KnownRecipients(rule.Recipients) {
		if len(r.Triggers) == 0 {
			return "", "one of its recipients is never notified"
		}
		all = append(all, w.recipient(r))
	}
	if len(all) == 0 {
		return "", "this version supports none of its recipients"
	}
	if len(all) == 1 {
		return "[" + all[0] + "]", ""
	}
	return "[\n" + strings.Join(all, ",\n") + ",\n]", ""
}

func (w *writer) recipient(r soda.Recipient) string {
	attribute, value := target(r)
	parts := []string{attribute + " = " + w.reference(attribute, value)}
	if r.IntegrationChannel != "" {
		parts = append(parts, "channel = "+quote(r.IntegrationChannel))
	}
	var levels, states []string
	for _, t := range r.Triggers {
		if t.Type == soda.TriggerLevel {
			levels = append(levels, t.Level)
		} else {
			states = append(states, t.ScanState)
		}
	}
	if len(levels) > 0 {
		parts = append(parts, "levels = "+list(quoted(levels)))
	}
	if len(states) > 0 {
		parts = append(parts, "scan_states = "+list(quoted(states)))
	}
	return "{ " + strings.Join(parts, ", ") + " }"
}
