package soda

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

var (
	listUsers       = operation{method: http.MethodGet, path: "/api/v1/users", requests: 60}
	listUserGroups  = operation{method: http.MethodGet, path: "/api/v1/userGroups", requests: 60}
	listDatasets    = operation{method: http.MethodGet, path: "/api/v1/datasets", requests: 30, permission: "View dataset"}
	getDataset      = operation{method: http.MethodGet, path: "/api/v1/datasets/{datasetId}", requests: 1000, permission: "View dataset"}
	listDatasources = operation{method: http.MethodGet, path: "/api/v1/datasources", requests: 60, permission: "View datasource"}
	listAttributes  = operation{method: http.MethodGet, path: "/api/v1/attributes", requests: 60}
)

// directory is what rules refer to and this client only looks up.
type directory struct {
	users       *lookup[User]
	userGroups  *lookup[UserGroup]
	datasets    *lookup[Dataset]
	datasources *lookup[Datasource]
	attributes  *lookup[Attribute]
}

func newDirectory(c *Client) directory {
	return directory{
		users:       &lookup[User]{c: c, op: listUsers},
		userGroups:  &lookup[UserGroup]{c: c, op: listUserGroups},
		datasets:    &lookup[Dataset]{c: c, op: listDatasets},
		datasources: &lookup[Datasource]{c: c, op: listDatasources},
		attributes:  &lookup[Attribute]{c: c, op: listAttributes},
	}
}

// User is a user of the organization.
type User struct {
	readable

	ID        string `json:"userId"`
	Email     string `json:"email"`
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
	FullName  string `json:"fullName"`
}

// UserGroup is a group with its members.
type UserGroup struct {
	readable

	ID    string `json:"userGroupId"`
	Name  string `json:"name"`
	Users []User `json:"users"`
}

// Dataset is a dataset. Its datasource carries no id.
type Dataset struct {
	readable

	ID                   string   `json:"id"`
	Name                 string   `json:"name"`
	Label                string   `json:"label"`
	QualifiedName        string   `json:"qualifiedName"`
	DatasetQualifiedName string   `json:"datasetQualifiedName"` // datasource/database/schema/dataset
	CloudURL             string   `json:"cloudUrl"`
	Tags                 []string `json:"tags"`
	Datasource           struct {
		Name  string `json:"name"`
		Label string `json:"label"`
		Type  string `json:"type"`
	} `json:"datasource"`
}

// Datasource is a datasource.
type Datasource struct {
	readable

	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Label     string     `json:"label"`
	Type      string     `json:"type"`
	CreatedAt *time.Time `json:"createdAt"`
	UpdatedAt *time.Time `json:"updatedAt"`
}

// Attribute is the definition of an attribute of datasets, checks or columns.
type Attribute struct {
	readable

	ID            string   `json:"id"`
	Name          string   `json:"name"`
	Label         string   `json:"label"`
	Description   string   `json:"description"`
	ResourceType  string   `json:"resourceType"` // dataset, check, column
	Type          string   `json:"type"`         // text, number, checkbox, datetime, singleSelect, multiSelect
	AllowedValues []string `json:"allowedValues"`
}

// Users returns the users among whom those are that match the text: what Soda's fuzzy search finds, and others. The caller
// compares again. Without a text it returns all.
//
// Contract: GET /api/v1/users.
func (c *Client) Users(ctx context.Context, text string) ([]User, error) {
	return c.directory.users.candidates(ctx, text)
}

// UserGroups is as Users, for groups and their names.
//
// Contract: GET /api/v1/userGroups.
func (c *Client) UserGroups(ctx context.Context, text string) ([]UserGroup, error) {
	return c.directory.userGroups.candidates(ctx, text)
}

// Datasets is as Users, for datasets and their names (not qualified names). Those the key's user may not view are missing.
//
// Contract: GET /api/v1/datasets.
func (c *Client) Datasets(ctx context.Context, text string) ([]Dataset, error) {
	return c.directory.datasets.candidates(ctx, text)
}

// Dataset returns one dataset, or an error for which IsNotFound holds.
//
// Contract: GET /api/v1/datasets/{datasetId}.
func (c *Client) Dataset(ctx context.Context, id string) (*Dataset, error) {
	return call[Dataset](ctx, c, getDataset, nil, id)
}

