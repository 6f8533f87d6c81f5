package routes

import (
	"errors"
	"fmt"
	"io"
	"regexp"
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
		return nil, fmt.Errorf("%s: %w", name, withNearest(err))
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

var unknownKey = regexp.MustCompile(`^(line \d+): field (\S+) not found in type `)

// withNearest says of a key that a case does not have what was probably meant, where the parser names its own type.
func withNearest(err error) error {
	wrong, ok := errors.AsType[*yaml.TypeError](err)
	if !ok {
		return err
	}
	keys := []string{"cases", "name", "subject", "exactly", "includes", "excludes", "nobody"}
	lines := make([]string, len(wrong.Errors))
	for i, line := range wrong.Errors {
		lines[i] = line
		if found := unknownKey.FindStringSubmatch(line); found != nil {
			lines[i] = fmt.Sprintf("%s: a case has no key %q.%s Keys: %s", found[1], found[2], didYouMean(found[2], keys), strings.Join(keys[1:], ", "))
		}
	}
	return errors.New(strings.Join(lines, "; "))
}

func didYouMean(name string, names []string) string {
	if nearest := text.Nearest(name, names); nearest != "" {
		return fmt.Sprintf(" Did you mean %q?", nearest)
	}
	return ""
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
		return fmt.Errorf("%s: it expects nothing; add exactly, includes, excludes or nobody: true", c.place)
	}
	named := slices.Concat(c.Includes, c.Excludes)
	if c.Exactly != nil {
		named = slices.Concat(named, *c.Exactly)
	}
	for _, name := range named {
		if !slices.Contains(known, name) {
			return fmt.Errorf("%s: no rule has the recipient %q.%s There are: %s", c.place, name, didYouMean(name, known), some(known))
		}
	}
	return nil
}

// some lists names in their order, and counts those that are too many.
func some(names []string) string {
	const enough = 10
	names = slices.Sorted(slices.Values(names))
	if len(names) > enough {
		names = append(names[:enough], fmt.Sprintf("%d more", len(names)-enough))
	}
	return strings.Join(names, ", ")
}

// Result is what became of a case; Failures is empty if it holds.
type Result struct {
	Case     Case
	Notified []routing.Notified
	Failures []string
}

// Run runs a case. What cannot be determined is a failure: a test that may hold proves nothing.
func (c Case) Run(rules []routing.Rule) Result {
	r := Result{Case: c, Notified: routing.Route(rules, c.subject)}
	truth := map[string]filter.Truth{}
	for _, n := range r.Notified {
		truth[n.Name] = n.Truth
		expected := c.Exactly != nil && slices.Contains(*c.Exactly, n.Name)
		if (c.Exactly != nil || c.Nobody) && !expected {
			r.Failures = append(r.Failures, fmt.Sprintf("%s %s notified, by %s, although the case does not expect it", n.Name, is(n.Truth), hits(n)))
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
			r.Failures = append(r.Failures, fmt.Sprintf("whether %s is notified cannot be determined; see soda-routes explain", name))
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
