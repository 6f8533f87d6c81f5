package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// notified is one element of what route returns: the recipient as in a rule, and the names of the rules.
var notified = func() types.ObjectType {
	attributes := map[string]attr.Type{"certain": types.BoolType, "rules": types.ListType{ElemType: types.StringType}, "channel": types.StringType}
	for _, target := range routing.Targets {
		attributes[target] = types.StringType
	}
	return types.ObjectType{AttrTypes: attributes}
}()

var route = pure{
	name: "route",
	definition: function.Definition{
		Summary: "List who is notified of a check",
		MarkdownDescription: "Returns the recipients that the rules notify of a check, ordered by target. Each is an object with the attributes of a recipient " +
			"(`email`, `user_id`, `user_group_id`, `integration_id`, `channel`, `resource_role`, `custom_role_id`; those that do not apply are `null`), `rules`, the names " +
			"of the rules that notify it, and `certain`: `false` if the subject lacks a field or the result depends on behavior that Soda does not document. Paused rules notify nobody.",
		Parameters: []function.Parameter{
			function.DynamicParameter{Name: "rules", MarkdownDescription: "The rules: one, or lists and maps of rules at any depth, such as " +
				"`[soda_notification_rule.a, soda_notification_rule.b]` with `for_each`. A plain object with `name`, `rule_type`, `status`, `filter` and `recipients` also counts as a rule."},
			function.DynamicParameter{Name: "subject", MarkdownDescription: subjectParameter.MarkdownDescription + " `level` or `scan_state` says what happened, " +
				"and `rule_type` (`check` or `monitor`) selects the rules. If none of these is set, all rules are considered."},
		},
		Return: function.ListReturn{ElementType: notified},
	},
	run: func(ctx context.Context, args function.ArgumentsData, result *function.ResultData) *function.FuncError {
		var written, check types.Dynamic
		if failed := args.Get(ctx, &written, &check); failed != nil {
			return failed
		}
		rules, err := routing.ReadRules(filterattr.Tree(written), filterattr.Read)
		if err != nil {
			return function.NewArgumentFuncError(0, err.Error())
		}
		subject, err := routing.ReadSubject(filterattr.Tree(check))
		if err != nil {
			return function.NewArgumentFuncError(1, err.Error())
		}
		return result.Set(ctx, recipients(routing.Route(rules, subject), rules))
	},
}

func recipients(found []routing.Notified, rules []routing.Rule) types.List {
	targets := map[string]routing.Recipient{}
	for _, rule := range rules {
		for _, r := range rule.Recipients {
			targets[r.ID] = r
		}
	}
	elements := make([]attr.Value, len(found))
	for i, n := range found {
		values := map[string]attr.Value{"certain": types.BoolValue(n.Truth == filter.True)}
		for name := range notified.AttrTypes {
			if value, set := targets[n.ID].Target[name]; set {
				values[name] = types.StringValue(value)
			} else if values[name] == nil {
				values[name] = types.StringNull()
			}
		}
		var names []attr.Value
		for _, hit := range n.Rules {
			names = append(names, types.StringValue(hit.Rule))
		}
		values["rules"] = types.ListValueMust(types.StringType, names)
		elements[i] = types.ObjectValueMust(notified.AttrTypes, values)
	}
	return types.ListValueMust(notified, elements)
}