// Datasources is as Users, for datasources and parts of their names. Those the key's user may not view are missing.
//
// Contract: GET /api/v1/datasources.
func (c *Client) Datasources(ctx context.Context, text string) ([]Datasource, error) {
	return c.directory.datasources.candidates(ctx, text)
}

// Attributes returns all attribute definitions, in Soda's order.
//
// Contract: GET /api/v1/attributes.
func (c *Client) Attributes(ctx context.Context) ([]Attribute, error) {
	return c.directory.attributes.candidates(ctx, "")
}

func (u User) objectID() string         { return u.ID }
func (u User) objectName() string       { return u.Email }
func (g UserGroup) objectID() string    { return g.ID }
func (g UserGroup) objectName() string  { return g.Name }
func (d Dataset) objectID() string      { return d.ID }
func (d Dataset) objectName() string    { return d.Name }
func (d Datasource) objectID() string   { return d.ID }
func (d Datasource) objectName() string { return d.Name }
func (a Attribute) objectID() string    { return a.ID }
func (a Attribute) objectName() string  { return a.Name }

// lookup reads a collection that nobody changes here and that may be large. All look-ups of a run share the first page,
// which mostly is the whole collection. Where it is not, each text costs a search of its own, once, until as many searches
// were made as there are pages: from then on all look-ups share all pages.
type lookup[T object] struct {
	c     *Client
	op    operation
	group singleflight.Group

	mu       sync.Mutex
	parts    map[string]part[T]
	searched []string
}

// part is what was read of a collection.
type part[T object] struct {
	items   []T
	pages   int   // of the whole collection; only the first page tells
	refused error // an answer that asking again will not change
}

// candidates returns the objects among which those are that match the text; all objects where it is empty.
func (l *lookup[T]) candidates(ctx context.Context, text string) ([]T, error) {
	first, err := l.once(ctx, "first page", l.firstPage)
	if err != nil || first.pages <= 1 {
		return first.items, err
	}
	if !l.worthSearching(text, first.pages) {
		all, err := l.once(ctx, "all pages", func(ctx context.Context) (part[T], error) { return l.search(ctx, "") })
		return all.items, err
	}
	found, err := l.once(ctx, "search "+text, func(ctx context.Context) (part[T], error) { return l.search(ctx, text) })
	return union(found.items, first.items), err
}

// worthSearching reports whether to search for the text rather than to read all pages.
func (l *lookup[T]) worthSearching(text string, pages int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if text != "" && len(l.searched) < pages && !slices.Contains(l.searched, text) {
		l.searched = append(l.searched, text)
	}
	return slices.Contains(l.searched, text)
}

func (l *lookup[T]) firstPage(ctx context.Context) (part[T], error) {
	p, err := readPage[T](ctx, l.c, l.op, 0, "")
	if err != nil {
		return part[T]{}, err
	}
	return part[T]{items: p.Content, pages: *p.TotalPages}, nil
}

func (l *lookup[T]) search(ctx context.Context, text string) (part[T], error) {
	items, err := readAll[T](ctx, l.c, l.op, text)
	return part[T]{items: items}, err
}

// once reads a part if it was not read yet. Whoever asks meanwhile waits for the same read, which goes on when the one who
// began it is cancelled, for the others.
func (l *lookup[T]) once(ctx context.Context, name string, read func(context.Context) (part[T], error)) (part[T], error) {
	got := l.group.DoChan(name, func() (any, error) {
		l.mu.Lock()
		known, ok := l.parts[name]
		l.mu.Unlock()
		if ok {
			return known, known.refused
		}
		p, err := read(context.WithoutCancel(ctx))
		if err == nil || isRefusal(err) {
			p.refused = err
			l.keep(name, p)
		}
		return p, err
	})
	select {
	case result := <-got:
		p, _ := result.Val.(part[T])
		return p, result.Err
	case <-ctx.Done():
		return part[T]{}, context.Cause(ctx)
	}
}

func (l *lookup[T]) keep(name string, p part[T]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.parts == nil {
		l.parts = map[string]part[T]{}
	}
	l.parts[name] = p
}

// union returns a, and those of b that are not in it: the first page may hold what a search did not find, and it is what
// errors suggest from.
func union[T object](a, b []T) []T {
	seen := make(map[string]bool, len(a))
	for _, item := range a {
		seen[item.objectID()] = true
	}
	all := slices.Clone(a)
	for _, item := range b {
		if !seen[item.objectID()] {
			all = append(all, item)
		}
	}
	return all
}
