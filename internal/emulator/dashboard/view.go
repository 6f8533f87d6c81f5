package dashboard

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// The page has the first so many of a list, and the newest of a log. The filter finds the others.
const (
	maxListed = 500
	maxLogged = 200
)

// allTabs is the name of all lists on one page, to keep as a file.
const allTabs = "all"

// view is what the page shows.
type view struct {
	Name         string // of the organization, "" if it has none
	Environment  string // lines for a shell
	SecretHidden bool   // the key's secret is not the public default, so the lines are without it
	Query        string
	Live         bool // the page keeps itself up to date
	Tab          string
	Tabs         []tab
	Status       string // one line
	Trouble      bool   // the status has errors

	Deliveries   list[deliveryRow]
	Received     list[receivedRow]
	Requests     list[requestRow]
	Budgets      []budgetRow
	LimitsOff    bool
	Rules        list[ruleRow]
	Integrations list[integrationRow]
	People       list[personRow]
	Data         list[dataRow]
}

// tab leads to one part of the page.
type tab struct {
	Name, Title, Count, Link string
	Current                  bool
}

// list is the part of a list that the page has, with how many the filter lets through and how many there are.
type list[T any] struct {
	Rows            []T
	Matching, Total int
}

func newView(e *emulator.Emulator, r *http.Request) *view {
	query := r.URL.Query()
	words := strings.Fields(strings.ToLower(query.Get("q")))
	o, rules, now := e.Organization(), e.Rules(), e.Now()
	o.Webhooks = e.Webhooks() // with those that wait for their end
	names := namesOf(o)
	id, secret := e.Key()
	v := &view{
		Name: o.Name, Query: query.Get("q"), Live: query.Get("live") != "off", Tab: query.Get("tab"),
		SecretHidden: secret != emulator.DefaultAPIKeySecret, Budgets: budgetRows(e.Budgets()),
	}
	v.LimitsOff = len(v.Budgets) > 0 && v.Budgets[0].Limit == 0
	v.Environment = emulator.Environment(origin(r), id, v.shownSecret())
	deliveries, requests := e.Deliveries(), e.Requests()
	place := len(deliveries)
	v.Deliveries = listOf(newestFirst(deliveries), func(d emulator.Delivery) deliveryRow {
		place--
		return newDeliveryRow(d, place, names, now)
	}, words, maxLogged)
	v.Requests = listOf(newestFirst(requests), func(r emulator.Request) requestRow { return newRequestRow(r, now) }, words, maxLogged)
	arrived := e.Received()
	number := len(arrived)
	v.Received = listOf(newestFirst(arrived), func(r emulator.Received) receivedRow {
		number--
		return newReceivedRow(r, number, now)
	}, words, maxLogged)
	v.Rules = listOf(rules, func(r emulator.Rule) ruleRow { return newRuleRow(e, r, names, now) }, words, maxListed)
	v.Integrations = listOf(integrationRows(e, o, now), func(i integrationRow) integrationRow { return i }, words, maxListed)
	v.People = listOf(personRows(o), func(p personRow) personRow { return p }, words, maxListed)
	v.Data = listOf(dataRows(o), func(d dataRow) dataRow { return d }, words, maxListed)
	v.setTabs()
	v.setStatus(e, rules, o.Webhooks, deliveries, requests)
	return v
}

func (v *view) setTabs() {
	v.Tabs = []tab{
		{Name: "activity", Title: "Activity", Count: v.Requests.Count()},
		{Name: "rules", Title: "Rules", Count: v.Rules.Count()},
		{Name: "integrations", Title: "Integrations", Count: v.Integrations.Count()},
		{Name: "people", Title: "Users and groups", Count: v.People.Count()},
		{Name: "data", Title: "Data", Count: v.Data.Count()},
		{Name: "limits", Title: "Rate limits"},
		{Name: "environment", Title: "Connect"},
	}
	if v.Tab != allTabs && !slices.ContainsFunc(v.Tabs, func(t tab) bool { return t.Name == v.Tab }) {
		v.Tab = v.Tabs[0].Name
	}
	for i := range v.Tabs {
		t := &v.Tabs[i]
		t.Current, t.Link = t.Name == v.Tab, v.link(t.Name, v.Query, v.Live)
	}
}

// link leads to a tab of the page.
func (v *view) link(tab, query string, live bool) string {
	q := url.Values{"tab": {tab}}
	if query != "" {
		q.Set("q", query)
	}
	if !live {
		q.Set("live", "off")
	}
	return "/?" + q.Encode()
}

// Reload, Toggle and All are links to the same page: as it is, with the pause switched, and without the filter.
func (v *view) Reload() string { return v.link(v.Tab, v.Query, v.Live) }

// Toggle switches the pause.
func (v *view) Toggle() string { return v.link(v.Tab, v.Query, !v.Live) }

// All is without the filter.
func (v *view) All() string { return v.link(v.Tab, "", v.Live) }

func (v *view) setStatus(e *emulator.Emulator, rules []emulator.Rule, hooks []emulator.Webhook, ds []emulator.Delivery, rs []emulator.Request) {
	leaving, failed := 0, 0
	for _, r := range rules {
		if e.Leaving(r.ID) {
			leaving++
		}
	}
	for _, w := range hooks {
		if e.Leaving(w.ID) {
			leaving++
		}
	}
	for _, r := range rs {
		if r.Status == 0 || r.Status >= http.StatusBadRequest {
			failed++
		}
	}
	for _, d := range ds {
		if d.Error != "" {
			failed++
		}
	}
	v.Trouble = failed > 0
	v.Status = fmt.Sprintf("%s, %s, %d waiting for deletion, %s, %s",
		counted(len(rules), "rule"), counted(len(hooks), "webhook"), leaving, counted(len(rs), "request"), counted(failed, "error"))
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// shownSecret is the key's secret for all to see, if it is.
func (v *view) shownSecret() string {
	if v.SecretHidden {
		return "..."
	}
	return emulator.DefaultAPIKeySecret
}

// origin is where the page was asked for, so that a copied line leads to the same place.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func newestFirst[T any](log []T) []T {
	log = slices.Clone(log)
	slices.Reverse(log)
	return log
}

// listOf makes rows of the items, and keeps the first so many that have all words. It looks at the whole row: so a row holds
// what can be read on the page and nothing else.
func listOf[Item, Row any](items []Item, row func(Item) Row, words []string, limit int) list[Row] {
	l := list[Row]{Total: len(items)}
	for _, item := range items {
		if len(words) == 0 && len(l.Rows) == limit {
			l.Matching = l.Total
			break
		}
		made := row(item)
		if !hasAll(strings.ToLower(fmt.Sprint(made)), words) {
			continue
		}
		if l.Matching++; l.Matching <= limit {
			l.Rows = append(l.Rows, made)
		}
	}
	return l
}

func hasAll(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}

// Count is as in "300", or "12 of 300" with a filter.
func (l list[T]) Count() string {
	if l.Matching == l.Total {
		return fmt.Sprint(l.Total)
	}
	return fmt.Sprintf("%d of %d", l.Matching, l.Total)
}

// Cut reports whether there are more than the page has.
func (l list[T]) Cut() bool { return len(l.Rows) < l.Matching }
