package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// The page has the first so many of a list, and the newest of a log. The filter finds the others.
const (
	maxListed = 500
	maxLogged = 200
)

// dashboard is what the page shows.
type dashboard struct {
	Name         string // of the organization, "" if it has none
	Environment  string // lines for a shell
	SecretHidden bool   // the key's secret is not the public default, so the lines are without it
	Query        string
	Live         bool // the page keeps itself up to date
	LimitsOff    bool

	Integrations list[integrationRow]
	Rules        list[ruleRow]
	Deliveries   list[deliveryRow]
	Requests     list[requestRow]
	Budgets      []budgetRow
}

// list is the part of a list that the page has, with how many the filter lets through and how many there are.
type list[T any] struct {
	Rows            []T
	Matching, Total int
}

// dashboard returns a copy of what the page shows, so that it is rendered without the lock.
func (e *Emulator) dashboard(r *http.Request) *dashboard {
	query := r.URL.Query()
	words := strings.Fields(strings.ToLower(query.Get("q")))
	e.mu.Lock()
	defer e.mu.Unlock()
	d := &dashboard{
		Name:         e.directory.Name,
		SecretHidden: e.options.APIKeySecret != DefaultAPIKeySecret,
		Query:        query.Get("q"),
		Live:         query.Get("live") != "off",
		LimitsOff:    e.options.Limits == LimitsOff,
		Budgets:      e.budgetRows(),
	}
	d.Environment = environment(origin(r), e.options.APIKeyID, d.shownSecret())
	now, names := e.now(), e.names()
	d.Integrations = listOf(e.integrationRows(), func(i integrationRow) integrationRow { return i }, words, maxListed)
	d.Rules = listOf(e.rules.listed(now), func(r *Rule) ruleRow { return e.ruleRow(r, names) }, words, maxListed)
	place := len(e.deliveries)
	d.Deliveries = listOf(newestFirst(e.deliveries), func(d Delivery) deliveryRow {
		place--
		return d.row(place, names, now)
	}, words, maxLogged)
	d.Requests = listOf(newestFirst(e.requests), func(r Request) requestRow { return r.row(now) }, words, maxLogged)
	return d
}

// shownSecret is the key's secret for all to see, if it is.
func (d *dashboard) shownSecret() string {
	if d.SecretHidden {
		return "..."
	}
	return DefaultAPIKeySecret
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
