package routing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter/filtertest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

func TestLint(t *testing.T) {
	pager := to("pager", "critical")
	for name, tc := range map[string]struct {
		rules []routing.Rule
		want  string
	}{
		"nothing": {[]routing.Rule{rule("a", finance, pager), rule("b", gold, pager)}, ""},
		"never": {[]routing.Rule{rule("a", and(equals("checkName", "x"), equals("checkName", "y")), pager)},
			`a can never match: filter.and[0] (checkName equals "x") and filter.and[1] (checkName equals "y") exclude each other; pager is notified by no active rule`},
		"never, paused":        {[]routing.Rule{paused(rule("a", or(), pager)), rule("b", nil, pager)}, ""},
		"always":               {[]routing.Rule{rule("a", or(finance, not(finance)), pager)}, "a matches everything: its filter can be left out"},
		"everything on demand": {[]routing.Rule{rule("a", nil, pager)}, ""},
		"duplicate": {[]routing.Rule{rule("a", or(finance, gold), pager, to("chat", "critical")), rule("b", in("datasetTags", "gold", "finance"), pager, to("mail", "critical"))},
			"b notifies pager (critical) of the same results as a"},
		"contained": {[]routing.Rule{rule("narrow", and(finance, gold), pager), rule("wide", finance, to("pager", "critical", "warning"))},
			"narrow notifies pager (critical) of nothing that wide does not"},
		"contained, other level":    {[]routing.Rule{rule("narrow", and(finance, gold), to("pager", "info")), rule("wide", finance, pager)}, ""},
		"contained in no filter":    {[]routing.Rule{rule("narrow", finance, pager), rule("wide", nil, pager)}, "narrow notifies pager (critical) of nothing that wide does not"},
		"contained in one reading":  {[]routing.Rule{rule("narrow", equals("checkName", "A"), pager), rule("wide", equals("checkName", "a"), pager)}, ""},
		"recipient of paused rules": {[]routing.Rule{paused(rule("a", finance, pager)), rule("b", gold, to("mail", "critical"))}, "pager is notified by no active rule"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range routing.Lint(tc.rules) {
				got = append(got, f.String())
			}
			if strings.Join(got, "; ") != tc.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), tc.want)
			}
		})
	}
}

// TestLint_proofs holds what Lint takes from examples against proofs, for random rules of one recipient.
func TestLint_proofs(t *testing.T) {
	for seed := range uint64(200) {
		r := filtertest.New(seed)
		var rules []routing.Rule
		for i := range 6 {
			rules = append(rules, rule(fmt.Sprint(i), random(r, 1+r.IntN(6)), to("pager", "critical")))
		}
		var got, want []string
		for _, f := range routing.Lint(rules) {
			got = append(got, fmt.Sprint(f.Rule, " ", f.Problem, " ", f.Other))
		}
		for i, a := range rules {
			if _, never := routing.Never(a.Filter); never {
				want = append(want, fmt.Sprint(i, " never "))
				continue
			}
			if a.Filter != nil && routing.Implies(nil, a.Filter).Truth == filter.True {
				want = append(want, fmt.Sprint(i, " always "))
			}
			for j, b := range rules {
				if _, never := routing.Never(b.Filter); never || i == j || routing.Implies(a.Filter, b.Filter).Truth != filter.True {
					continue
				}
				if routing.Implies(b.Filter, a.Filter).Truth != filter.True {
					want = append(want, fmt.Sprint(i, " contained ", j))
				} else if i > j {
					want = append(want, fmt.Sprint(i, " duplicate ", j))
				}
			}
		}
		got = slices.DeleteFunc(got, func(f string) bool { return strings.Contains(f, "silent") })
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: got %q, want %q", seed, got, want)
		}
	}
}
