// Package soda is a client for the alerting side of Soda Cloud's REST API. Each section of the API has a file (rules.go,
// webhooks.go, integrations.go, directory.go); below them are the mechanisms that they share. It does not depend on Terraform:
// schemas, state and diagnostics live above it.
//
//	rules.go  webhooks.go  integrations.go                directory.go
//	     |         |             |                             |
//	write.go: create, replace, remove                      lookup.go: first page, search, all pages
//	     |                                                     |
//	listing.go: one collection, updated by own writes          |
//	     |                                                     |
//	shared.go: one fetch for all callers, with an age ---------+
//	     |
//	page.go: all pages of a list, read again if they are inconsistent
//	     |
//	call.go: prepare, pace (pace.go), build, send, decode, decide
//
// Snapshots. Soda has no call that reads a single rule, so all reads of a phase share one snapshot of the list: a plan costs one
// list call per 1,000 objects. The client adds its own writes to the snapshot. If an object is missing from a snapshot, the client
// checks a second one before it treats the object as deleted. A create or an update relies on a snapshot that is less than a minute
// old, so an apply that waits for the rate limit reads the list again, at most once a minute.
//
// Pacing. Each operation has a sliding window with its published limit. The first write of a process is sent alone, because another
// process may have used up the window. After a 429, the operation waits, and then one request tests whether the limit has room
// again. A request that never reached the server takes no slot.
//
// Retries. Only decide, in call.go, determines whether a call is retried. Reads, deletions and replacements are retried after a
// temporary failure; a create only if nothing was sent, or if the server rejected it with a 429.
//
// Lost responses. If the response to a create is lost or empty, the client looks for the object for as long as the list may lag
// behind. If exactly one new object matches the request, that is it. If there is none, the create is sent again, except after a
// timeout.
//
// One cause, one error. A failure that affects many calls, such as an unreadable list or a refused key, is one CommonError, which
// is remembered for a few seconds.
//
// Secrets. The client knows every secret that it handles, and quotes a server's message only if it contains none of them
// (scrub.go).
package soda
