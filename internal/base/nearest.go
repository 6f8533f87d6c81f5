package base

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// maxSuggested is how many objects an error suggests.
const maxSuggested = 5

// nearest returns the labels whose names have most of the words of what was looked for, those most like it first.
func nearest(text string, labels []Label) []Label {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	most, near := 1, []Label(nil)
	for _, label := range labels {
		shared := 0
		for _, word := range words {
			if strings.Contains(strings.ToLower(label.Name), word) {
				shared++
			}
		}
		if shared > most {
			most, near = shared, nil
		}
		if shared == most {
			near = append(near, label)
		}
	}
	slices.SortStableFunc(near, func(a, b Label) int {
		return cmp.Compare(difference(a.Name, text), difference(b.Name, text))
	})
	return near[:min(len(near), maxSuggested)]
}

// difference is how much longer one text is than the other.
func difference(a, b string) int { return max(len(a), len(b)) - min(len(a), len(b)) }
