package header

import (
	"regexp"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// harmless matches the names of headers that say what a message is or whose it is, and never who may send it. Every other
// header may carry a credential: there is no end to the names that vendors give those.
var harmless = regexp.MustCompile(`(?i)^(accept(-[a-z]+)?|cache-control|content-(encoding|language|type)|pragma|user-agent|` +
	`x-([a-z]+-)?(api-version|app|application|channel|component|department|domain|env|environment|event|format|owner|priority|` +
	`product|project|region|service|severity|source|stage|team|version))$`)

// credentialName matches names that leave no doubt.
var credentialName = regexp.MustCompile(`(?i)token|secret|passw|cookie|credential|signature|session|auth|\bsig\b|key$`)

// credentialValue matches what is a credential under any name: a scheme with what follows it, a token with the prefix of its
// issuer, a JSON Web Token, a UUID.
var credentialValue = regexp.MustCompile(`(?i)^((bearer|basic|digest|hawk|hmac\S*|aws4-hmac\S*|negotiate|token|apikey|api-key|key|geniekey|splunk|signature)[ =:]+\S` +
	`|(xox[a-z]|xapp|glpat|dapi|sk|pk|rk|gh[a-z]|shp[a-z]*|key)[-_](live_|test_|proj-)?[\w-]{8}|akia\w{12}|aiza\S{20}|ya29\.|sg\.\S{10}` +
	`|ey[\w-]+\.ey[\w-]+\.[\w-]*$|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)`)

// SeemsSecret reports whether a header of which only name and value are known has to be hidden: at an import, in the results
// of a query, in a generated configuration, and where a response repeats it. An empty value hides nothing.
func SeemsSecret(name, value string) bool {
	return value != "" && (!harmless.MatchString(name) || credentialValue.MatchString(value) || soda.LooksRandom(value))
}

// warned reports whether a header that somebody has decided to show had better be hidden.
func warned(name, value string) bool {
	return value != "" && (credentialName.MatchString(name) || credentialValue.MatchString(value))
}
