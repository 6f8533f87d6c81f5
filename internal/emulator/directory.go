package emulator

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// What follows is the organization around rules and webhooks: only looked up, never written through the API.

// User is a person. The first one of an organization owns the key.
type User struct {
	UserID    string `json:"userId"`
	Email     string `json:"email"`
	FirstName string `json:"firstName,omitempty"`
	LastName  string `json:"lastName,omitempty"`
	FullName  string `json:"fullName,omitempty"`
}

// UserGroup is a group with its members.
type UserGroup struct {
	UserGroupID string `json:"userGroupId"`
	Name        string `json:"name"`
	Users       []User `json:"users"`
}

// Dataset is a table or view.
type Dataset struct {
	ID                   string             `json:"id"`
	Name                 string             `json:"name"`
	Label                string             `json:"label,omitempty"`
	QualifiedName        string             `json:"qualifiedName,omitempty"`
	DatasetQualifiedName string             `json:"datasetQualifiedName,omitempty"`
	CloudURL             string             `json:"cloudUrl"`
	Datasource           *DatasetDatasource `json:"datasource,omitempty"`
	Tags                 []string           `json:"tags,omitempty"`
	Attributes           map[string]any     `json:"attributes,omitempty"`
	Owners               []DatasetOwner     `json:"owners,omitempty"`
	Checks               int                `json:"checks"`
	Incidents            int                `json:"incidents"`
	HealthStatus         int                `json:"healthStatus"`
	DataQualityStatus    string             `json:"dataQualityStatus,omitempty"`
	LastUpdated          *time.Time         `json:"lastUpdated,omitempty"`
}

// DatasetDatasource is a datasource as datasets show it: without its id.
type DatasetDatasource struct {
	Name   string `json:"name,omitempty"`
	Label  string `json:"label,omitempty"`
	Type   string `json:"type,omitempty"`
	Prefix string `json:"prefix,omitempty"`
}

// DatasetOwner is a user or a group.
type DatasetOwner struct {
	Type      string             `json:"type"`
	User      *User              `json:"user,omitempty"`
	UserGroup *DatasetOwnerGroup `json:"userGroup,omitempty"`
}

// DatasetOwnerGroup is a user group without its members.
type DatasetOwnerGroup struct {
	UserGroupID string `json:"userGroupId"`
	Name        string `json:"name"`
}

// Datasource is a connection to where datasets live.
type Datasource struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Label     string     `json:"label,omitempty"`
	Type      string     `json:"type,omitempty"`
	CreatedAt *time.Time `json:"createdAt,omitempty"`
	UpdatedAt *time.Time `json:"updatedAt,omitempty"`
}

// Attribute is the definition of an attribute of datasets, checks or columns.
type Attribute struct {
	ID            string   `json:"id"`
	Name          string   `json:"name"`
	Label         string   `json:"label"`
	Description   string   `json:"description,omitempty"`
	ResourceType  string   `json:"resourceType"`
	Type          string   `json:"type"`
	AllowedValues []string `json:"allowedValues,omitempty"`
}

// Check is a check on datasets. It carries no result.
type Check struct {
	ID               string           `json:"id"`
	Name             string           `json:"name"`
	CheckType        string           `json:"checkType,omitempty"`
	MetricType       string           `json:"metricType,omitempty"`
	Definition       string           `json:"definition,omitempty"`
	Column           string           `json:"column,omitempty"`
	Attributes       map[string]any   `json:"attributes,omitempty"`
	Datasets         []CheckDataset   `json:"datasets"`
	Incidents        []map[string]any `json:"incidents"`
	EvaluationStatus string           `json:"evaluationStatus"`
	CreatedAt        *time.Time       `json:"createdAt"`
}

// CheckDataset is a dataset as checks show it.
type CheckDataset struct {
	ID            string `json:"id"`
	Name          string `json:"name,omitempty"`
	QualifiedName string `json:"qualifiedName,omitempty"`
	CloudURL      string `json:"cloudUrl,omitempty"`
}

func (e *Emulator) testLogin(*call) (any, error) {
	return map[string]string{"organisationName": cmp.Or(e.organization().Name, "Emulated organization")}, nil
}

