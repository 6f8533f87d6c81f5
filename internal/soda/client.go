package soda

import (
	"context"
	"encoding/base64"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
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

	// DefaultLag is an assumption: Soda does not say how soon its lists show what was written.
	DefaultLag = 2 * time.Minute
)

// Config is what a Client needs. Zero values mean the defaults above.
type Config struct {
	BaseURL          *url.URL // scheme and host; nil means https and HostEU
	APIKeyID         string
	APIKeySecret     string
	HostSource       string // as CredentialSource, for the host; empty for the default
	CredentialSource string // said in the error of a refused key, as in "the environment"
	IntegrationsPath string
	RequestTimeout   time.Duration // of one attempt, waiting for the rate limit not counted
	MaxRetries       *int
	UserAgent        string

	// Lag is how long a list may lack an object that was just created; nil means DefaultLag. An object that is younger than
	// that counts as deleted only when it is older.
	Lag *time.Duration

	// NotificationIntegrationsPath is where the list of notification integrations is; empty means to try NotificationIntegrationsPaths.
	NotificationIntegrationsPath string

	// Log receives what a person who debugs wants to know of each call, LogInfo what is worth saying without: never a body, a
	// header or a key. May be nil.
	Log, LogInfo func(ctx context.Context, message string, fields map[string]any)
}

// Client speaks to one organization with one key. It is safe for concurrent use. What it has listed it keeps for as long
// as it lives, so a client must not outlive one phase (one plan, one apply) of its user.
type Client struct {
	config  Config
	wire    http.RoundTripper
	pacer   *pacer
	outage  *outage
	secrets scrubber
	pause   time.Duration // before the first repeat of a failed attempt; it doubles with each
	broken  error         // why no call can be made

	patience time.Duration // of Advisory
	hurried  atomic.Bool   // whether it has run out

	rules        *listing[Rule]
	webhooks     *listing[Webhook]
	integrations *listing[Integration]
	directory    directory
}

// New returns a client. It makes no call and does not fail: a Config without a key gives a client whose calls all return
// ErrNoCredentials, since a plan that calls nothing needs no key.
func New(config Config) *Client {
	config = withDefaults(config)
	// An emulator on this machine may announce looser limits than Soda's.
	c := &Client{config: config, wire: newWire(), pacer: newPacer(IsLoopback(config.BaseURL.Hostname())), outage: newOutage(), pause: time.Second,
		patience: advicePatience}
	if config.APIKeyID == "" || config.APIKeySecret == "" {
		c.broken = ErrNoCredentials
	}
	c.Learn(config.APIKeyID, config.APIKeySecret, base64.StdEncoding.EncodeToString([]byte(config.APIKeyID+":"+config.APIKeySecret)))
	c.rules = listingOf[Rule](c, listRules)
	c.webhooks = listingOf[Webhook](c, listWebhooks)
	c.integrations = newListing(*config.Lag, listIntegrations, c.readIntegrations)
	c.directory = newDirectory(c)
	return c
}

func listingOf[T object](c *Client, op operation) *listing[T] {
	return newListing(*c.config.Lag, op, func(ctx context.Context) ([]T, int, error) { return readAll[T](ctx, c, op, "") })
}

// Host is the host and port that the client calls; empty if it can make no call. On this machine a port means nothing: an emulator
// takes any that is free.
func (c *Client) Host() string {
	switch host := c.config.BaseURL.Hostname(); {
	case c.broken != nil:
		return ""
	case IsLoopback(host):
		return host
	}
	return c.config.BaseURL.Host
}

// FoundAny reports whether any rule or webhook was found by its id: the ids of another organization are not. The CLI looks for several at
// once, so it gives the others a second.
func (c *Client) FoundAny(ctx context.Context) bool {
	for range 10 {
		if c.rules.hits.Load()+c.webhooks.hits.Load() > 0 {
			return true
		}
		_ = sleep(ctx, 100*time.Millisecond) // an end shows in what comes next
	}
	return false
}

// Broken returns a client whose calls all return err, for a configuration that is not usable, or not known yet.
func Broken(err error) *Client {
	c := New(Config{})
	c.broken = err
	return c
}

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
	if config.Lag == nil {
		lag := DefaultLag
		config.Lag = &lag
	}
	nothing := func(context.Context, string, map[string]any) {}
	if config.Log == nil {
		config.Log = nothing
	}
	if config.LogInfo == nil {
		config.LogInfo = nothing
	}
	return config
}

// IsLoopback reports whether a URL's host stays on this machine, so that http to it shows nothing to the network.
func IsLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
