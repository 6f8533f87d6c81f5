package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

const (
	rulesPath = "/api/v1/notificationRules"
	maxPages  = 5 // of 1,000 objects that are read of one list
)

func firstPage() url.Values { return pageOf(0, 10) }

func pageOf(number, size int) url.Values {
	return url.Values{"page": {strconv.Itoa(number)}, "size": {strconv.Itoa(size)}}
}

// isPage reports whether an object is a page of a list.
func isPage(object map[string]any) bool {
	_, hasContent := object["content"].([]any)
	_, hasTotal := object["totalElements"].(float64)
	return hasContent && hasTotal
}

// readAll makes every read call of the contract.
func (e *examination) readAll(ctx context.Context) {
	for _, op := range contract.Operations() {
		if op.Method != http.MethodGet {
			continue
		}
		switch {
		case op.ID == "testLogin":
			e.login(ctx, op)
		case strings.Contains(op.Path, "{"):
			e.one(ctx, op)
		case op.ID == "listNotificationIntegrations":
			e.findIntegrations(ctx, op)
		case op.Status == contract.Contract:
			e.list(ctx, op, e.webhooksPath())
		default:
			e.list(ctx, op, op.Path)
		}
		if ctx.Err() != nil {
			e.find("interrupted", problem, "The examination was interrupted.")
			e.stopped = true
			return
		}
	}
}

func (e *examination) webhooksPath() string {
	if set := e.options.Settings.IntegrationsPath.Text; set != "" {
		return strings.TrimRight(set, "/")
	}
	return soda.DefaultIntegrationsPath
}

// findIntegrations looks for the list of notification integrations at each path where it may be.
func (e *examination) findIntegrations(ctx context.Context, op contract.Operation) {
	paths := soda.NotificationIntegrationsPaths
	if set := e.options.Settings.NotificationIntegrationsPath.Text; set != "" {
		paths = []string{set}
	}
	for i, path := range paths {
		call := e.list(ctx, op, path)
		call.Note = "not the list"
		if call.HTTP >= 200 && call.HTTP < 300 && call.Objects != nil {
			call.Note = "the list of notification integrations"
			if i > 0 {
				e.find("integrations-path", difference, "The list of notification integrations is at "+path+
					", not at the inferred path. The provider finds it there without configuration.")
			}
			return
		}
	}
	e.find("no-integration-list", difference, "The list of notification integrations is at none of the known paths. Use the ids of integrations "+
		"in rules, or set notification_integrations_path.")
}

// list reads one list, notes what it did, and returns the note.
func (e *examination) list(ctx context.Context, op contract.Operation, path string) *Call {
	e.say("GET %s", path)
	shown := path
	if path != op.Path && !slices.Contains(soda.NotificationIntegrationsPaths, path) {
		shown = "(the configured path)"
	}
	e.report.Calls = append(e.report.Calls, Call{Call: "GET " + shown, Status: string(op.Status)})
	call := &e.report.Calls[len(e.report.Calls)-1]
	r := e.call(ctx, http.MethodGet, path, firstPage(), nil)
	e.lists[op.ID] = false
	call.HTTP, call.Milliseconds, call.RateLimits = r.status, r.took.Milliseconds(), rateLimits(r.header)
	object := r.object()
	switch {
	case r.err != nil:
		_, call.Note = unreachable(r.err)
		e.find("broken-connection", problem, "A call got no response. The list of calls shows which.")
	case r.status == http.StatusForbidden:
		call.Note = "the key is not allowed to make this call"
		e.find("forbidden", problem, "The key is not allowed to read everything (403). The list of calls shows what is missing. Grant the "+
			"missing permission to the key's user or service account, or do not use the data source that needs it.")
	case r.status >= 500:
		call.Note = "the server failed"
		e.find("server-error", problem, "Soda Cloud failed during a call (status 500 or higher). The list of calls shows which.")
	case !r.ok() || !isPage(object):
		call.Note = "not offered"
		if op.Status == contract.Published {
			e.find("not-offered", problem, "A call that Soda documents does not exist. The list of calls shows which.")
		}
	default:
		e.lists[op.ID] = true
		call.Differences = differences(op, r)
		e.noteDifferences(call.Differences)
		e.noteDuplicates(object)
		e.pages(ctx, call, path)
	}
	return call
}

