package settings

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// ParseHost reads a bare host, as in "cloud.us.soda.io", or a URL of scheme, host and port. Its error completes "The host …".
func ParseHost(text string) (*url.URL, error) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "":
		return nil, errors.New(`must be a host such as "cloud.soda.io", or a URL with scheme, host and port`)
	case u.User != nil:
		return nil, errors.New("must not contain user information; put the key into api_key_id and api_key_secret")
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("must not have a path, a query or a fragment")
	case u.Scheme == "http" && !soda.IsLoopback(u.Hostname()):
		return nil, errors.New("must use https; http is only for loopback addresses, because it would expose the key to the network")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, fmt.Errorf("must use https, not %s", u.Scheme)
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

// CheckPath says what is wrong with a path of the API. Its error completes "The path …".
func CheckPath(text string) error {
	u, err := url.Parse(text)
	if err != nil || !strings.HasPrefix(text, "/") || strings.Trim(text, "/") == "" || u.Host != "" || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(text, "{}") {
		return errors.New(`must start with "/" and have no query string`)
	}
	return nil
}
