// Package routes is the program soda-routes: what a Terraform plan, or the rules that are live, do to alert routing. It reads
// plans, live rules, catalogues of checks and test cases into package routing's rules and subjects, and writes the results
// as text, Markdown, JSON or HTML. What is proven, and how, is routing's.
//
// A plan in JSON holds sensitive values in clear. Only rules and the names of recipients are taken from it, and of those
// nothing that the plan marks as sensitive.
package routes

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

const (
	ruleType    = "soda_notification_rule"
	webhookType = "soda_webhook_integration"
)

// Change is what a plan does to rules.
type Change struct {
	Before, After []routing.Rule
	Notes         []string        // what the reader should know of the plan
	managed       map[string]bool // ids of the rules in the plan
	names         names
	open          map[string][]openRecipient // by address of the rule
	live          bool                       // whether the rules that the plan does not manage are in both
}

// ReadPlan reads the output of `terraform show -json` for a plan.
func ReadPlan(data []byte) (*Change, error) {
	var plan tfjson.Plan
	if err := json.Unmarshal(data, &plan); err != nil {
		if strings.Contains(err.Error(), "unsupported plan format version") {
			return nil, fmt.Errorf("this version of soda-routes does not recognize the format of the plan, but a newer version may: %w", err)
		}
		return nil, fmt.Errorf("not a plan: %w; write it with: terraform plan -out=tfplan && terraform show -json tfplan", err)
	}
	if plan.PlannedValues == nil && plan.ResourceChanges == nil {
		return nil, errors.New("the JSON is not a plan, perhaps a state; write a plan with: terraform plan -out=tfplan && terraform show -json tfplan")
	}
	c := &Change{managed: map[string]bool{}, names: namesIn(&plan), open: map[string][]openRecipient{}}
	ours := false
	for _, resource := range plan.ResourceChanges {
		ours = ours || strings.HasSuffix(resource.ProviderName, "/soda") || strings.HasPrefix(resource.Type, "soda_")
		if resource.Type != ruleType || resource.Mode != tfjson.ManagedResourceMode {
			continue
		}
		if err := c.add(&plan, resource); err != nil {
			return nil, err
		}
	}
	if !ours && !usesSoda(&plan) {
		return nil, errors.New("the plan contains nothing of the provider soda; is it the plan of another workspace?")
	}
	if plan.Complete != nil && !*plan.Complete {
		c.Notes = append(c.Notes, "The plan is incomplete (-target, deferred changes, or a failed plan); this result does not include what the rest would do.")
	}
	c.suppose()
	return c, nil
}

func usesSoda(plan *tfjson.Plan) bool {
	if plan.Config == nil {
		return false
	}
	for _, provider := range plan.Config.ProviderConfigs {
		if strings.HasSuffix(provider.FullName, "/soda") {
			return true
		}
	}
	return false
}

// add takes a rule as it is before and after. One that is forgotten and not destroyed stays as it is.
func (c *Change) add(plan *tfjson.Plan, resource *tfjson.ResourceChange) error {
	change := resource.Change
	before, _ := change.Before.(map[string]any)
	after, _ := change.After.(map[string]any)
	if before != nil {
		if id, ok := before["id"].(string); ok {
			c.managed[id] = true
		}
		rule, err := c.rule(resource.Address, before, nil, change.BeforeSensitive, nil)
		if err != nil {
			return err
		}
		c.Before = append(c.Before, rule)
		if slices.Contains(change.Actions, tfjson.ActionForget) {
			c.After = append(c.After, rule)
			c.Notes = append(c.Notes, resource.Address+" is no longer managed, and stays in Soda Cloud as it is.")
		}
	}
	if after == nil {
		return nil
	}
	rule, err := c.rule(resource.Address, after, change.AfterUnknown, change.AfterSensitive, references(plan, resource))
	if err == nil {
		c.After = append(c.After, rule)
	}
	return err
}

