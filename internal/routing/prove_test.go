package routing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

func equals(field, value string) *filter.Expr {
	return &filter.Expr{Op: filter.Equals, Field: field, Value: value}
}

func contains(field, value string) *filter.Expr {
	return &filter.Expr{Op: filter.Contains, Field: field, Value: value}
}

func in(field string, values ...string) *filter.Expr {
	return &filter.Expr{Op: filter.In, Field: field, Values: values}
}

func TestSatisfiable(t *testing.T) {
	for name, tc := range map[string]struct {
		e    *filter.Expr
		want filter.Truth
		why  string // a part of it, where it cannot be determined
	}{
		"no filter":                    {nil, filter.True, ""},
		"empty or":                     {or(), filter.False, ""},
		"two names":                    {and(equals("checkName", "a"), equals("checkName", "b")), filter.False, ""},
		"two tags":                     {and(equals("datasetTags", "a"), equals("datasetTags", "b")), filter.True, ""},
		"two owners of a dataset":      {and(equals("datasetOwnerId", "a"), equals("datasetOwnerId", "b")), filter.True, ""},
		"part and its part not":        {and(contains("checkName", "finance"), not(contains("checkName", "fin"))), filter.False, ""},
		"parts that do not overlap":    {and(contains("checkName", "a"), contains("checkName", "b"), not(contains("checkName", "ab"))), filter.True, ""},
		"names in other case":          {and(equals("checkName", "A"), equals("checkName", "a")), filter.Unknown, "case is ignored"},
		"part of a tag, not the tag":   {and(contains("datasetTags", "a"), not(equals("datasetTags", "a"))), filter.Unknown, "whole tag"},
		"composed and decomposed":      {and(equals("checkName", "\u00e9"), not(equals("checkName", "e\u0301"))), filter.False, ""},
		"value before apply":           {and(equals("checkName", "a"), routing.Unknown("var.team")), filter.Unknown, "var.team (known after apply)"},
		"operator of a newer version":  {&filter.Expr{Op: filter.Raw, Raw: `{"type":"x"}`}, filter.Unknown, `raw {"type":"x"}`},
		"unknown or known":             {or(equals("checkName", "a"), routing.Unknown("x")), filter.True, ""},
		"unknown and its negation":     {and(routing.Unknown("x"), not(routing.Unknown("x"))), filter.False, ""},
		"nothing has the empty part":   {not(contains("checkName", "")), filter.True, ""},
		"all that a filter may use up": {and(not(contains("checkName", "-")), not(contains("checkName", "_")), not(contains("checkName", " ")), not(contains("checkName", ".")), not(contains("checkName", "\u4e00")), contains("checkName", "x"), contains("checkName", "y"), not(equals("checkName", "x\u4e01y"))), filter.True, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := routing.Satisfiable(tc.e)
			if got.Truth != tc.want || tc.why != "" && !strings.Contains(got.Why(), tc.why) {
				t.Errorf("got %v because %s, want %v because %s", got.Truth, got.Why(), tc.want, tc.why)
			}
			if got.Truth == filter.True && tc.e != nil && filter.Match(tc.e, *got.Example()) == filter.False {
				t.Errorf("%v does not match its example %v", tc.e, got.Example())
			}
		})
	}
}

func TestNever(t *testing.T) {
	a, b := equals("checkName", "a"), equals("checkName", "b")
	for name, tc := range map[string]struct {
		e    *filter.Expr
		want string // places, "no" where it can match
	}{
		"two of three":         {and(a, equals("datasetTags", "x"), b), "filter.and[0] filter.and[2]"},
		"in an or":             {and(in("checkName", "c", "d"), or(a, and(contains("datasetTags", "x"), b))), "filter.and[0] filter.and[1].or[0] filter.and[1].or[1].and[1]"},
		"under not":            {and(a, not(contains("checkName", "a"))), "filter.and[0] filter.and[1].not"},
		"nothing in a list":    {in("checkName"), "filter"},
		"an empty or":          {and(a, or()), ""},
		"in one reading only":  {and(equals("checkName", "A"), equals("checkName", "a")), "no"},
		"can match":            {or(a, b), "no"},
		"no filter":            {nil, "no"},
		"unknown beside it":    {and(routing.Unknown("x"), a, b), "filter.and[1] filter.and[2]"},
		"unknown could decide": {and(a, or(b, routing.Unknown("x"))), "no"},
	} {
		t.Run(name, func(t *testing.T) {
			conflict, never := routing.Never(tc.e)
			var places []string
			for _, leaf := range conflict {
				places = append(places, leaf.Place)
			}
			got := strings.Join(places, " ")
			if !never {
				got = "no"
			}
			if got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// checkConflict replaces all leaves but those in conflict by raw nodes: still nothing can match; with one leaf less
// something may.
func checkConflict(t *testing.T, seed uint64, e *filter.Expr) {
	t.Helper()
	conflict, never := routing.Never(e)
	if never != (routing.Satisfiable(e).Truth == filter.False) {
		t.Fatalf("seed %d: never %t against %v", seed, never, routing.Satisfiable(e).Truth)
	}
	if !never {
		return
	}
	keep := map[*filter.Expr]bool{}
	for _, leaf := range conflict {
		keep[leaf.Expr] = true
	}
	if got := routing.Satisfiable(blank(e, keep)).Truth; got != filter.False {
		t.Fatalf("seed %d: %v is no conflict of %v: %v", seed, conflict, e, got)
	}
	for _, leaf := range conflict {
		keep[leaf.Expr] = false
		if got := routing.Satisfiable(blank(e, keep)).Truth; got == filter.False {
			t.Fatalf("seed %d: the conflict %v of %v does not need %v", seed, conflict, e, leaf)
		}
		keep[leaf.Expr] = true
	}
}

func blank(e *filter.Expr, keep map[*filter.Expr]bool) *filter.Expr {
	switch e.Op {
	case filter.And, filter.Or, filter.Not:
		copied := *e
		copied.Operands = nil
		for _, operand := range e.Operands {
			copied.Operands = append(copied.Operands, blank(operand, keep))
		}
		return &copied
	case filter.Raw:
		return e
	}
	if keep[e] {
		return e
	}
	return &filter.Expr{Op: filter.Raw, Raw: fmt.Sprintf("%p", e)}
}
