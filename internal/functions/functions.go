// Package functions holds the provider's functions, provider::soda::*. They are pure: no configuration, no calls, no clock,
// so they also run in `terraform test` with a mocked provider. What they compute is package routing's and filter's; here
// are their signatures, and Terraform values on the way in and out. Arguments are wholly known: Terraform calls a function
// only then, and takes the result for unknown otherwise.
package functions

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filterattr"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// All returns a constructor for each function.
func All() []func() function.Function {
	return []func() function.Function{
		func() function.Function { return filterMatches },
		func() function.Function { return filterExplain },
		func() function.Function { return filterImplies },
		func() function.Function { return route },
		func() function.Function { return sampleEvent },
	}
}

// pure is a function of its arguments.
type pure struct {
	name       string
	definition function.Definition
	run        func(ctx context.Context, args function.ArgumentsData, result *function.ResultData) *function.FuncError
}

func (f pure) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

func (f pure) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = f.definition
}

func (f pure) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	resp.Error = f.run(ctx, req.Arguments, &resp.Result)
}

func filterParameter(name, description string) function.Parameter {
	return function.DynamicParameter{Name: name, AllowNullValue: true, MarkdownDescription: description +
		" An object as in `soda_notification_rule`, or a JSON string of it; `null` matches everything. OpenTofu does not call a function with an untyped " +
		"`null`, so the result stays unknown: write `jsonencode(x)` where the filter may be null."}
}

var subjectParameter = function.DynamicParameter{
	Name: "subject",
	MarkdownDescription: "The check: an object with Soda's field names, such as `{ datasetTags = [\"finance\"], checkName = \"rows\", " +
		"checkResourceAttribute = { severity = \"high\" } }`. A missing field is unknown; a field with an empty list has no value.",
}

var filterMatches = pure{
	name: "filter_matches",
	definition: function.Definition{
		Summary: "Report whether a filter matches a check",
		MarkdownDescription: "Returns whether the filter of a notification rule matches a check. Soda does not document whether case matters or whether " +
			"`contains` needs a whole tag. If the result depends on that, or on a field that the subject lacks, the call fails and explains why.",
		Parameters: []function.Parameter{filterParameter("filter", "The filter."), subjectParameter},
		Return:     function.BoolReturn{},
	},
	run: func(ctx context.Context, args function.ArgumentsData, result *function.ResultData) *function.FuncError {
		e, s, failed := filterAndSubject(ctx, args)
		if failed != nil {
			return failed
		}
		truth := filter.Match(e, s)
		if truth == filter.Unknown {
			return function.NewFuncError("Cannot determine whether the filter matches. " + missing(e, s))
		}
		return result.Set(ctx, truth == filter.True)
	},
}

var filterExplain = pure{
	name: "filter_explain",
	definition: function.Definition{
		Summary: "Explain why a filter does or does not match a check",
		MarkdownDescription: "Returns the filter as indented text, one line for each `and`, `or`, `not` and comparison, each with `true`, `false` or `unknown`, " +
			"what the check has, and what the result depends on.",
		Parameters: []function.Parameter{filterParameter("filter", "The filter."), subjectParameter},
		Return:     function.StringReturn{},
	},
	run: func(ctx context.Context, args function.ArgumentsData, result *function.ResultData) *function.FuncError {
		e, s, failed := filterAndSubject(ctx, args)
		if failed != nil {
			return failed
		}
		return result.Set(ctx, filter.Explain(e, s))
	},
}

var filterImplies = pure{
	name: "filter_implies",
	definition: function.Definition{
		Summary: "Report whether a filter stays within a bound",
		MarkdownDescription: "Returns `true` if `bound` is proven to match everything that `filter` matches, for every possible check; `false` if some check " +
			"matches `filter` but not `bound`. A platform team can use it in a `precondition` or `validation` to keep a team's filter within the team's own datasets. " +
			"If the result depends on behavior that Soda does not document, the call fails and explains why.",
		Parameters: []function.Parameter{filterParameter("filter", "The narrower filter."), filterParameter("bound", "The wider filter.")},
		Return:     function.BoolReturn{},
	},
	run: func(ctx context.Context, args function.ArgumentsData, result *function.ResultData) *function.FuncError {
		var narrow, wide types.Dynamic
		if failed := args.Get(ctx, &narrow, &wide); failed != nil {
			return failed
		}
		a, err := filterattr.Read(filterattr.Tree(narrow))
		if err != nil {
			return function.NewArgumentFuncError(0, err.Error())
		}
		b, err := filterattr.Read(filterattr.Tree(wide))
		if err != nil {
			return function.NewArgumentFuncError(1, err.Error())
		}
		answer := routing.Implies(a, b)
		if answer.Truth == filter.Unknown {
			return function.NewFuncError("Cannot determine whether the filter stays within the bound: " + answer.Why() + ".")
		}
		return result.Set(ctx, answer.Truth == filter.True)
	},
}

func filterAndSubject(ctx context.Context, args function.ArgumentsData) (*filter.Expr, filter.Subject, *function.FuncError) {
	var written, check types.Dynamic
	if failed := args.Get(ctx, &written, &check); failed != nil {
		return nil, filter.Subject{}, failed
	}
	e, err := filterattr.Read(filterattr.Tree(written))
	if err != nil {
		return nil, filter.Subject{}, function.NewArgumentFuncError(0, err.Error())
	}
	s, err := routing.ReadSubject(filterattr.Tree(check))
	if err == nil && (s.RuleType != "" || s.Trigger != routing.Trigger{}) {
		err = errors.New("rule_type, level and scan_state are not part of a filter; use route() to ask who is notified")
	}
	if err != nil {
		return nil, filter.Subject{}, function.NewArgumentFuncError(1, err.Error())
	}
	return e, s.Subject, nil
}

// missing says what it takes to tell whether e matches.
func missing(e *filter.Expr, s filter.Subject) string {
	var lacks []string
	filter.Walk(e, func(e *filter.Expr) {
		if e.Field == "" {
			return
		}
		name := e.Field
		if e.Attribute != "" {
			name = fmt.Sprintf("%s.%s", e.Field, e.Attribute)
		}
		if _, known := s.Values(e); !known && !slices.Contains(lacks, name) {
			lacks = append(lacks, name)
		}
	})
	if len(lacks) > 0 {
		return "Add to the subject: " + strings.Join(lacks, ", ") + ".\n\n" + filter.Explain(e, s)
	}
	return "It depends on behavior that Soda does not document:\n\n" + filter.Explain(e, s)
}
