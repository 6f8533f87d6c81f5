// Package soda is a client for the alerting side of Soda Cloud's REST API. Each file holds one section of the API
// (rules.go, webhooks.go, integrations.go, directory.go) on top of a few shared mechanisms: one generic call (call.go),
// one error type (error.go), retries (retry.go), pacing (pace.go), the wire (transport.go), paging (page.go) and shared
// listings (listing.go). It knows nothing of Terraform: schemas, state and diagnostics live above it.
package soda

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const (
	// HostEU is Soda Cloud's European region, the default. A key of one region is not valid in the other.
	HostEU = "cloud.soda.io"

	// DefaultIntegrationsPath is where the webhook integration calls of the contract live.
	DefaultIntegrationsPath = "/api/v1/integrations/webhooks"

	// DefaultRequestTimeout is that of Soda's own command line client.
	DefaultRequestTimeout = 30 * time.Second

	// DefaultMaxRetries is how often a failed call is repeated. Waiting out a rate limit does not count.
	DefaultMaxRetries = 4
)

// Config is what a Client needs. Zero values mean the defaults above.
type Config struct {
	BaseURL          *url.URL // scheme and host; nil means https and HostEU
	APIKeyID         string
	APIKeySecret     string
	CredentialSource string // said in the error of a refused key, as in "the environment"
	IntegrationsPath string
	RequestTimeout   time.Duration // of one attempt, waiting for the rate limit not counted
	MaxRetries       *int
	UserAgent        string

	// Log receives what a person who debugs wants to know of each call: never a body, a header or a key. May be nil.
	Log func(ctx context.Context, message string, fields map[string]any)
}

// Client speaks to one organization with one key. It is safe for concurrent use. What it has listed it keeps for as long
// as it lives, so a client must not outlive one phase (one plan, one apply) of its user.
type Client struct {
	config Config
	http   *retryablehttp.Client
	pacer  *pacer
	broken error // why no call can be made

	rules        *listing[Rule]
	webhooks     *listing[Webhook]
	integrations *listing[Integration]
	directory    directory
}

// New returns a client. It makes no call and does not fail: a Config without a key gives a client whose calls all return
// ErrNoCredentials, since a plan that calls nothing needs no key.
func New(config Config) *Client {
	c := &Client{config: withDefaults(config)}
	// An emulator on this machine may announce looser limits than Soda's.
	c.pacer = newPacer(IsLoopback(c.config.BaseURL.Hostname()))
	if config.APIKeyID == "" || config.APIKeySecret == "" {
		c.broken = ErrNoCredentials
	}
	c.http = &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport: newTransport(c.config, c.pacer),
			// A redirect is never followed: the key must not reach another host, and a POST must not turn into a GET.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		RetryWaitMin: time.Second,
		RetryWaitMax: 30 * time.Second,
		RetryMax:     *c.config.MaxRetries + maxThrottled,
		CheckRetry:   c.checkRetry,
		Backoff:      backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	c.rules = newListing[Rule](c, listRules)
	c.webhooks = newListing[Webhook](c, listWebhooks)
	c.integrations = newListing[Integration](c, listIntegrations)
	c.directory = newDirectory(c)
	return c
}

// Broken returns a client whose calls all return err, for a configuration that is not usable, or not known yet.
func Broken(err error) *Client {
	c := New(Config{})
	c.broken = err
	return c
}

// ErrNoCredentials is returned by every call of a client that has no key.
var ErrNoCredentials = errors.New("no API key is configured")

func withDefaults(config Config) Config {
	if config.BaseURL == nil {
		config.BaseURL = &url.URL{Scheme: "https", Host: HostEU}
	}
	if config.IntegrationsPath == "" {
		config.IntegrationsPath = DefaultIntegrationsPath
	}
	config.IntegrationsPath = strings.TrimRight(config.IntegrationsPath, "/")
	if config.RequestTimeout == 0 {
		config.RequestTimeout = DefaultRequestTimeout
	}
	if config.MaxRetries == nil {
		retries := DefaultMaxRetries
		config.MaxRetries = &retries
	}
	if config.Log == nil {
		config.Log = func(context.Context, string, map[string]any) {}
	}
	return config
}

// IsLoopback reports whether a URL's host stays on this machine, so that http to it shows nothing to the network.
func IsLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
