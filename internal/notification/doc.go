// Package notification implements notification rules and the integrations that rules refer to: the resource soda_notification_rule
// with its list resource, and the data sources for rules and integrations.
//
// An attribute of a rule is in these places only: schema.go describes it (the data sources derive their schemas from that in
// rule_data_source.go), common or model in model.go contains it, and fromAPI, toAPI and stored in model.go map it to package soda's
// Rule and RuleInput. To add a recipient's target or kind of trigger, add a row to the tables in recipient.go and an attribute to
// schema.go.
//
// The stages of a rule:
//
//	validate  validate.go: rules that span attributes; filters validate themselves (package filterattr)
//	read      model.fromAPI: a response becomes state. It also takes the prior state, because the same thing can be written in
//	          several ways: order, sets that are empty or null, two recipients with one target, case in an address. Equal values
//	          stay as the user wrote them, so a plan shows only real differences
//	plan      plan.go: compares the planned rule with the organization. It does not change the plan
//	write     model.toAPI and model.stored: the plan becomes a request, and the response completes it
//
// Parts of a rule that this version does not know (a recipient of a newer type, a newer field) are in no attribute: package soda
// preserves them in updates, and unknown.go warns about them. Objects that a plan does not change never get here: unchanged.go
// recognizes them for the provider's server.
//
// Other packages define the meaning of filters (filter), who is notified (routing), the calls and their safeguards (soda), and
// webhooks themselves (webhook).
package notification
