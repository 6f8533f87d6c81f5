package event

import "time"

// The payloads, field by field. Soda marks no field as required and publishes no schema files, so a receiver should treat
// all but event as optional, ignore fields it does not know and accept values beyond the enums named here.

// ValidatePayload proves that an endpoint answers.
type ValidatePayload struct {
	Event  Name      `json:"event"`
	SentAt time.Time `json:"sentAt"` // up to nine fraction digits, UTC
}

// CheckEvaluationPayload carries check results that raised an alert under a notification rule.
type CheckEvaluationPayload struct {
	Event        Name          `json:"event"`
	CheckResults []CheckResult `json:"checkResults"` // how many come in one event is not published
}

// IncidentPayload is sent when an incident is created and, without the callback, when it changes.
type IncidentPayload struct {
	Event    Name     `json:"event"`
	Incident Incident `json:"incident"`
	// Open question: version 4 lists this field inside the incident; version 3 and the ServiceNow guide have it here.
	IncidentLinkCallbackURL string `json:"incidentLinkCallbackUrl,omitempty"`
}

// ContractPublishedPayload is sent when a contract is published, first time or again.
type ContractPublishedPayload struct {
	Event    Name     `json:"event"`
	Contract Contract `json:"contract"`
}

// CheckResult is one evaluated check.
type CheckResult struct {
	ID            string      `json:"id"`
	SodaCloudURL  string      `json:"sodaCloudUrl"`
	Name          string      `json:"name"`
	Definition    string      `json:"definition"` // the check as YAML text
	Datasets      []Dataset   `json:"datasets"`
	Column        string      `json:"column,omitempty"`
	Attributes    []Attribute `json:"attributes"`  // doubt: the type of its items is inferred from those of a dataset
	Value         float64     `json:"value"`       // the value computed for the check
	Diagnostics   Diagnostics `json:"diagnostics"` // replaced by value
	DataTimestamp time.Time   `json:"dataTimestamp"`

	// pass, fail, notEvaluated or excluded. Open question: the REST API's enum of that name also has warn.
	EvaluationStatus string `json:"evaluationStatus"`

	// Replaced by evaluationStatus. Open question: pass, warn, fail in version 3; pass, fail, error in version 4.
	Outcome string `json:"outcome"`
}

// Diagnostics is what carried a check's value before.
type Diagnostics struct {
	Value float64 `json:"value"`
}

// Dataset is a dataset as seen in a check result.
type Dataset struct {
	ID           string      `json:"id"`
	SodaCloudURL string      `json:"sodaCloudUrl"`
	Name         string      `json:"name"`
	Label        string      `json:"label"`
	Tags         []string    `json:"tags"`
	Owners       []Owner     `json:"owners"` // doubt: a list in the newest test tool, a single object "owner" in version 3
	Datasource   Datasource  `json:"datasource"`
	Attributes   []Attribute `json:"attributes"`
}

// Owner is a user, by email address, or a user group, by name.
type Owner struct {
	Type  string `json:"type"` // user or userGroup
	ID    string `json:"id"`
	Email string `json:"email,omitempty"`
	Name  string `json:"name,omitempty"`
}

// Datasource is where a dataset lives.
type Datasource struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Label string `json:"label"`
}

// Attribute is one attribute of a check or dataset.
type Attribute struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Name  string `json:"name"`
	Value string `json:"value"` // doubt: how numbers, dates and several values are written is not published
}

// Incident is an incident, as of the event.
type Incident struct {
	ID           string    `json:"id"`
	SodaCloudURL string    `json:"sodaCloudUrl"`
	Number       int       `json:"number"`
	Title        string    `json:"title"`
	Description  string    `json:"description"`
	Created      time.Time `json:"created"`     // createdTimestamp in version 3
	LastUpdated  time.Time `json:"lastUpdated"` // lastUpdatedTimestamp in version 3

	// Open question: minor, major, critical in the REST API and version 3; low, medium, high, critical in version 4.
	Severity string `json:"severity"`

	// Open question: reported, investigating, fixing, resolved in the REST API; version 4 gives an open list with in_progress.
	Status string `json:"status"`

	Reporter     User          `json:"reporter"`
	Lead         *User         `json:"lead,omitempty"` // absent until someone leads; listed for version 3 only
	CheckResults []CheckResult `json:"checkResults"`
}

// User is a person of the organization.
type User struct {
	ID    string `json:"id"`
	Email string `json:"email"`
}

// Contract is a data contract, as published.
type Contract struct {
	Dataset    string   `json:"dataset"`  // qualified name
	Prefixes   []string `json:"prefixes"` // replaced by dataset
	Datasource string   `json:"datasource"`
	Author     User     `json:"author"`
	Contents   string   `json:"contents"` // the whole contract as YAML text
}