// one reads an object by its id: the first of the list whose items the call is for.
func (e *examination) one(ctx context.Context, op contract.Operation) {
	collection := op.Path[:strings.LastIndex(op.Path, "/")]
	content, _ := e.call(ctx, http.MethodGet, collection, firstPage(), nil).object()["content"].([]any)
	if len(content) == 0 {
		return
	}
	e.say("GET %s", op.Path)
	r := e.call(ctx, http.MethodGet, collection+"/"+url.PathEscape(idOf(content[0])), nil, nil)
	call := Call{Call: "GET " + op.Path, Status: string(op.Status), HTTP: r.status, Milliseconds: r.took.Milliseconds(), RateLimits: rateLimits(r.header), Note: "one object"}
	if r.ok() {
		call.Differences = differences(op, r)
		e.noteDifferences(call.Differences)
	} else if r.status != http.StatusNotFound || r.html() { // a listed object may have gone meanwhile
		e.find("not-offered", problem, "A call that Soda documents does not exist. The list of calls shows which.")
	}
	e.report.Calls = append(e.report.Calls, call)
}

// operationOf returns the operation of the contract with that id.
func operationOf(id string) contract.Operation {
	all := contract.Operations()
	return all[slices.IndexFunc(all, func(op contract.Operation) bool { return op.ID == id })]
}

// differences holds a response to the contract.
func differences(op contract.Operation, r *response) []contract.Difference {
	path := strings.NewReplacer("{", "", "}", "").Replace(op.Path)
	routed, err := contract.Route(httptest.NewRequestWithContext(context.Background(), op.Method, path, nil))
	if err != nil {
		return nil // every operation routes to itself
	}
	return routed.Differences(r.status, r.header, r.body)
}

func (e *examination) noteDifferences(found []contract.Difference) {
	for _, d := range found {
		switch {
		case strings.HasPrefix(d.Place, "content[]") && strings.HasPrefix(d.Fault, "not of type"):
			e.find("odd-objects", difference, "A list contains an object with a field whose type differs from the documented one. The provider leaves such an object out, with a warning.")
		case d.Fault == "unknown value":
			e.find("unknown-enums", difference, "A field has a value that Soda's documentation does not list. The provider shows it, and preserves it "+
				"when it updates other fields.")
		case d.Fault == "unknown field":
			e.find("unknown-fields", difference, "Objects have fields that Soda's documentation does not mention. Updates preserve them.")
		default:
			e.find("contract", difference, "A response does not match the documented schema. The list of calls shows where.")
		}
	}
}

// noteDuplicates looks for elements that an object of the API lists twice where once is meant.
func (e *examination) noteDuplicates(value any) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			e.noteDuplicates(item)
		}
	case map[string]any:
		for name, inner := range v {
			e.noteDuplicates(inner)
			if list, ok := inner.([]any); ok && slices.Contains([]string{"recipients", "triggers", "headers", "scopes"}, name) && repeats(list) {
				e.find("duplicates", difference, "A list inside a rule or a webhook contains the same element twice. The provider counts it once.")
			}
		}
	}
}

func repeats(list []any) bool {
	seen := map[string]bool{}
	for _, item := range list {
		text, _ := json.Marshal(item) // came from JSON
		if seen[string(text)] {
			return true
		}
		seen[string(text)] = true
	}
	return false
}

// pages reads the list in pages of 1,000, and says whether they fit together.
func (e *examination) pages(ctx context.Context, call *Call, path string) {
	var seen []string
	for number := range maxPages {
		object := e.call(ctx, http.MethodGet, path, pageOf(number, 1000), nil).object()
		if !isPage(object) {
			e.find("pages", difference, "A list returns different objects with a page size of 10 than with a page size of 1,000, or it returns no second page.")
			return
		}
		content, total := object["content"].([]any), int(object["totalElements"].(float64))
		call.Objects, call.Pages = &total, number+1
		for _, item := range content {
			seen = append(seen, idOf(item))
		}
		if len(content) == 0 || len(seen) >= total {
			break
		}
	}
	slices.Sort(seen)
	unique := len(slices.Compact(slices.Clone(seen)))
	if unique != len(seen) || len(seen) != *call.Objects && call.Pages < maxPages {
		e.find("pages", difference, fmt.Sprintf("The pages of a list are inconsistent: they contain %d objects with %d ids, but report a total of "+
			"%d. Run this again: someone may have changed the list in the meantime.", len(seen), unique, *call.Objects))
	}
}

// idOf returns the id of an object, however it is called.
func idOf(item any) string {
	object, _ := item.(map[string]any)
	for _, name := range []string{"id", "userId", "userGroupId"} {
		if id, ok := object[name].(string); ok {
			return id
		}
	}
	return ""
}
