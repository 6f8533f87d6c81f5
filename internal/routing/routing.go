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
func Unknown(name string) *filter.Expr { return opaque(marker{Unknown: name}) }

// Hidden returns a filter that is known and must not be shown. Those of one name and digest are the same.
func Hidden(name, digest string) *filter.Expr { return opaque(marker{Hidden: name, Digest: digest}) }

// marker is what stands in a raw node for a filter that is not there.
type marker struct {
	Unknown string `json:"soda-routes unknown,omitempty"`
	Hidden  string `json:"soda-routes hidden,omitempty"`
	Digest  string `json:"digest,omitempty"`
}

func opaque(m marker) *filter.Expr {
	text, _ := json.Marshal(m) // texts always encode
	return &filter.Expr{Op: filter.Raw, Raw: string(text)}
}

// Describe says what a raw node is.
func Describe(raw *filter.Expr) string {
	var m marker
	_ = json.Unmarshal([]byte(raw.Raw), &m) // other JSON is no marker
	switch {
	case m.Unknown != "":
		return m.Unknown + " (known after apply)"
	case m.Hidden != "":
		return m.Hidden + " (sensitive)"
	default:
		return raw.Text() + " (not understood by this version)"
	}
}
