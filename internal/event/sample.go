package event

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
)

const sodaCloud = "https://cloud.soda.io"

// Sample returns an invented payload of the event: the same for the same seed and time, with other ids and values for
// another seed. Times in it lie at or shortly before at, in UTC.
func Sample(name Name, seed uint64, at time.Time) (any, error) {
	s := newSampler(seed, at.UTC())
	switch name {
	case Validate:
		return ValidatePayload{Event: name, SentAt: s.at}, nil
	case CheckEvaluation:
		return CheckEvaluationPayload{Event: name, CheckResults: []CheckResult{s.checkResult()}}, nil
	case IncidentCreated:
		incident := s.incident()
		return IncidentPayload{Event: name, Incident: incident, IncidentLinkCallbackURL: s.callback(incident)}, nil
	case IncidentUpdated:
		return IncidentPayload{Event: name, Incident: s.fixing(s.incident())}, nil
	case ContractPublished:
		return ContractPublishedPayload{Event: name, Contract: s.contract()}, nil
	default:
		return nil, fmt.Errorf("no event is named %q; there are %v", name, Names())
	}
}

// sampler draws the parts of one payload, always in the same order.
type sampler struct {
	random *rand.ChaCha8
	number *rand.Rand
	at     time.Time
}

func newSampler(seed uint64, at time.Time) *sampler {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	random := rand.NewChaCha8(key)
	return &sampler{random: random, number: rand.New(random), at: at}
}

func (s *sampler) id() string {
	return uuid.Must(uuid.NewRandomFromReader(s.random)).String() // reading from ChaCha8 does not fail
}

// ago returns a time up to the given number of minutes before the event, in whole seconds.
func (s *sampler) ago(minutes int) time.Time {
	return s.at.Add(-time.Duration(s.number.IntN(minutes*60)) * time.Second).Truncate(time.Second)
}

func (s *sampler) checkResult() CheckResult {
	id, value := s.id(), float64(1+s.number.IntN(500))
	return CheckResult{
		ID:               id,
		SodaCloudURL:     sodaCloud + "/checks/" + id,
		Name:             "Order total is present",
		Definition:       "columns:\n  - name: total\n    checks:\n      - missing:\n",
		Datasets:         []Dataset{s.dataset()},
		Column:           "total",
		Attributes:       []Attribute{{ID: s.id(), Label: "Severity", Name: "severity", Value: "critical"}},
		Value:            value,
		Diagnostics:      Diagnostics{Value: value},
		DataTimestamp:    s.ago(30),
		EvaluationStatus: "fail",
		Outcome:          "fail",
	}
}

func (s *sampler) dataset() Dataset {
	id := s.id()
	return Dataset{
		ID:           id,
		SodaCloudURL: sodaCloud + "/datasets/" + id,
		Name:         "orders",
		Label:        "Orders",
		Tags:         []string{"finance", "gold"},
		Owners: []Owner{
			{Type: "user", ID: s.id(), Email: "mira@example.com"},
			{Type: "userGroup", ID: s.id(), Name: "Finance data"},
		},
		Datasource: Datasource{ID: s.id(), Name: "warehouse", Label: "Warehouse"},
		Attributes: []Attribute{{ID: s.id(), Label: "Domain", Name: "domain", Value: "sales"}},
	}
}

func (s *sampler) incident() Incident {
	id, created := s.id(), s.ago(10)
	return Incident{
		ID:           id,
		SodaCloudURL: sodaCloud + "/incidents/" + id,
		Number:       1 + s.number.IntN(900),
		Title:        "Orders without a total",
		Description:  "The share of orders without a total rose since the last load.",
		Created:      created,
		LastUpdated:  created,
		Severity:     "major",
		Status:       "reported",
		Reporter:     User{ID: s.id(), Email: "mira@example.com"},
		CheckResults: []CheckResult{s.checkResult()},
	}
}

// fixing returns the incident after someone has taken it on.
func (s *sampler) fixing(i Incident) Incident {
	i.Status, i.LastUpdated = "fixing", s.at.Truncate(time.Second)
	i.Lead = &User{ID: s.id(), Email: "tom@example.com"}
	return i
}

// callback is where a receiver posts the link to its own ticket. Open question: only masked samples of it are public, so the
// names of its segments are a guess; and nothing answers at this one.
func (s *sampler) callback(i Incident) string {
	return fmt.Sprintf("%s/integrations/webhook/%s/incident-link/%s/%s", sodaCloud, s.id(), i.ID, s.id())
}

func (s *sampler) contract() Contract {
	return Contract{
		Dataset:    "warehouse/sales/public/orders",
		Prefixes:   []string{"sales", "public"},
		Datasource: "warehouse",
		Author:     User{ID: s.id(), Email: "mira@example.com"},
		Contents:   "dataset: warehouse/sales/public/orders\ncolumns:\n  - name: total\n    checks:\n      - missing:\n",
	}
}
