package emulator

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// What the quirks do that are more than a line where their name is.

// onText lets change rewrite what people write: names of rules and webhooks, and email addresses.
func onText(change func(string) string) func(map[string]any) {
	return func(body map[string]any) {
		onName(change)(body)
		onEmail(change)(body)
	}
}

func onName(change func(string) string) func(map[string]any) {
	return func(body map[string]any) { changeText(body, "name", change) }
}

func onEmail(change func(string) string) func(map[string]any) {
	return func(body map[string]any) {
		recipients, _ := body["recipients"].([]any)
		for _, r := range recipients {
			if r, ok := r.(map[string]any); ok {
				changeText(r, "email", change)
			}
		}
	}
}

func changeText(object map[string]any, field string, change func(string) string) {
	if text, ok := object[field].(string); ok {
		object[field] = change(text)
	}
}

// rewriteRequest lets the quirks that are on change the body of a call that has been validated.
func (e *Emulator) rewriteRequest(c *call) {
	for _, q := range quirkTable {
		if _, on := e.quirk(q.Name); on && q.request != nil {
			c.body = rewritten(c.body, func(tree any) {
				if body, ok := tree.(map[string]any); ok {
					q.request(body)
				}
			})
		}
	}
}

// spelt returns a permission as texts of refusals have it.
func (e *Emulator) spelt(permission string) string {
	if _, on := e.quirk(OrganizationSpelling); on {
		return strings.Replace(permission, "ORGANISATION", "ORGANIZATION", 1)
	}
	return permission
}

// shownFrom is when lists show what is written now.
func (e *Emulator) shownFrom() time.Time {
	value, _ := e.quirk(ListLag)
	lag, _ := time.ParseDuration(value) // checked; "" is none
	return e.now().Add(lag)
}

// redirected answers with the page of the portal where it leads to this emulator.
func redirected(r *http.Request, target string) answer {
	if r.URL.Path == target {
		return webPage(http.StatusOK)
	}
	a := webPage(http.StatusFound)
	a.header.Set("Location", target)
	return a
}

// usualIntegrationsPath is where the contract has the list of notification integrations.
const usualIntegrationsPath = "/api/v1/notificationIntegrations"

// reroute returns a copy of the request: with the usual path where it has that of the quirk, and with an unknown one where
// it has the usual path.
func (e *Emulator) reroute(r *http.Request) *http.Request {
	r = r.Clone(r.Context())
	switch path, on := e.quirk(IntegrationsPath); {
	case !on || path == usualIntegrationsPath || r.Method != http.MethodGet:
	case r.URL.Path == path:
		r.URL.Path, r.URL.RawPath = usualIntegrationsPath, ""
	case r.URL.Path == usualIntegrationsPath:
		r.URL.Path, r.URL.RawPath = "/unknown", ""
	}
	return r
}

func (e *Emulator) conflictAs400(_ *call, _ string, a *answer) {
	if a.status == http.StatusConflict {
		a.status = http.StatusBadRequest
	}
}

// emptySuccess takes the body from an answer to a write. A test of a webhook keeps it: it is a result, not an object.
func (e *Emulator) emptySuccess(c *call, value string, a *answer) {
	if a.status != http.StatusOK || c.request.Method == http.MethodGet || c.Operation.ID == "testWebhookIntegration" {
		return
	}
	location := c.request.URL.EscapedPath()
	if id := idOf(a.body); id != "" && len(c.Params) == 0 {
		location += "/" + url.PathEscape(id)
	}
	if value == "turns" {
		value = []string{"201", "202", "204"}[(e.turn.Add(1)-1)%3]
	}
	a.status, _ = strconv.Atoi(value) // checked
	a.body = nil
	a.header.Del("Content-Type")
	a.header.Set("Location", location)
}

// duplicate repeats the first element of each list inside an object.
func (e *Emulator) duplicate(_ *call, _ string, a *answer) {
	a.body = rewritten(a.body, func(tree any) {
		visit(tree, func(object map[string]any) {
			for _, name := range unordered {
				if list, ok := object[name].([]any); ok && len(list) > 0 && name != "expressions" {
					object[name] = append(list, list[0])
				}
			}
		})
	})
}

// visit calls f with every object of a tree, the inner ones first.
func visit(tree any, f func(map[string]any)) {
	switch v := tree.(type) {
	case []any:
		for _, item := range v {
			visit(item, f)
		}
	case map[string]any:
		for _, item := range v {
			visit(item, f)
		}
		f(v)
	}
}

func isRetryAfter(value string) error {
	if _, err := strconv.Atoi(value); err == nil {
		return nil
	}
	if among("past", "date", "text")(value) != nil {
		return errors.New("must be a number of seconds, past, date or text")
	}
	return nil
}

// setRetryAfter leaves alone what a fault has set.
func (e *Emulator) setRetryAfter(c *call, value string, a *answer) {
	if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") != "" {
		return
	}
	now := e.options.Clock()
	switch value {
	case "past":
		value = httpDate(now.Add(-time.Hour))
	case "date": // whole seconds, so a second later
		e.mu.Lock()
		free := e.limiter.free(c.Operation, now)
		e.mu.Unlock()
		value = httpDate(now.Add(free + time.Second))
	case "text":
		value = "soon"
	}
	a.header.Set("Retry-After", value)
}

// skewDate moves the clock of the server, by which it also says when to come again.
func (e *Emulator) skewDate(_ *call, value string, a *answer) {
	skew, _ := time.ParseDuration(value) // checked
	a.header.Set("Date", httpDate(e.options.Clock().Add(skew)))
	if at, err := http.ParseTime(a.header.Get("Retry-After")); err == nil {
		a.header.Set("Retry-After", httpDate(at.Add(skew)))
	}
}

func httpDate(t time.Time) string { return t.UTC().Format(http.TimeFormat) }