// rule reads one side of a change. What is unknown or sensitive of the filter becomes a free atom; a status that is not
// known may pause the rule.
func (c *Change) rule(address string, values map[string]any, unknown, sensitive any, refers []string) (routing.Rule, error) {
	rule := routing.Rule{Name: address, Type: str(values, "rule_type"), Paused: str(values, "status") == "paused"}
	tree := opaque(address+".filter", values["filter"], child(unknown, "filter"), child(sensitive, "filter"))
	e, err := filterattr.Read(tree)
	if err != nil {
		return rule, fmt.Errorf("%s: %w", address, err)
	}
	rule.Filter = e
	if child(unknown, "status") == true {
		rule.Filter = routing.Both(e, routing.Unknown(address+".status"))
	}
	if child(unknown, "recipients") == true {
		c.Notes = append(c.Notes, "The recipients of "+address+" are known only after the apply.")
		c.open[address] = []openRecipient{{name: address + ".recipients", triggers: allTriggers()}}
		return rule, nil
	}
	list, known := values["recipients"].([]any)
	if !known {
		return rule, fmt.Errorf("%s has no recipients in this plan: was its state written by another version of the provider? Run terraform apply -refresh-only, then plan again", address)
	}
	for i, element := range list {
		object, _ := element.(map[string]any)
		at := fmt.Sprintf("%s.recipients[%d]", address, i)
		r, note := c.names.recipient(at, object, item(child(unknown, "recipients"), i), item(child(sensitive, "recipients"), i), refers)
		if note != "" {
			c.Notes = append(c.Notes, note)
		}
		if mask := item(child(unknown, "recipients"), i); isUnknown(r) && marks(mask) {
			c.open[address] = append(c.open[address], newOpen(r, mask))
		}
		rule.Recipients = append(rule.Recipients, r)
	}
	return rule, nil
}

// opaque replaces the smallest expressions of a filter that hold something unknown or sensitive by one that may be anything.
func opaque(at string, node, unknown, sensitive any) any {
	switch {
	case unknown == true:
		return free(at)
	case sensitive == true:
		return hidden(at, node)
	case !marks(unknown) && !marks(sensitive):
		return node
	}
	object, _ := node.(map[string]any)
	for _, key := range []string{"and", "or"} {
		if operands, isList := object[key].([]any); isList && child(unknown, key) != true && child(sensitive, key) != true {
			replaced := make([]any, len(operands))
			for i, operand := range operands {
				replaced[i] = opaque(fmt.Sprintf("%s.%s[%d]", at, key, i), operand, item(child(unknown, key), i), item(child(sensitive, key), i))
			}
			return map[string]any{key: replaced}
		}
	}
	if operand, isNot := object["not"]; isNot && operand != nil {
		return map[string]any{"not": opaque(at+".not", operand, child(unknown, "not"), child(sensitive, "not"))}
	}
	if field := str(object, "field"); marks(unknown) && field != "" && !marks(child(sensitive, "field")) {
		return free("the " + field + " of " + at)
	}
	if marks(unknown) {
		return free(at)
	}
	return hidden(at, node)
}

// hidden keeps apart what differs, and shows nothing of it: the digest is another one in each run.
func hidden(at string, node any) any {
	content, _ := json.Marshal(node) // it came out of JSON
	digest := fmt.Sprintf("%x", maphash.Bytes(seed, content))
	return map[string]any{"raw": routing.Hidden(at, digest).Raw}
}

var seed = maphash.MakeSeed()

func free(name string) any { return map[string]any{"raw": routing.Unknown(name).Raw} }

// marks reports whether a mask of a plan marks anything.
func marks(mask any) bool {
	switch mask := mask.(type) {
	case bool:
		return mask
	case []any:
		return slices.ContainsFunc(mask, marks)
	case map[string]any:
		for _, part := range mask {
			if marks(part) {
				return true
			}
		}
	}
	return false
}

func child(mask any, key string) any {
	if object, ok := mask.(map[string]any); ok {
		return object[key]
	}
	return mask == true
}

func item(mask any, i int) any {
	if list, ok := mask.([]any); ok && i < len(list) {
		return list[i]
	}
	return mask == true
}

func str(values map[string]any, key string) string {
	value, _ := values[key].(string)
	return value
}
