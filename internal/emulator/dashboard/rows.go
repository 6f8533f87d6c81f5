package dashboard

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// integrationRow is an integration of any type, with the names of its headers and never their values.
type integrationRow struct {
	ID, Type, Name string
	Target         string   // a URL, or channels
	Scopes         []string // a webhook's
	Headers        []string // names
	States         []string
	Fresh          string // how it changed in the last minute: created, changed, or ""
}

// ruleRow is a notification rule.
type ruleRow struct {
	ID, Name, Type string
	Filter         string // "" if it has none
	Recipients     []recipientRow
	Customization  string // "" if it has none
	States         []string
	Fresh          string
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
	Sent, Answer            string // bodies, "" if there is none
}

// receivedRow is a request to the receiver.
type receivedRow struct {
	ID                   string
	Time                 moment
	Method, Path, Status string
	Header, Body         string
}

// harmless are the headers whose values are no secrets.
var harmless = []string{"Accept-Encoding", "Content-Length", "Content-Type", "User-Agent"}

func newReceivedRow(r emulator.Received, number int, now time.Time) receivedRow {
	row := receivedRow{ID: strconv.Itoa(number), Time: momentOf(r.Time, now), Method: r.Method, Path: r.Path, Body: indented(r.Body)}
	if r.Status != 0 {
		row.Status = statusText(r.Status)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		value := hidden
		if slices.Contains(harmless, name) {
			value = r.Header.Get(name)
		}
		row.Header += name + ": " + value + "\n"
	}
	return row
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
	emulator.Budget

	Seconds int    // the window
	Next    string // when the next call may be made
}

// names has what recipients and deliveries are called, by type of recipient and id.
func namesOf(o emulator.Organization) map[string]string {
	names := map[string]string{}
	for _, u := range o.Users {
		names["user "+u.UserID] = "user " + u.Called()
	}
	for _, g := range o.UserGroups {
		names["userGroup "+g.UserGroupID] = "userGroup " + g.Name
	}
	for _, i := range o.Integrations {
		names["integration "+i.ID] = i.Type + " " + cmp.Or(i.Name, i.ID)
	}
	for _, w := range o.Webhooks {
		names["integration "+w.ID] = "webhook " + w.Name
	}
	return names
}

func integrationRows(e *emulator.Emulator, o emulator.Organization, now time.Time) []integrationRow {
	var rows []integrationRow
	for _, i := range o.Integrations {
		rows = append(rows, integrationRow{
			ID: i.ID, Type: i.Type, Name: cmp.Or(i.Name, "unnamed"), Target: strings.Join(i.Channels, ", "),
			States: states(!i.Disabled, !i.Silent, false),
		})
	}
	for _, w := range o.Webhooks {
		row := integrationRow{
			ID: w.ID, Type: "webhook", Name: w.Name, Fresh: fresh(e, w.ID, w.CreatedAt, w.UpdatedAt, now), Target: shownURL(w.URL), Scopes: w.Scopes,
			States: states(!w.Disabled, slices.Contains(w.Scopes, string(event.AlertNotification)), e.Leaving(w.ID)),
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

// fresh says what the last minute did to an object, "" if nothing. To come with the seed is nothing.
func fresh(e *emulator.Emulator, id string, created, updated, now time.Time) string {
	switch {
	case e.Untouched(id) || now.Sub(updated) >= time.Minute:
		return ""
	case updated.Equal(created):
		return "created"
	default:
		return "changed"
	}
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

func newRuleRow(e *emulator.Emulator, r emulator.Rule, names map[string]string, now time.Time) ruleRow {
	row := ruleRow{ID: r.ID, Name: r.Name, Type: r.RuleType, States: []string{r.Status}, Fresh: fresh(e, r.ID, r.CreatedAt, r.UpdatedAt, now)}
	if r.Filter != nil {
		row.Filter = filterText(r.Filter)
	}
	for _, recipient := range r.Recipients {
		var when []string
		for _, trigger := range recipient.Triggers {
			when = append(when, triggerText(trigger))
		}
		row.Recipients = append(row.Recipients, recipientRow{recipientText(recipient, names), strings.Join(when, ", ")})
	}
	if c := r.Customization; c != nil {
		row.Customization = customizationText(c)
	}
	if r.IsDefault {
		row.States = append(row.States, "default")
	}
	row.States = appendLeaving(row.States, e.Leaving(r.ID))
	return row
}

// newDeliveryRow takes the place in the log for an id: two deliveries may be alike.
func newDeliveryRow(d emulator.Delivery, place int, names map[string]string, now time.Time) deliveryRow {
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
	row.Payload = indented(d.Payload)
	return row
}

// indented is an event, which holds no secret, for people: "" for what is no JSON.
func indented(payload []byte) string {
	var text bytes.Buffer
	if err := json.Indent(&text, payload, "", "  "); err != nil {
		return ""
	}
	return text.String()
}
