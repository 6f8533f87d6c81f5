package filter_test

import (
	"fmt"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// Soda's JSON becomes an expression; two spellings of one filter are equal.
func ExampleParse() {
	one, _ := filter.Parse([]byte(`{"type": "in", "field": {"field": "checkId"}, "values": ["a", "b"]}`))
	other, _ := filter.Parse([]byte(`{"type": "in", "field": {"field": "checkId"}, "values": ["b", "a", "b"]}`))
	fmt.Println(one)
	fmt.Println(filter.Equal(one, other))
	// Output:
	// {"field":{"field":"checkId"},"type":"in","values":["a","b"]}
	// true
}

// Where it is not published how Soda compares, a match is unknown, and the explanation says over what.
func ExampleExplain() {
	check := filter.Subject{Fields: map[string][]string{"datasetTags": {"finance-eu"}, "checkName": {"rows"}}}
	fmt.Print(filter.Explain(and(contains("datasetTags", "finance"), not(equals("checkName", "freshness"))), check))
	// Output:
	// and: unknown
	//   datasetTags contains "finance": unknown (it has "finance-eu"; depends on whether a part of a tag is enough)
	//   not: true
	//     checkName equals "freshness": false (it has "rows")
}
