package routes

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
)

// Catalogue is the real checks of an organization.
type Catalogue struct {
	checks *routing.Checks
	names  []string
	fields map[string]bool // that some check has
}

// catalogued is one check in a file of them: {"checks": [{"name": "rows", "subject": {"datasetTags": ["finance"]}}]}.
type catalogued struct {
	Name    string         `json:"name"`
	Subject map[string]any `json:"subject"`
}

// ReadCatalogue reads a file of checks.
func ReadCatalogue(data []byte) (*Catalogue, error) {
	var file struct {
		Checks []catalogued `json:"checks"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("not a catalogue of checks: %w", err)
	}
	if file.Checks == nil {
		return nil, fmt.Errorf(`not a catalogue of checks: it has no "checks"`)
	}
	c := &Catalogue{fields: map[string]bool{}}
	subjects := make([]filter.Subject, len(file.Checks))
	for i, check := range file.Checks {
		subject, err := routing.ReadSubject(check.Subject)
		if err != nil {
			return nil, fmt.Errorf("checks[%d] (%s): %w", i, check.Name, err)
		}
		subjects[i] = subject.Subject
		c.names = append(c.names, check.Name)
		for field := range subject.Fields {
			c.fields[field] = true
		}
		for field, attributes := range subject.Attributes {
			for attribute := range attributes {
				c.fields[field+"."+attribute] = true
			}
		}
	}
	c.checks = routing.NewChecks(subjects)
	return c, nil
}

// Lacks names the fields and attributes that rules look at and no check of the catalogue has: what depends on them cannot be determined.
func (c *Catalogue) Lacks(rules ...[]routing.Rule) string {
	var lacks []string
	for _, rule := range slices.Concat(rules...) {
		filter.Walk(rule.Filter, func(e *filter.Expr) {
			field := strings.TrimSuffix(e.Field+"."+e.Attribute, ".")
			if field != "" && !c.fields[field] && !slices.Contains(lacks, field) {
				lacks = append(lacks, field)
			}
		})
	}
	slices.Sort(lacks)
	return strings.Join(lacks, ", ")
}

// shown is how many names of checks are given as examples.
const shown = 3

func (c *Catalogue) count(e *filter.Expr) *Checks {
	yes, no := c.checks.Match(e)
	all := c.checks.Len()
	counted := &Checks{Certain: int(yes.Count()), Possible: all - int(yes.Count()) - int(no.Count()), All: all, Names: []string{}}
	for i, ok := yes.NextSet(0); ok && len(counted.Names) < shown; i, ok = yes.NextSet(i + 1) {
		counted.Names = append(counted.Names, c.names[i])
	}
	return counted
}
