// Package notification offers notification rules and the integrations that rules name: the resource soda_notification_rule with
// its list resource, and the data sources of rules and of integrations.
//
// One attribute of a rule is in these places, and in no others: schema.go describes it (the data sources derive theirs from that,
// rule_data_source.go), common or model in model.go holds it, and fromAPI, toAPI and stored in model.go map it to package soda's
// Rule and RuleInput. Of recipients, a further target or kind of trigger is a row of the tables in recipient.go and an attribute
// in schema.go.
//
// What a rule goes through:
//
//	validate  validate.go: what spans attributes; filters check themselves (package filterattr)
//	read      model.fromAPI: a response becomes state. It takes the state before along, since much can be written in several
//	          ways that mean the same: order, sets that are empty or null, two recipients with one target, case in an address.
//	          What means the same stays as the user wrote it, so a plan shows what differs and nothing else
//	plan      plan.go: compares what is to be written with what the organization has. It changes nothing in the plan
//	write     model.toAPI and model.stored: the plan becomes a request, and the response completes it
//
// What this version has no words for (a recipient of a newer type, a newer field) is in no attribute: package soda carries it
// through updates, and unknown.go warns of it. Objects that a plan leaves alone do not come this far: unchanged.go recognizes
// them for the provider's server.
//
// Not here: what filters mean (package filter) and who gets what (package routing), the calls and their guards (package soda),
// webhooks themselves (package webhook).
package notification
