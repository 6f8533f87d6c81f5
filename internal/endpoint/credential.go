package endpoint

import (
	"net/url"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// CredentialPart says which part of a URL seems to carry a credential, "" if none does.
func CredentialPart(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	if u.User != nil {
		return "user information"
	}
	for name := range u.Query() {
		if soda.CredentialParameter(name) {
			return "query parameter " + name
		}
	}
	for segment := range strings.SplitSeq(u.Path, "/") {
		if soda.LooksRandom(segment) {
			return "path"
		}
	}
	return ""
}