func (e *Emulator) listUsers(c *call) (any, error) {
	return paged(c, matching(e.organization().Users, func(u User) bool {
		return fuzzy(c.Query("search"), u.FullName+" "+u.FirstName+" "+u.LastName+" "+u.Email)
	})), nil
}

func (e *Emulator) listUserGroups(c *call) (any, error) {
	return paged(c, matching(e.organization().UserGroups, func(g UserGroup) bool {
		return fuzzy(c.Query("search"), g.Name)
	})), nil
}

func (e *Emulator) listDatasets(c *call) (any, error) {
	return paged(c, matching(e.organization().Datasets, func(d Dataset) bool { return fuzzy(c.Query("search"), d.Name) })), nil
}

func (e *Emulator) getDataset(c *call) (any, error) {
	datasets, id := e.organization().Datasets, c.Params["datasetId"]
	i := slices.IndexFunc(datasets, func(d Dataset) bool { return d.ID == id })
	if i < 0 {
		return nil, notFound("dataset", id)
	}
	return datasets[i], nil
}

func (e *Emulator) listDatasources(c *call) (any, error) {
	return paged(c, matching(e.organization().Datasources, func(d Datasource) bool {
		return strings.Contains(strings.ToLower(d.Name), strings.ToLower(c.Query("search")))
	})), nil
}

func (e *Emulator) listAttributes(c *call) (any, error) {
	return paged(c, e.organization().Attributes), nil
}

func (e *Emulator) listChecks(c *call) (any, error) {
	return paged(c, e.organization().Checks), nil
}

// organization returns what Seed has put there. The result can be used without the lock: Seed replaces it as a whole, and nothing
// changes it.
func (e *Emulator) organization() Organization {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.directory
}

func matching[T any](all []T, match func(T) bool) []T {
	var some []T
	for _, item := range all {
		if match(item) {
			some = append(some, item)
		}
	}
	return some
}

// fuzzy reports whether the letters of search occur in text in that order, in any case. Soda says no more than that its
// search is fuzzy; this one finds too much, as a client must expect.
func fuzzy(search, text string) bool {
	rest := []rune(strings.ToLower(search))
	for _, r := range strings.ToLower(text) {
		if len(rest) > 0 && r == rest[0] {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// sorted returns a copy in the order in which Soda lists.
func (o Organization) sorted() Organization {
	o.Users = slices.SortedStableFunc(slices.Values(o.Users), func(a, b User) int { return cmp.Compare(a.Called(), b.Called()) })
	o.UserGroups = slices.SortedStableFunc(slices.Values(o.UserGroups), func(a, b UserGroup) int {
		return cmp.Compare(a.Name, b.Name)
	})
	for i, group := range o.UserGroups {
		o.UserGroups[i].Users = append([]User{}, group.Users...) // a list in answers, never null
	}
	o.Datasets = slices.SortedStableFunc(slices.Values(o.Datasets), func(a, b Dataset) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.datasourceName(), b.datasourceName()))
	})
	o.Checks = slices.SortedStableFunc(slices.Values(o.Checks), func(a, b Check) int { return cmp.Compare(a.Name, b.Name) })
	for i := range o.Checks {
		o.Checks[i].complete()
	}
	return o
}

// complete fills in what responses have and seeds may leave out.
func (c *Check) complete() {
	if c.Datasets == nil {
		c.Datasets = []CheckDataset{}
	}
	if c.Incidents == nil {
		c.Incidents = []map[string]any{}
	}
	c.EvaluationStatus = cmp.Or(c.EvaluationStatus, "notEvaluated")
	c.CreatedAt = cmp.Or(c.CreatedAt, &seeded)
}

// seeded is when a check was created whose seed does not say.
var seeded = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

// Called is what people call the user: a name, or else the address.
func (u User) Called() string {
	return cmp.Or(u.FullName, strings.TrimSpace(u.FirstName+" "+u.LastName), u.Email)
}

func (d Dataset) datasourceName() string {
	if d.Datasource == nil {
		return ""
	}
	return d.Datasource.Name
}
