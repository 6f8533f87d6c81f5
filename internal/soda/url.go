package soda

import (
	"net/url"
	"strings"
)

// SameURL reports whether two URLs are equivalent under RFC 3986, sections 6.2.2.1 and 6.2.3: the case of scheme and host, the
// scheme's default port, and an empty path or "/" make no difference.
func SameURL(a, b string) bool {
	if a == b {
		return true
	}
	first, errA := url.Parse(a)
	second, errB := url.Parse(b)
	return errA == nil && errB == nil && normalized(*first) == normalized(*second)
}

func normalized(u url.URL) string {
	u.Host = strings.ToLower(u.Host)
	if port := u.Port(); port == "" || u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		u.Host = strings.TrimSuffix(strings.TrimSuffix(u.Host, port), ":")
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}
