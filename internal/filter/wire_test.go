package filter_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter/filtertest"
)

// cases is the number of random filters per property.
const cases = 10_000

func TestParse(t *testing.T) {
	raw := func(text string) *filter.Expr { return &filter.Expr{Op: filter.Raw, Raw: text} }
	finance := &filter.Expr{Op: filter.Contains, Field: "datasetTags", Value: "finance"}
	for name, tc := range map[string]struct {
		in   string
		want *filter.Expr
	}{
		"null is no filter": {`null`, nil},
		"contains":          {`{"type":"contains","field":{"field":"datasetTags"},"value":"finance"}`, finance},
		"an attribute": {
			`{"type":"equals","field":{"field":"checkResourceAttribute","attributeName":"severity"},"value":"high"}`,
			&filter.Expr{Op: filter.Equals, Field: "checkResourceAttribute", Attribute: "severity", Value: "high"},
		},
		"in": {
			`{"type":"in","field":{"field":"datasourceLabel"},"values":["b","a"]}`,
			&filter.Expr{Op: filter.In, Field: "datasourceLabel", Values: []string{"b", "a"}},
		},
		"not": {
			`{"type":"not","expression":{"type":"contains","field":{"field":"datasetTags"},"value":"finance"}}`,
			&filter.Expr{Op: filter.Not, Operands: []*filter.Expr{finance}},
		},
		"null attributeName":  {`{"type":"contains","field":{"field":"datasetTags","attributeName":null},"value":"finance"}`, finance},
		"empty attributeName": {`{"type":"contains","field":{"field":"datasetTags","attributeName":""},"value":"finance"}`, finance},
		"other operators' keys without content": {
			`{"type":"contains","field":{"field":"datasetTags"},"value":"finance","values":[],"expression":null,"expressions":null}`,
			finance,
		},
		"unknown key without content": {`{"type":"contains","field":{"field":"datasetTags"},"value":"finance","mode":null}`, finance},
		"and without expressions":     {`{"type":"and"}`, &filter.Expr{Op: filter.And}},
		"null values":                 {`{"type":"in","field":{"field":"checkId"},"values":null}`, &filter.Expr{Op: filter.In, Field: "checkId"}},
		"only the unknown operand is raw": {
			`{"type":"or","expressions":[{"value":1.0,"type":"regex"},{"type":"contains","field":{"field":"datasetTags"},"value":"finance"}]}`,
			&filter.Expr{Op: filter.Or, Operands: []*filter.Expr{raw(`{"type":"regex","value":1.0}`), finance}},
		},
		"unknown key":                {`{"type":"and","expressions":[],"strict":true}`, raw(`{"expressions":[],"strict":true,"type":"and"}`)},
		"unknown empty key":          {`{"type":"and","expressions":[],"mode":""}`, raw(`{"expressions":[],"mode":"","type":"and"}`)},
		"unknown field":              {`{"type":"equals","field":{"field":"new"},"value":"x"}`, raw(`{"field":{"field":"new"},"type":"equals","value":"x"}`)},
		"unknown key in field":       {`{"type":"in","field":{"field":"checkId","x":1},"values":[]}`, raw(`{"field":{"field":"checkId","x":1},"type":"in","values":[]}`)},
		"attribute of another field": {`{"type":"in","field":{"field":"checkId","attributeName":"x"}}`, raw(`{"field":{"attributeName":"x","field":"checkId"},"type":"in"}`)},
		"attribute missing":          {`{"type":"in","field":{"field":"checkResourceAttribute"}}`, raw(`{"field":{"field":"checkResourceAttribute"},"type":"in"}`)},
		"attributeName not text":     {`{"type":"in","field":{"field":"checkId","attributeName":1}}`, raw(`{"field":{"attributeName":1,"field":"checkId"},"type":"in"}`)},
		"value missing":              {`{"type":"equals","field":{"field":"checkId"}}`, raw(`{"field":{"field":"checkId"},"type":"equals"}`)},
		"value not text":             {`{"type":"in","field":{"field":"checkId"},"values":["a",1]}`, raw(`{"field":{"field":"checkId"},"type":"in","values":["a",1]}`)},
		"null operand":               {`{"type":"and","expressions":[null]}`, raw(`{"expressions":[null],"type":"and"}`)},
		"expressions not a list":     {`{"type":"and","expressions":{}}`, raw(`{"expressions":{},"type":"and"}`)},
		"expression missing":         {`{"type":"not"}`, raw(`{"type":"not"}`)},
		"field is text":              {`{"type":"equals","field":"checkId","value":"x"}`, raw(`{"field":"checkId","type":"equals","value":"x"}`)},
		"type is raw":                {`{"type":"raw"}`, raw(`{"type":"raw"}`)},
		"not an object":              {`[1e400, "<&>"]`, raw(`[1e400,"<&>"]`)},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := filter.Parse([]byte(tc.in))
			if err != nil || !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %v, %v, want %v", got, err, tc.want)
			}
		})
	}
}

