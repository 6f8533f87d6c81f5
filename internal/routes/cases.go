package routes

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/routing"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// Case is one expectation: whom rules notify of a subject. Recipients are named as in the output of diff.
type Case struct {
	Name     string         `yaml:"name"`
	Subject  map[string]any `yaml:"subject"`
	Exactly  *[]string      `yaml:"exactly"`  // these and nobody else
	Includes []string       `yaml:"includes"` // these, and perhaps others
	Excludes []string       `yaml:"excludes"` // none of these
	Nobody   bool           `yaml:"nobody"`

	place   string
	subject routing.Subject
}

// ReadCases reads a file of cases: a list under "cases".
func ReadCases(name string, data []byte, rules []routing.Rule) ([]Case, error) {
	var file struct {
		Cases []Case `yaml:"cases"`
	}
	decoder := yaml.NewDecoder(strings.NewReader(text.NFC(string(data)))) // as plans spell names
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(file.Cases) == 0 {
		return nil, fmt.Errorf(`%s: no cases; write a list under "cases"`, name)
	}
	known := recipientNames(rules)
	for i := range file.Cases {
		if err := file.Cases[i].check(fmt.Sprintf("%s: cases[%d]", name, i), known); err != nil {
			return nil, err
		}
	}
	return file.Cases, nil
}

func recipientNames(rules []routing.Rule) (names []string) {
	for _, rule := range rules {
		for _, r := range rule.Recipients {
			if !slices.Contains(names, r.Name) {
				names = append(names, r.Name)
			}
		}
	}
	return names
}

func (c *Case) check(place string, known []string) error {
	c.place = place
	if c.Name != "" {
		c.place += " (" + c.Name + ")"
	}
	subject, err := routing.ReadSubject(c.Subject)
	if err != nil {
		return fmt.Errorf("%s: subject: %w", c.place, err)
	}
	c.subject = subject
	if c.Exactly == nil && len(c.Includes)+len(c.Excludes) == 0 && !c.Nobody {
		return fmt.Errorf("%s: it expects nothing; give it exactly, includes, excludes or nobody: true", c.place)
	}
	named := slices.Concat(c.Includes, c.Excludes)
	if c.Exactly != nil {
		named = slices.Concat(named, *c.Exactly)
	}
	for _, name := range named {
		if !slices.Contains(known, name) {
			hint := ""
			if nearest := text.Nearest(name, known); nearest != "" {
				hint = fmt.Sprintf(" Did you mean %q?", nearest)
			}
			return fmt.Errorf("%s: no rule has the recipient %q.%s There are: %s", c.place, name, hint, strings.Join(known, ", "))
		}
	}
	return nil
}

// Result is what became of a case; Failures is empty if it holds.
type Result struct {
	Case     Case
	Notified []routing.Notified
	Failures []string
}

// Run runs a case. What cannot be told is a failure: a test that may hold proves nothing.
func (c Case) Run(rules []routing.Rule) Result {
	r := Result{Case: c, Notified: routing.Route(rules, c.subject)}
	truth := map[string]filter.Truth{}
	for _, n := range r.Notified {
		truth[n.Name] = n.Truth
		expected := c.Exactly != nil && slices.Contains(*c.Exactly, n.Name)
		if (c.Exactly != nil || c.Nobody) && !expected {
			r.Failures = append(r.Failures, fmt.Sprintf("%s %s notified, by %s, and was not expected", n.Name, is(n.Truth), hits(n)))
		}
		if slices.Contains(c.Excludes, n.Name) {
			r.Failures = append(r.Failures, fmt.Sprintf("%s %s notified, by %s", n.Name, is(n.Truth), hits(n)))
		}
	}
	wanted := c.Includes
	if c.Exactly != nil {
		wanted = slices.Concat(wanted, *c.Exactly)
	}
	for _, name := range wanted {
		switch {
		case truth[name] == filter.True:
		case slices.ContainsFunc(r.Notified, func(n routing.Notified) bool { return n.Name == name }):
			r.Failures = append(r.Failures, fmt.Sprintf("whether %s is notified cannot be told; see soda-routes explain", name))
		default:
			r.Failures = append(r.Failures, fmt.Sprintf("%s is not notified", name))
		}
	}
	return r
}

func is(t filter.Truth) string {
	if t == filter.True {
		return "is"
	}
	return "may be"
}

func hits(n routing.Notified) string {
	names := make([]string, len(n.Rules))
	for i, hit := range n.Rules {
		names[i] = hit.Rule
	}
	return strings.Join(names, ", ")
}

// WriteResults writes what failed, and a count, for a terminal; it returns whether all cases hold.
func WriteResults(w io.Writer, results []Result) (bool, error) {
	failed := 0
	for _, r := range results {
		if len(r.Failures) == 0 {
			continue
		}
		failed++
		if _, err := fmt.Fprintf(w, "FAIL %s\n  %s\n", r.Case.place, strings.Join(r.Failures, "\n  ")); err != nil {
			return false, err
		}
	}
	_, err := fmt.Fprintf(w, "%s, %d failed\n", plural(len(results), "case"), failed)
	return failed == 0, err
}

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Failure *junitFailure `xml:"failure"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes the results as JUnit's XML, which CI systems show.
func WriteJUnit(w io.Writer, results []Result) error {
	suite := junitSuite{Name: "soda-routes", Tests: len(results)}
	for _, r := range results {
		c := junitCase{Name: r.Case.Name, Class: "routes"}
		if c.Name == "" {
			c.Name = r.Case.place
		}
		if len(r.Failures) > 0 {
			suite.Failures++
			c.Failure = &junitFailure{r.Failures[0], strings.Join(r.Failures, "\n")}
		}
		suite.Cases = append(suite.Cases, c)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(suite)
}

// Explain writes whom rules notify of a subject, and why, rule by rule.
func Explain(w io.Writer, rules []routing.Rule, subject routing.Subject) error {
	var b strings.Builder
	for _, n := range routing.Route(rules, subject) {
		fmt.Fprintf(&b, "%s %s notified, by %s\n", n.Name, is(n.Truth), hits(n))
	}
	if b.Len() == 0 {
		b.WriteString("nobody is notified\n")
	}
	for _, rule := range rules {
		state := filter.Match(rule.Filter, subject.Subject).String()
		switch {
		case rule.Paused:
			state = "paused"
		case subject.RuleType != "" && subject.RuleType != rule.Type:
			state = "for results of type " + rule.Type
		}
		fmt.Fprintf(&b, "\n%s: %s\n", rule.Name, state)
		text := filter.Explain(rule.Filter, subject.Subject)
		filter.Walk(rule.Filter, func(e *filter.Expr) {
			if e.Op == filter.Raw {
				text = strings.ReplaceAll(text, e.Text()+": unknown (not understood by this version)", routing.Describe(e)+": unknown")
			}
		})
		for line := range strings.Lines(text) {
			b.WriteString("  " + line)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
