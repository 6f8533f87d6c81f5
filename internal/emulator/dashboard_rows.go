package emulator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// integrationRow is an integration of any type, with the names of its headers and never their values.
type integrationRow struct {
	ID, Type, Name string
	Target         string   // a URL, or channels
	Scopes         []string // a webhook's
	Headers        []string // names
	States         []string
}

// ruleRow is a notification rule.
type ruleRow struct {
	ID, Name, Type string
	Filter         string // "" if it has none
	Recipients     []recipientRow
	Customization  string // "" if it has none
	States         []string
}

type recipientRow struct{ Who, When string }

// deliveryRow is an event that was sent.
type deliveryRow struct {
	ID                 string
	SentAt             moment
	Integration, Event string
	Answer, Error      string // "" if there is none
	Payload            string
}

// requestRow is a line of the log.
type requestRow struct {
	Time                    moment
	Method, Path, Operation string
	Status                  string // "" if none was sent
	Duration, TraceID       string
}

// moment is a time for a machine, and for a reader.
type moment struct{ Stamp, Text string }

// momentOf leaves out the day if it is today.
func momentOf(t, now time.Time) moment {
	t, layout := t.UTC(), time.DateOnly+" 15:04:05.000"
	if t.Format(time.DateOnly) == now.UTC().Format(time.DateOnly) {
		layout = "15:04:05.000"
	}
	return moment{t.Format(time.RFC3339Nano), t.Format(layout)}
}

// budgetRow is how far the rate limit of an operation is used up.
type budgetRow struct {
	Operation           string
	Calls, Refused      int
	Used, Limit, Window int    // calls, and seconds
	Free                string // when the next call may be made
}

// names has what recipients and deliveries are called, by type of recipient and id.
func (e *Emulator) names() map[string]string {
	names := map[string]string{}
	for _, u := range e.directory.Users {
		names["user "+u.UserID] = "user " + u.name()
	}
	for _, g := range e.directory.UserGroups {
		names["userGroup "+g.UserGroupID] = "userGroup " + g.Name
	}
	for _, i := range e.directory.Integrations {
		names["integration "+i.ID] = i.Type + " " + cmp.Or(i.Name, i.ID)
	}
	for _, w := range e.webhooks.listed(e.now()) {
		names["integration "+w.ID] = "webhook " + w.Name
	}
	return names
}

func (e *Emulator) integrationRows() []integrationRow {
	var rows []integrationRow
	for _, i := range e.directory.Integrations {
		rows = append(rows, integrationRow{
			ID: i.ID, Type: i.Type, Name: cmp.Or(i.Name, "unnamed"), Target: strings.Join(i.Channels, ", "),
			States: states(!i.Disabled, !i.Silent, false),
		})
	}
	for _, w := range e.webhooks.listed(e.now()) {
		row := integrationRow{
			ID: w.ID, Type: "webhook", Name: w.Name, Target: shownURL(w.URL), Scopes: w.Scopes,
			States: states(!w.Disabled, w.hasScope(event.AlertNotification), e.webhooks.leaving(w.ID)),
		}
		if w.Secret != "" {
			row.States = append(row.States, "signed")
		}
		for _, h := range w.Headers {
			row.Headers = append(row.Headers, h.Name)
		}
		rows = append(rows, row)
	}
	return rows
}

func states(enabled, notifies, leaving bool) []string {
	states := []string{"enabled"}
	if !enabled {
		states[0] = "disabled"
	}
	if !notifies {
		states = append(states, "not for rules")
	}
	return appendLeaving(states, leaving)
}

func appendLeaving(states []string, leaving bool) []string {
	if leaving {
		return append(states, "deletion pending")
	}
	return states
}

// shownURL leaves out what may be secret in a URL: a user, and the values of the query.
func shownURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "not a URL"
	}
	if u.User != nil {
		u.User = url.User("...")
	}
	var query []string
	for name := range u.Query() {
		query = append(query, url.QueryEscape(name)+"=...")
	}
	slices.Sort(query)
	u.RawQuery, u.Fragment = strings.Join(query, "&"), ""
	return u.String()
}

func (e *Emulator) ruleRow(r *Rule, names map[string]string) ruleRow {
	row := ruleRow{ID: r.ID, Name: r.Name, Type: r.RuleType, States: []string{r.Status}}
	if r.Filter != nil {
		row.Filter = r.Filter.text()
	}
	for _, recipient := range r.Recipients {
		var when []string
		for _, trigger := range recipient.Triggers {
			when = append(when, trigger.text())
		}
		row.Recipients = append(row.Recipients, recipientRow{recipient.text(names), strings.Join(when, ", ")})
	}
	if c := r.Customization; c != nil {
		row.Customization = c.text()
	}
	if r.IsDefault {
		row.States = append(row.States, "default")
	}
	row.States = appendLeaving(row.States, e.rules.leaving(r.ID))
	return row
}

// row takes the place in the log for an id: two deliveries may be alike.
func (d Delivery) row(place int, names map[string]string, now time.Time) deliveryRow {
	row := deliveryRow{
		ID: strconv.Itoa(place), SentAt: momentOf(d.SentAt, now), Integration: cmp.Or(names["integration "+d.IntegrationID], d.IntegrationID),
		Event: d.Event,
	}
	if d.StatusCode != 0 {
		row.Answer = statusText(d.StatusCode)
	}
	if !strings.HasPrefix(d.Error, string(delivery.Status)+": ") { // the answer says it, in words that are not the endpoint's
		row.Error = d.Error
	}
	var payload bytes.Buffer
	if err := json.Indent(&payload, d.Payload, "", "  "); err == nil {
		row.Payload = payload.String()
	}
	return row
}

func (r Request) row(now time.Time) requestRow {
	row := requestRow{
		Time: momentOf(r.Time, now), Method: r.Method, Path: r.Path, Operation: r.OperationID, TraceID: r.TraceID,
		Duration: fmt.Sprintf("%.1f ms", r.Duration.Seconds()*1000),
	}
	if r.Status != 0 {
		row.Status = statusText(r.Status)
	}
	return row
}

func statusText(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}

// budgetRows lists the operations that the emulator offers.
func (e *Emulator) budgetRows() []budgetRow {
	now := e.options.Clock()
	var rows []budgetRow
	for _, o := range contract.Operations() {
		if !e.offers(o) {
			continue
		}
		row := budgetRow{
			Operation: o.ID, Calls: e.calls[o.ID], Refused: e.limited[o.ID], Used: len(e.limiter.recent(o, now)), Limit: o.Requests,
			Window: seconds(e.options.Limits.window(o.Window)), Free: "now",
		}
		if free := e.limiter.free(o, now); free > 0 {
			row.Free = fmt.Sprintf("in %d s", seconds(free))
		}
		rows = append(rows, row)
	}
	return rows
}
