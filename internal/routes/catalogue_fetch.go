package routes

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// FetchCatalogue writes a catalogue of the checks that the key's user may view, one check a line. What Soda does not publish of a
// check, or not in the notation of filters, is left out, so that it counts as not known; the notes say what that is.
func FetchCatalogue(ctx context.Context, w io.Writer, client *soda.Client) (notes []string, err error) {
	o, err := survey(ctx, client)
	if err != nil {
		return nil, err
	}
	checks, err := client.Checks(ctx)
	if err != nil {
		return nil, fmt.Errorf("cannot list the checks: %w", err)
	}
	unreadable := 0
	var lines []string
	for _, check := range checks {
		if check.Unreadable() != nil {
			unreadable++
			continue
		}
		line, err := encode(catalogued{o.called(check), o.subject(check)})
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	if _, err := fmt.Fprintf(w, "{\"checks\": [\n%s\n]}\n", strings.Join(lines, ",\n")); err != nil {
		return nil, err
	}
	notes = []string{
		fmt.Sprintf("%s checks on %s datasets that the owner of the key may view.", thousands(len(lines)), thousands(len(o.datasets))),
		"Not in the catalogue, and therefore unknown: " + strings.Join(append([]string{"checkOwnerId", "columnId"}, o.omitted()...), ", ") + ".",
	}
	if unreadable > 0 {
		notes = append(notes, fmt.Sprintf("%s checks are left out: this version cannot read them.", thousands(unreadable)))
	}
	return notes, nil
}

// encode writes one line of JSON in which <, > and & stay as they are.
func encode(value any) (string, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// surroundings are what checks refer to.
type surroundings struct {
	datasets    map[string]soda.Dataset // by id
	datasources map[string][]string     // ids by name
	attributes  []soda.Attribute
}

func survey(ctx context.Context, client *soda.Client) (*surroundings, error) {
	o := &surroundings{datasets: map[string]soda.Dataset{}, datasources: map[string][]string{}}
	datasets, err := client.Datasets(ctx, "")
	if err != nil {
		return nil, fmt.Errorf("cannot list the datasets: %w", err)
	}
	for _, d := range datasets {
		if d.Unreadable() == nil {
			o.datasets[d.ID] = d
		}
	}
	datasources, err := client.Datasources(ctx, "")
	if err != nil {
		return nil, fmt.Errorf("cannot list the data sources: %w", err)
	}
	for _, d := range datasources {
		o.datasources[d.Name] = append(o.datasources[d.Name], d.ID)
	}
	if o.attributes, err = client.Attributes(ctx); err != nil {
		return nil, fmt.Errorf("cannot list the attributes: %w", err)
	}
	return o, nil
}

// called names a check as people do who know several of its name.
func (o *surroundings) called(check soda.Check) string {
	if len(check.Datasets) != 1 || check.Datasets[0].Name == "" {
		return check.Name
	}
	return fmt.Sprintf("%s (%s)", check.Name, check.Datasets[0].Name)
}

// subject is what filters see of a check. Which of several datasets counts is not published: only what they share is known.
func (o *surroundings) subject(check soda.Check) map[string]any {
	subject := map[string]any{"checkId": check.ID, "checkName": check.Name, "checkResourceAttribute": o.attributesOf("check", check.Attributes)}
	if check.MetricType != "" {
		subject["metricType"] = check.MetricType
	}
	var shared map[string]any
	for i, dataset := range check.Datasets {
		fields := o.ofDataset(dataset.ID)
		if i == 0 {
			shared = fields
		}
		maps.DeleteFunc(shared, func(field string, value any) bool { return !reflect.DeepEqual(fields[field], value) })
	}
	maps.Copy(subject, shared)
	return subject
}

func (o *surroundings) ofDataset(id string) map[string]any {
	fields := map[string]any{"datasetId": id}
	d, known := o.datasets[id]
	if !known {
		return fields
	}
	fields["datasetTags"] = append([]string{}, d.Tags...) // none is a list too
	fields["datasetResourceAttribute"] = o.attributesOf("dataset", d.Attributes)
	if d.Label != "" {
		fields["datasetLabel"] = d.Label
	}
	if d.Datasource.Label != "" {
		fields["datasourceLabel"] = d.Datasource.Label
	}
	if ids := o.datasources[d.Datasource.Name]; len(ids) == 1 {
		fields["datasourceId"] = ids[0]
	}
	owners := []string{}
	for _, owner := range d.Owners {
		if owner.User == nil {
			return fields // whether a group counts by its id or by its members is not published
		}
		owners = append(owners, owner.User.ID)
	}
	fields["datasetOwnerId"] = owners
	return fields
}

// attributesOf returns the values of those attributes of which it is known how a filter writes them. One that is defined and
// absent has no value.
func (o *surroundings) attributesOf(resource string, values map[string]any) map[string]any {
	known := map[string]any{}
	for _, a := range o.attributes {
		if a.ResourceType != resource {
			continue
		}
		value := values[a.Name]
		_, isText := value.(string)
		_, isList := value.([]any)
		switch {
		case value == nil:
			known[a.Name] = []string{}
		case isText && isWord(a), isList && a.Type == "multiSelect":
			known[a.Name] = value
		}
	}
	return known
}

// isWord reports whether values of the attribute are texts that a filter repeats. How it writes numbers and dates, or several
// values in one text, is not published.
func isWord(a soda.Attribute) bool { return slices.Contains([]string{"text", "singleSelect"}, a.Type) }

// omitted names the attributes that attributesOf leaves out, at least where they are one text.
func (o *surroundings) omitted() (names []string) {
	for _, a := range o.attributes {
		if !isWord(a) {
			names = append(names, fmt.Sprintf("%sResourceAttribute.%s (%s)", a.ResourceType, a.Name, a.Type))
		}
	}
	slices.Sort(names)
	return names
}