func TestParse_invalid(t *testing.T) {
	for name, in := range map[string]string{
		"empty":    ``,
		"cut off":  `{"type":"and"`,
		"two":      `{"type":"and"}{}`,
		"too deep": nested(5_001),
	} {
		if e, err := filter.Parse([]byte(in)); err == nil {
			t.Errorf("%s: got %v, want an error", name, e)
		}
	}
}

// TestParse_deep goes as deep as encoding/json does, through everything that recurses.
func TestParse_deep(t *testing.T) {
	e, err := filter.Parse([]byte(nested(4_990)))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := filter.Depth(e), 4_991; got != want {
		t.Errorf("got depth %d, want %d", got, want)
	}
	if !filter.Equal(e, filter.Canonical(e)) || filter.Match(e, filter.Subject{}) != filter.Unknown || e.String() == "" {
		t.Error("a deep filter does not equal its canonical form, matches, or has no text")
	}
}

func nested(depth int) string {
	return strings.Repeat(`{"type":"and","expressions":[`, depth) +
		`{"type":"equals","field":{"field":"checkId"},"value":"x"}` + strings.Repeat(`]}`, depth)
}

func TestMarshal_byValue(t *testing.T) {
	rule := struct {
		Filter filter.Expr  `json:"filter"`
		Absent *filter.Expr `json:"absent,omitempty"`
	}{Filter: filter.Expr{Op: filter.In, Field: "checkId"}}
	got, err := json.Marshal(rule)
	if want := `{"filter":{"field":{"field":"checkId"},"type":"in","values":[]}}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

func TestRoundTrip(t *testing.T) {
	for seed := range uint64(cases) {
		r := filtertest.New(seed)
		want := filtertest.Expr(r, 1+r.IntN(40))
		got, err := filter.Parse([]byte(want.String()))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: got %v, %v, want %v", seed, got, err, want)
		}
	}
}

// FuzzParse holds that any JSON is either refused by encoding/json too, or survives a round trip, with its meaning known
// to be the same.
func FuzzParse(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := filter.Parse(data)
		if (err == nil) != json.Valid(data) && len(data) < 10_000 {
			t.Fatalf("got error %v, but valid JSON: %t", err, json.Valid(data))
		}
		if err != nil {
			return
		}
		again, err := filter.Parse([]byte(e.String()))
		if err != nil || !reflect.DeepEqual(again, e) {
			t.Fatalf("got %v, %v, want %v", again, err, e)
		}
		if c := filter.Canonical(e); !filter.Equal(c, e) || !reflect.DeepEqual(filter.Canonical(c), c) {
			t.Fatalf("%v is not the canonical form of %v", c, e)
		}
		if filter.Explain(e, filter.Subject{}) == "" {
			t.Fatal("no explanation")
		}
	})
}
