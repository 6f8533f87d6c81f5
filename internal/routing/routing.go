// Package routing says who is notified of what, and proves it where a proof is possible.
//
// A notification rule sends to its recipients, each at its triggers, what its filter matches. Route follows one check or
// scan through a set of rules. Diff compares two sets of rules for every check there can be, recipient by recipient, and
// Lint finds rules that do nothing or the same twice.
//
// Behind both is a decision procedure for filters: Satisfiable, Implies, Disjoint, Equivalent. A filter becomes clauses
// over atoms (a field equals this text, a field contains that text), the texts add how atoms depend on each other, and a
// SAT solver decides. Its model becomes a check that shows the result; Match confirms that check before it is returned.
// Every question is put in every reading (filter.Reading): "proven" is what holds in all of them. What this version does
// not understand and what is not known before an apply (Unknown) are free: nothing is proven that depends on them. Effort
// is bounded by steps and not by time, so that the same question has the same result everywhere.
//
// A field has one value or none, a list such as datasetTags any number. What filters mean for one check is package
// filter's. There is no Terraform here: plans are read in package routes.
package routing

import (
	"encoding/json"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// Unknown returns a filter of which nothing is known; name says what it is, such as a value's place in a plan. Unknowns
// of one name are the same unknown.
func Unknown(name string) *filter.Expr {
	text, _ := json.Marshal(map[string]string{unknownKey: name}) // texts always encode
	return &filter.Expr{Op: filter.Raw, Raw: string(text)}
}

const unknownKey = "unknown until apply"

// describe names what a raw node is.
func describe(raw *filter.Expr) string {
	var marker map[string]string
	if json.Unmarshal([]byte(raw.Raw), &marker) == nil && marker[unknownKey] != "" && len(marker) == 1 {
		return marker[unknownKey] + " (known after apply)"
	}
	return raw.Text() + " (not understood by this version)"
}
