package routes

import (
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// theOne returns the created webhook whose id is unknown in an expression. There is none where the expression may be about
// another one: it refers to several, to other resources of which something is unknown, or to what this program cannot follow.
func (n names) theOne(refers []string) (address string, ok bool) {
	found := map[string]bool{}
	for _, reference := range refers {
		if reference == unresolved || within(maps.Keys(n.open), reference) != nil {
			return "", false
		}
		for _, created := range within(maps.Keys(n.created), reference) {
			found[created] = true
		}
	}
	for address := range found {
		return address, len(found) == 1
	}
	return "", false
}

// within returns the resources to which, or to attributes of which, a reference leads.
func within(addresses iter.Seq[string], reference string) (found []string) {
	for address := range addresses {
		if of := withoutKeys.ReplaceAllString(address, ""); reference == of || strings.HasPrefix(reference, of+".") {
			found = append(found, address)
		}
	}
	return found
}

var withoutKeys = regexp.MustCompile(`\[[^]]*\]`)

// unresolved is a reference that leads nowhere in the JSON of a plan, which has no local values.
const unresolved = "?"

// references returns the addresses that the recipients of a rule refer to, without keys of instances. What comes by a variable
// of a module or by an output of one is what the value refers to; a variable of the root module is known and left out.
func references(plan *tfjson.Plan, rule *tfjson.ResourceChange) []string {
	if plan.Config == nil || plan.Config.RootModule == nil {
		return nil
	}
	s := &scope{module: plan.Config.RootModule}
	for name := range strings.SplitSeq(withoutKeys.ReplaceAllString(rule.ModuleAddress, ""), ".") {
		if name == "module" || name == "" {
			continue
		}
		if s = s.inner(name); s == nil {
			return nil
		}
	}
	for _, resource := range s.module.Resources {
		if resource.Type == rule.Type && resource.Name == rule.Name {
			return s.addresses(resource.Expressions["recipients"])
		}
	}
	return nil
}

// scope is a module of a configuration, with the one that calls it.
type scope struct {
	module *tfjson.ConfigModule
	prefix string             // of the addresses in it
	call   *tfjson.ModuleCall // nil for the root module
	outer  *scope
}

// inner returns the module that a call leads to, nil if there is none.
func (s *scope) inner(name string) *scope {
	call := s.module.ModuleCalls[name]
	if call == nil || call.Module == nil {
		return nil
	}
	return &scope{module: call.Module, prefix: s.prefix + "module." + name + ".", call: call, outer: s}
}

func (s *scope) addresses(e *tfjson.Expression) []string {
	if e == nil || e.ExpressionData == nil {
		return nil
	}
	found := map[string]bool{}
	for _, reference := range e.References {
		for _, address := range s.resolve(withoutKeys.ReplaceAllString(reference, "")) {
			found[address] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func (s *scope) resolve(reference string) []string {
	parts := strings.Split(reference, ".")
	switch parts[0] {
	case "path", "terraform", "count": // known
		return nil
	case "local", "each", "self":
		return []string{unresolved}
	case "var":
		if s.outer == nil {
			return nil
		}
		return s.outer.addresses(s.call.Expressions[parts[1]])
	case "module":
		if len(parts) == 2 {
			return nil // the output is a reference of its own
		}
		if inner := s.inner(parts[1]); inner != nil && inner.module.Outputs[parts[2]] != nil {
			return inner.addresses(inner.module.Outputs[parts[2]].Expression)
		}
		return []string{unresolved}
	}
	return []string{s.prefix + reference}
}
