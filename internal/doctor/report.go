package doctor

import (
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/contract"
)

// SchemaVersion is that of the report's JSON. docs/schemas/doctor-report.json describes it.
const SchemaVersion = 1

// Report is what an examination found. It holds no value, name, id or host of the organization: its texts are this package's own,
// its numbers are counts and times, and of responses it has the names of fields.
type Report struct {
	Schema  int    `json:"schema"`
	Version string `json:"version"` // of the program
	Write   bool   `json:"write"`   // whether it wrote
	Region  string `json:"region"`  // eu, us, loopback or other
	KeyFrom string `json:"keyFrom"` // environment, profile, flags or several places

	TLS                string `json:"tls,omitempty"`
	ClockOffsetSeconds *int   `json:"clockOffsetSeconds,omitempty"` // of the server's clock

	Verdict    []Feature `json:"verdict"`
	Findings   []Finding `json:"findings"`
	Calls      []Call    `json:"calls"`
	Answers    []Answer  `json:"answers"`
	LeftBehind int       `json:"leftBehind"` // objects of its own that could not be removed
}

// Severity is how much a finding matters.
type Severity string

// The severities.
const (
	problem    Severity = "problem"    // something does not work
	difference Severity = "difference" // Soda Cloud behaves in another way than documented or assumed
)

// Finding is something out of the ordinary.
type Finding struct {
	ID       string   `json:"id"` // as in "clock-skew"
	Severity Severity `json:"severity"`
	Text     string   `json:"text"`
}

// Call is what one call of the API did.
type Call struct {
	Call         string                `json:"call"`   // as in "GET /api/v1/users"
	Status       string                `json:"status"` // published, inferred or contract: how much Soda publishes of it
	HTTP         int                   `json:"http"`   // status of the response, 0 for none
	Milliseconds int64                 `json:"milliseconds"`
	RateLimits   map[string]string     `json:"rateLimits,omitempty"` // headers
	Objects      *int                  `json:"objects,omitempty"`
	Pages        int                   `json:"pages,omitempty"` // read
	Differences  []contract.Difference `json:"differences,omitempty"`
	Note         string                `json:"note,omitempty"`
}

// Answer is what an experiment says to a question that Soda's documents leave open.
type Answer struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Feature is a part of the provider, and whether it works with the organization.
type Feature struct {
	Feature string `json:"feature"`
	Works   Works  `json:"works"`
	Why     string `json:"why,omitempty"`
}

// Works is yes, no or unknown.
type Works string

// What a feature does.
const (
	yes     Works = "yes"
	no      Works = "no"
	unknown Works = "unknown"
)

// Healthy reports whether nothing was found that does not work.
func (r *Report) Healthy() bool {
	for _, f := range r.Findings {
		if f.Severity == problem {
			return false
		}
	}
	return true
}

// Clean reports whether nothing was found at all.
func (r *Report) Clean() bool { return len(r.Findings) == 0 }

// answer notes the answer to a question, the first one for good.
func (e *examination) answer(id, question, text string) {
	for _, a := range e.report.Answers {
		if a.ID == id {
			return
		}
	}
	e.report.Answers = append(e.report.Answers, Answer{id, question, text})
}
