package filterattr

import "strings"

// didYouMean returns " Did you mean ...?" if one of names is near to what was written, else "". Case, underscores and
// dashes do not count: dataset_tags is datasetTags in another style.
func didYouMean(written string, names []string) string {
	best, fewest := "", 1+max(1, min(3, len(written)/3))
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

// distance counts the single-byte insertions, deletions and replacements, and the exchanges of two neighbours, that turn a
// into b (optimal string alignment).
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replaced := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			rows[i][j] = min(replaced, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
