package text

import (
	"strings"

	"github.com/agext/levenshtein"
)

// Nearest returns the name that was probably meant, "" if none is near. Case, underscores and dashes do not count:
// dataset_tags is datasetTags in another style.
func Nearest(written string, names []string) string {
	plain := func(name string) string { return strings.NewReplacer("_", "", "-", "").Replace(Fold(name)) }
	best, fewest := "", 2+len(written)/4
	for _, name := range names {
		if edits := levenshtein.Distance(plain(written), plain(name), nil); edits < fewest {
			best, fewest = name, edits
		}
	}
	return best
}
