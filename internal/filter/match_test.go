package filter_test

import (
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

func contains(field, value string) *filter.Expr {
	return &filter.Expr{Op: filter.Contains, Field: field, Value: value}
}

func severity(value string) *filter.Expr {
	return &filter.Expr{Op: filter.Equals, Field: "checkResourceAttribute", Attribute: "severity", Value: value}
}

var subject = filter.Subject{
	Fields: map[string][]string{
		"checkName":   {"row count"},
		"checkId":     {"cafe\u0301"},
		"datasetTags": {"finance", "gold"},
		"columnId":    {},
	},
	Attributes: map[string]map[string][]string{"checkResourceAttribute": {"severity": {"high"}}},
}

func TestMatch(t *testing.T) {
	yes, no, unknown := equals("checkName", "row count"), equals("checkName", "x"), equals("datasetId", "x")
	for name, tc := range map[string]struct {
		e    *filter.Expr
		want filter.Truth
	}{
		"no filter":                  {nil, filter.True},
		"empty and":                  {and(), filter.True},
		"empty or":                   {or(), filter.False},
		"equals":                     {yes, filter.True},
		"equals, other case":         {equals("checkName", "Row count"), filter.Unknown},
		"equals, case as it is":      {or(equals("checkName", "Row count"), yes), filter.True},
		"neither case nor part":      {and(contains("datasetTags", "Fin"), not(contains("datasetTags", "fin"))), filter.False},
		"part of a name":             {contains("checkName", "count"), filter.True},
		"no part of a name":          {contains("checkName", "sum"), filter.False},
		"one of the tags":            {contains("datasetTags", "gold"), filter.True},
		"part of a tag":              {contains("datasetTags", "fin"), filter.Unknown},
		"no tag":                     {contains("datasetTags", "silver"), filter.False},
		"equals one of the tags":     {equals("datasetTags", "gold"), filter.True},
		"in":                         {in("datasetTags", "silver", "gold"), filter.True},
		"in, other":                  {in("datasetTags", "silver"), filter.False},
		"in of none":                 {in("checkName"), filter.False},
		"composed for decomposed":    {equals("checkId", "caf\u00e9"), filter.True},
		"in, composed":               {in("checkId", "x", "caf\u00e9"), filter.True},
		"contains, composed":         {contains("checkId", "\u00e9"), filter.True},
		"contains, other mark":       {contains("checkId", "\u00e8"), filter.False},
		"in of none, not in subject": {in("datasetId"), filter.False},
		"field not in subject":       {unknown, filter.Unknown},
		"field known to be empty":    {equals("columnId", ""), filter.False},
		"attribute":                  {severity("high"), filter.True},
		"attribute, other":           {severity("low"), filter.False},
		"attribute not in subject":   {&filter.Expr{Op: filter.Equals, Field: "checkResourceAttribute", Attribute: "team"}, filter.Unknown},
		"raw":                        {raw(`{}`), filter.Unknown},
		"not true":                   {not(yes), filter.False},
		"not unknown":                {not(unknown), filter.Unknown},
		"false decides and":          {and(yes, unknown, no), filter.False},
		"unknown and true":           {and(yes, unknown), filter.Unknown},
		"true decides or":            {or(no, unknown, yes), filter.True},
		"unknown or false":           {or(no, unknown), filter.Unknown},
		"operator nobody published":  {&filter.Expr{Op: "like", Field: "checkName"}, filter.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			if got := filter.Match(tc.e, subject); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestExplain(t *testing.T) {
	e := and(
		contains("datasetTags", "finance"),
		contains("datasetTags", "Fin"),
		or(in("columnId", "a", "b"), severity("low"), equals("datasetId", "x")),
		not(raw(`{"type":"regex"}`)),
	)
	want := `and: unknown
  datasetTags contains "finance": true (it has "finance", "gold")
  datasetTags contains "Fin": unknown (it has "finance", "gold"; depends on whether case counts and whether a part of a tag is enough)
  or: unknown
    columnId in ["a", "b"]: false (it has none)
    checkResourceAttribute["severity"] equals "low": false (it has "high")
    datasetId equals "x": unknown (not in the subject)
  not: unknown
    raw {"type":"regex"}: unknown (not understood by this version)
`
	if got := filter.Explain(e, subject); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got, want := filter.Explain(nil, subject), "no filter: true\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
