package filterattr

import "strings"

// didYouMean returns " Did you mean ...?" if one of names is near to what was written, else "". Case, underscores and
// dashes do not count: dataset_tags is datasetTags in another style.
func didYouMean(written string, names []string) string {
	best, fewest := "", 1+min(3, len(written)/3)
	for _, name := range names {
		if edits := distance(fold(written), fold(name)); edits < fewest {
			best, fewest = name, edits
		}
	}
	if best == "" {
		return ""
	}
	return ` Did you mean "` + best + `"?`
}

func fold(name string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
}

// distance counts the single-byte insertions, deletions and replacements that make a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
