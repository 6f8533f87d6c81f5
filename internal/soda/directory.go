package soda

import (
	"context"
	"net/http"
	"time"
)

var (
	listUsers       = operation{method: http.MethodGet, path: "/api/v1/users", requests: 60}
	listUserGroups  = operation{method: http.MethodGet, path: "/api/v1/userGroups", requests: 60}
	listDatasets    = operation{method: http.MethodGet, path: "/api/v1/datasets", requests: 30, permission: "View dataset"}
	getDataset      = operation{method: http.MethodGet, path: "/api/v1/datasets/{datasetId}", requests: 1000, permission: "View dataset"}
	listDatasources = operation{method: http.MethodGet, path: "/api/v1/datasources", requests: 60, permission: "View datasource"}
	listAttributes  = operation{method: http.MethodGet, path: "/api/v1/attributes", requests: 60}
	listChecks      = operation{method: http.MethodGet, path: "/api/v1/checks", requests: 60, permission: "View dataset"}
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
		users:       newLookup[User](c, listUsers),
		userGroups:  newLookup[UserGroup](c, listUserGroups),
		datasets:    newLookup[Dataset](c, listDatasets),
		datasources: newLookup[Datasource](c, listDatasources),
		attributes:  newLookup[Attribute](c, listAttributes),
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
	Attributes map[string]any `json:"attributes"`
	Owners     []struct {
		User *User `json:"user"` // nil for a group
	} `json:"owners"`
}

// Check is a check on one or several datasets.
type Check struct {
	readable

	ID         string         `json:"id"`
	Name       string         `json:"name"`
	MetricType string         `json:"metricType"`
	Column     string         `json:"column"` // a name
	Attributes map[string]any `json:"attributes"`
	Datasets   []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"datasets"`
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

// Users returns candidates: all users that match the text, and possibly others, since Soda's search is fuzzy. The caller filters.
// Without a text it returns all.
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
	return call(ctx, c, request[Dataset]{op: getDataset, args: []string{id}})
}

// Datasources is as Users, for datasources and parts of their names. Those the key's user may not view are missing.
//
// Contract: GET /api/v1/datasources.
func (c *Client) Datasources(ctx context.Context, text string) ([]Datasource, error) {
	return c.directory.datasources.candidates(ctx, text)
}

// HasUser reports whether the organization has a user with the id, as far as the key's user may see.
func (c *Client) HasUser(ctx context.Context, id string) (bool, error) {
	return c.directory.users.has(ctx, id, nil)
}

// HasUserGroup is as HasUser, for groups.
func (c *Client) HasUserGroup(ctx context.Context, id string) (bool, error) {
	return c.directory.userGroups.has(ctx, id, nil)
}

// HasDataset is as HasUser, for datasets.
func (c *Client) HasDataset(ctx context.Context, id string) (bool, error) {
	return c.directory.datasets.has(ctx, id, c.Dataset)
}

// HasDatasource is as HasUser, for datasources.
func (c *Client) HasDatasource(ctx context.Context, id string) (bool, error) {
	return c.directory.datasources.has(ctx, id, nil)
}

// Attributes returns all attribute definitions, in Soda's order.
//
// Contract: GET /api/v1/attributes.
func (c *Client) Attributes(ctx context.Context) ([]Attribute, error) {
	return c.directory.attributes.candidates(ctx, "")
}

// Checks returns all checks of the datasets that the key's user may view, by name.
//
// Contract: GET /api/v1/checks.
func (c *Client) Checks(ctx context.Context) ([]Check, error) {
	checks, _, err := readAll[Check](ctx, c, listChecks, "")
	return checks, err
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
func (c Check) objectID() string        { return c.ID }
func (c Check) objectName() string      { return c.Name }
