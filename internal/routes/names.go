package routes

import (
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// names are what people call recipients by: by attribute and id, and webhooks that are yet to be created by address.
type names struct {
	byID    map[string]string
	created map[string]string
	open    map[string]bool // other resources of which something is unknown, by address without keys
}

// kinds are the objects whose ids recipients hold, and what they are called; the first attribute that is set names one.
var kinds = map[string]struct {
	attribute, kind string
	name            []string
}{
	webhookType:                     {"integration_id", "webhook", []string{"name"}},
	"soda_notification_integration": {"integration_id", "integration", []string{"name", "type"}},
	"soda_user":                     {"user_id", "user", []string{"email", "full_name"}},
	"soda_user_group":               {"user_group_id", "user group", []string{"name"}},
}

func namesIn(plan *tfjson.Plan) names {
	n := names{byID: map[string]string{}, created: map[string]string{}, open: map[string]bool{}}
	if plan.PriorState != nil && plan.PriorState.Values != nil {
		n.module(plan.PriorState.Values.RootModule)
	}
	if plan.PlannedValues != nil {
		n.module(plan.PlannedValues.RootModule)
	}
	for _, resource := range plan.ResourceChanges {
		after, _ := resource.Change.After.(map[string]any)
		if resource.Type == webhookType && after != nil && child(resource.Change.AfterUnknown, "id") == true {
			n.created[resource.Address] = fmt.Sprintf("new webhook %q", unlessSensitive(after, "name", resource.Change.AfterSensitive, resource.Address))
		} else if resource.Type != webhookType && marks(resource.Change.AfterUnknown) {
			n.open[withoutKeys.ReplaceAllString(resource.Address, "")] = true
		}
	}
	return n
}

func unlessSensitive(values map[string]any, key string, sensitive any, other string) string {
	if child(sensitive, key) == true || str(values, key) == "" {
		return other
	}
	return str(values, key)
}

func (n names) module(m *tfjson.StateModule) {
	if m == nil {
		return
	}
	for _, resource := range m.Resources {
		kind, known := kinds[resource.Type]
		id, _ := resource.AttributeValues["id"].(string)
		if !known || id == "" {
			continue
		}
		for _, attribute := range kind.name {
			if name := str(resource.AttributeValues, attribute); name != "" && !sensitiveIn(resource, attribute) {
				n.byID[kind.attribute+" "+id] = fmt.Sprintf("%s %q", kind.kind, name)
				break
			}
		}
	}
	for _, inner := range m.ChildModules {
		n.module(inner)
	}
}

func sensitiveIn(resource *tfjson.StateResource, attribute string) bool {
	return strings.Contains(string(resource.SensitiveValues), fmt.Sprintf("%q:true", attribute))
}

// recipient reads one recipient of a plan. The note says what cannot be known of it.
func (n names) recipient(at string, object map[string]any, unknown, sensitive any, refers []string) (routing.Recipient, string) {
	for _, target := range append(slices.Clone(routing.Targets), "channel") {
		if child(unknown, target) != true {
			continue
		}
		r := unknownRecipient(at, object)
		if target == "integration_id" {
			if address, ok := n.theOne(refers); ok { // its id will be one that nobody has yet
				r.ID, r.Name = newPrefix+address, n.created[address]+channel(object)
				if child(sensitive, "channel") == true {
					r.Name = at + " (sensitive)"
				}
				return r, ""
			}
		}
		return r, r.Name + ": it may turn out to be one of the recipients above."
	}
	r, err := routing.ReadRecipient(object)
	if err != nil {
		return unknownRecipient(at, object), at + " has no target that this version supports."
	}
	for target, value := range r.Target {
		if child(sensitive, target) == true {
			r.Name = at + " (sensitive)"
			return r, ""
		}
		if target != "channel" {
			r.Name = n.name(target, value) + channel(object)
		}
	}
	return r, ""
}

func channel(object map[string]any) string { return inChannel(str(object, "channel")) }

func inChannel(name string) string {
	if name == "" {
		return ""
	}
	return " in " + name
}

// name returns what people call a target.
func (n names) name(target, value string) string {
	if name, known := n.byID[target+" "+value]; known {
		return name
	}
	return fallback(target, value)
}

// fallback names a target of which only the value is known.
func fallback(target, value string) string {
	switch target {
	case "email", "resource_role":
		return value
	default:
		return strings.TrimSuffix(strings.ReplaceAll(target, "_", " "), " id") + " " + value
	}
}
