// Package event holds the events that Soda Cloud sends to webhooks: their names, the scope that lets each through, a
// sample payload and a JSON Schema of each. It is pure: package delivery sends them.
package event

import "slices"

// Name is the name of an event, as in the payload's field "event".
type Name string

// The current events. Soda version 3 also had agreement events; they have no scope in version 4.
const (
	Validate          Name = "validate"
	CheckEvaluation   Name = "checkEvaluation"
	IncidentCreated   Name = "incidentCreated"
	IncidentUpdated   Name = "incidentUpdated"
	ContractPublished Name = "contractPublished"
)

// Scope is what a webhook integration subscribes to.
type Scope string

// The scopes of a webhook integration.
const (
	AlertNotification Scope = "alert_notification" // also lets notification rules name the webhook
	Incidents         Scope = "incidents"
	Contracts         Scope = "contracts"
)

// Names lists the current events.
func Names() []Name {
	return []Name{Validate, CheckEvaluation, IncidentCreated, IncidentUpdated, ContractPublished}
}

// Scopes lists the scopes in the order of Soda's dialog.
func Scopes() []Scope { return []Scope{AlertNotification, Incidents, Contracts} }

// Events lists what a webhook with the scope receives, empty for a scope that is not known. Validate goes with any scope.
func (s Scope) Events() []Name {
	if !slices.Contains(Scopes(), s) {
		return nil
	}
	return slices.DeleteFunc(Names(), func(n Name) bool { return !n.GoesWith(s) })
}

// GoesWith reports whether the scope lets the event through.
func (n Name) GoesWith(s Scope) bool { return n == Validate || n.Scope() == s }

// Scope returns the one scope that lets the event through: "" for Validate, which needs none, and for unknown names.
func (n Name) Scope() Scope {
	switch n {
	case CheckEvaluation:
		return AlertNotification
	case IncidentCreated, IncidentUpdated:
		return Incidents
	case ContractPublished:
		return Contracts
	default:
		return ""
	}
}
