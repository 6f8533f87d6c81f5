package adopt

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// labels are the names that are taken, by what they name.
type labels map[string]map[string]bool

// of returns a label for an object with the name: its letters and digits in lower case and without marks, words joined by
// underscores. Terraform wants a letter first.
func (l labels) of(typ, name, fallback string) string {
	label := slug(name)
	switch {
	case label == "":
		label = fallback
	case label[0] >= '0' && label[0] <= '9':
		label = fallback + "_" + label
	}
	return l.unique(typ, label)
}

// unique returns the label, numbered if it is taken.
func (l labels) unique(typ, label string) string {
	if l[typ] == nil {
		l[typ] = map[string]bool{}
	}
	free := label
	for n := 2; l[typ][free]; n++ {
		free = fmt.Sprintf("%s_%d", label, n)
	}
	l[typ][free] = true
	return free
}

var notInLabel = regexp.MustCompile(`[^a-z0-9]+`)

func slug(name string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn))), name)
	if err != nil {
		plain = name
	}
	return strings.Trim(notInLabel.ReplaceAllString(strings.ToLower(plain), "_"), "_")
}
