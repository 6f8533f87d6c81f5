package filter

import (
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// Reading is one way in which Soda may compare. Soda does not document which it is, so what is claimed of a filter is
// claimed in every reading, or with the reading that it depends on. In all of them texts are compared in NFC.
type Reading struct {
	FoldCase  bool // "Finance" is "finance"
	WholeTags bool // Contains on a list such as datasetTags looks for a whole element, and not for a part of one
}

var readings = [...]Reading{{}, {FoldCase: true}, {WholeTags: true}, {FoldCase: true, WholeTags: true}}

// Readings returns all readings. The first is the plainest: case counts, and a part is enough.
func Readings() []Reading { return readings[:] }

// String says how texts are compared in this reading.
func (r Reading) String() string {
	text := "case counts"
	if r.FoldCase {
		text = "case is ignored"
	}
	if r.WholeTags {
		return text + ", contains needs a whole tag"
	}
	return text + ", contains finds a part of a tag"
}

// Key returns what a value is compared by: values of one key are the same value.
func (r Reading) Key(value string) string {
	if r.FoldCase {
		return text.Fold(value)
	}
	return text.NFC(value)
}

// Test is what a comparison asks of the key of one value: to be Text, or with Part to have Text in it.
type Test struct {
	Text string
	Part bool
}

// Tests returns what a comparison asks of a value. To pass one of the tests is enough; an In of nothing has none.
func (r Reading) Tests(e *Expr) []Test {
	switch e.Op {
	case In:
		tests := make([]Test, len(e.Values))
		for i, value := range e.Values {
			tests[i] = Test{Text: r.Key(value)}
		}
		return tests
	case Contains:
		field, _ := FieldNamed(e.Field)
		return []Test{{Text: r.Key(e.Value), Part: !field.List || !r.WholeTags}}
	default:
		return []Test{{Text: r.Key(e.Value)}}
	}
}

// Passes reports whether the key of a value passes the test.
func (t Test) Passes(key string) bool {
	if t.Part {
		return strings.Contains(key, t.Text)
	}
	return key == t.Text
}

// parting says what the readings part over, "" if they agree.
func (v verdict) parting() string {
	var open []string
	if v[0] != v[1] || v[2] != v[3] {
		open = append(open, "case counts")
	}
	if v[0] != v[2] || v[1] != v[3] {
		open = append(open, "a part of a tag is enough")
	}
	return strings.Join(open, " and whether ")
}
