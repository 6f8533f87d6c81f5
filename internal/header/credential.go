package header

import (
	"regexp"
	"slices"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/endpoint"
)

// carriesCredential reports whether headers of that name usually carry a credential.
func carriesCredential(name string) bool {
	name = strings.ToLower(name)
	if slices.Contains([]string{"authorization", "proxy-authorization", "cookie", "token", "key", "secret", "apikey"}, name) {
		return true
	}
	for _, suffix := range []string{"-token", "-key", "-secret", "-password", "-authorization", "-auth"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}

// credential matches what usually is one, whatever the header's name: a scheme with what follows it, or a JSON Web Token.
var credential = regexp.MustCompile(`(?i)^(bearer|basic|token|apikey) +\S|^ey[\w-]+\.ey[\w-]+\.[\w-]*$`)

// SeemsSecret reports whether a header of which only name and value are known had better be hidden.
func SeemsSecret(name, value string) bool {
	return carriesCredential(name) || credential.MatchString(value) || endpoint.LooksRandom(value)
}
