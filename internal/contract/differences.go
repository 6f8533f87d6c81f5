package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Difference is where a response does not keep to the contract. It holds names of fields and kinds of faults, never a value, so
// it can be shown to anybody.
type Difference struct {
	Place string `json:"place"` // as in "content[].recipients[].type"
	Fault string `json:"fault"` // as in "unknown value"
}

// Differences lists all differences of a response of success, each once. Unlike ValidateResponse it also counts fields that the
// contract does not know: schemas of responses allow them.
func (c *Call) Differences(status int, header http.Header, body []byte) []Difference {
	d := differences{}
	response := c.input.Route.Operation.Responses.Value(strconv.Itoa(status))
	if response == nil {
		d.add(nil, fmt.Sprintf("status %d is not in the contract", status))
		response = c.input.Route.Operation.Responses.Value("200")
	}
	var value any
	switch {
	case len(body) == 0:
		d.add(nil, "no body")
	case !strings.HasPrefix(header.Get("Content-Type"), "application/json"):
		d.add(nil, "the content type is not application/json")
		fallthrough
	default:
		if json.Unmarshal(body, &value) != nil {
			d.add(nil, "not JSON")
			break
		}
		schema := response.Value.Content.Get("application/json").Schema.Value
		d.faults(schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.VisitAsResponse()))
		d.unknown([]*openapi3.Schema{schema}, value, nil)
	}
	slices.SortFunc(d.list, func(a, b Difference) int { return strings.Compare(a.Place+a.Fault, b.Place+b.Fault) })
	return d.list
}

type differences struct{ list []Difference }

func (d *differences) add(place []string, fault string) {
	var path strings.Builder
	for _, name := range place {
		switch _, err := strconv.Atoi(name); {
		case err == nil:
			path.WriteString("[]")
		case path.Len() > 0:
			path.WriteString("." + name)
		default:
			path.WriteString(name)
		}
	}
	if found := (Difference{path.String(), fault}); !slices.Contains(d.list, found) {
		d.list = append(d.list, found)
	}
}

// faults takes a validation error apart. Its own words repeat values.
func (d *differences) faults(err error) {
	if several, ok := errors.AsType[openapi3.MultiError](err); ok {
		for _, one := range several {
			d.faults(one)
		}
		return
	}
	fault, ok := errors.AsType[*openapi3.SchemaError](err)
	if !ok {
		return
	}
	if fault.Origin != nil && fault.SchemaField != "format" {
		d.faults(fault.Origin)
		return
	}
	words := map[string]string{"enum": "unknown value", "required": "missing", "type": "another type", "nullable": "null"}
	word, ok := words[fault.SchemaField]
	if !ok {
		word = fault.SchemaField
	}
	if word == "another type" && fault.Schema.Type != nil {
		word = "not of type " + strings.Join(fault.Schema.Type.Slice(), " or ")
	}
	d.add(fault.JSONPointer(), word)
}

// fieldName is how names of fields look. Any other key may be data.
var fieldName = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,39}$`)

// unknown looks for fields that none of the schemas, which hold together, has.
func (d *differences) unknown(schemas []*openapi3.Schema, value any, place []string) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			d.unknown(inner(schemas, func(s *openapi3.Schema) *openapi3.SchemaRef { return s.Items }), item, append(place, "0"))
		}
	case map[string]any:
		if len(schemas) == 0 || slices.ContainsFunc(schemas, free) {
			return
		}
		for name, item := range v {
			known := inner(schemas, func(s *openapi3.Schema) *openapi3.SchemaRef { return s.Properties[name] })
			if len(known) == 0 {
				if !fieldName.MatchString(name) {
					name = "(a key)"
				}
				d.add(append(slices.Clone(place), name), "unknown field")
				continue
			}
			d.unknown(known, item, append(slices.Clone(place), name))
		}
	}
}

// free reports whether an object may have any field: its fields are data.
func free(s *openapi3.Schema) bool {
	return s.AdditionalProperties.Has != nil && *s.AdditionalProperties.Has
}

// inner returns what the schemas, and those that they are composed of, say of a part.
func inner(schemas []*openapi3.Schema, part func(*openapi3.Schema) *openapi3.SchemaRef) (found []*openapi3.Schema) {
	for _, s := range schemas {
		if ref := part(s); ref != nil {
			found = append(found, ref.Value)
		}
		for _, all := range s.AllOf {
			found = append(found, inner([]*openapi3.Schema{all.Value}, part)...)
		}
	}
	return found
}
