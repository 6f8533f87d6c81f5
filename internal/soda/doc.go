// Package soda is a client for the alerting side of Soda Cloud's REST API. Each section of the API has a file (rules.go,
// webhooks.go, integrations.go, directory.go); below them are the mechanisms that they share. It knows nothing of Terraform:
// schemas, state and diagnostics live above it.
//
//	rules.go  webhooks.go  integrations.go                directory.go
//	     |         |             |                             |
//	write.go: create, replace, remove                      lookup.go: first page, search, all pages
//	     |                                                     |
//	listing.go: one collection, own writes entered             |
//	     |                                                     |
//	shared.go: one fetch for all who ask, with an age ---------+
//	     |
//	page.go: all pages of a list, read again if they do not fit together
//	     |
//	call.go: prepare, pace (pace.go), build, send, decode, decide
//
// Snapshots. Soda has no call that reads one rule, so all reads of a phase share one snapshot of the list: a plan costs one list
// call per 1,000 objects. What this client writes is entered into the snapshot. An object that a snapshot lacks is looked for in
// a second one before it counts as gone. A create or an update relies on a snapshot that is younger than a minute, so an apply
// that waits for the rate limit reads the list again, once a minute at most.
//
// Pacing. Each operation has a sliding window over its published limit; the first write of a process goes alone, since another
// process may have used the window. A 429 holds the operation back, and then one request finds out whether it is over. A request
// that never reached the server takes no slot.
//
// Repeats. Only decide, in call.go, says whether a call is made once more. Reads, deletions and replacements are repeated after a
// failure that may pass; a create only if nothing of it was sent, or if the server refused it with a 429.
//
// Lost responses. A create whose response is lost or empty is looked for in the list for as long as the list may lag behind:
// exactly one new object that is as it was sent is the one. If there is none it is sent again, except after a timeout.
//
// One cause, one error. A failure that many share, such as a list that fails or a key that is refused, is one CommonError,
// remembered for a few seconds.
//
// Secrets. The client knows every secret that it has anything to do with, and shows a server's words only if none of them is in
// there (scrub.go).
package soda
