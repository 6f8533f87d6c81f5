package soda

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// WithoutSecrets takes secrets out of what a server said, for some repeat what they get: as they are, as in JSON, and without
// the scheme that stands before a token. What encodes them otherwise is not recognized.
func WithoutSecrets(text string, secrets []string) string {
	var forms []string
	for _, secret := range secrets {
		_, token, _ := strings.Cut(secret, " ")
		forms = append(forms, secret, inJSON(secret), token, inJSON(token))
	}
	forms = slices.DeleteFunc(forms, func(s string) bool { return s == "" })
	slices.SortFunc(forms, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // one may begin with another
	pairs := make([]string, 0, 2*len(forms))
	for _, form := range forms {
		pairs = append(pairs, form, "(hidden)")
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func inJSON(text string) string {
	quoted, _ := json.Marshal(text) // a string always can
	return string(quoted[1 : len(quoted)-1])
}
