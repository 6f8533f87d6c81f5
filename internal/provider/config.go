package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"go.yaml.in/yaml/v3"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// model is the provider block.
type model struct {
	Host             types.String `tfsdk:"host"`
	APIKeyID         types.String `tfsdk:"api_key_id"`
	APIKeySecret     types.String `tfsdk:"api_key_secret"`
	Profile          types.String `tfsdk:"profile"`
	IntegrationsPath types.String `tfsdk:"integrations_path"`
	RequestTimeout   types.String `tfsdk:"request_timeout"`
	MaxRetries       types.Int64  `tfsdk:"max_retries"`
}

// The environment variables. The second pair is what Soda Core's generated files use.
const (
	envHost    = "SODA_CLOUD_HOST"
	envProfile = "SODA_PROFILE"
)

var (
	envKeyID     = []string{"SODA_API_KEY_ID", "SODA_CLOUD_API_KEY_ID"}
	envKeySecret = []string{"SODA_API_KEY_SECRET", "SODA_CLOUD_API_KEY_SECRET"}
)

// setting is a value and where it came from, as said to the user.
type setting struct{ value, source string }

// settings are the values that come from several places.
type settings struct{ host, keyID, keySecret setting }

// newClient makes the client that the configuration asks for. What is unknown or missing does not fail here: the plan may
// not need it. It fails where it is used.
func newClient(m model, userAgent string, tune func(*soda.Config), diags *diag.Diagnostics) *soda.Client {
	if names := m.unknown(); len(names) > 0 {
		return soda.Broken(&base.UnknownConfigurationError{Attributes: names})
	}
	s := m.settings(diags)
	if diags.HasError() {
		return nil
	}
	config := soda.Config{
		APIKeyID:         s.keyID.value,
		APIKeySecret:     s.keySecret.value,
		CredentialSource: credentialSource(s),
		IntegrationsPath: m.IntegrationsPath.ValueString(),
		UserAgent:        userAgent,
		Log:              func(ctx context.Context, message string, fields map[string]any) { tflog.Debug(ctx, message, fields) },
	}
	if s.host.value != "" {
		host, err := parseHost(s.host.value)
		if err != nil {
			diags.AddAttributeError(path.Root("host"), "Invalid host", fmt.Sprintf("The host from %s %v.", s.host.source, err))
			return nil
		}
		config.BaseURL = host
	}
	if half := s.halfKey(); half != nil {
		return soda.Broken(half)
	}
	if !m.RequestTimeout.IsNull() {
		config.RequestTimeout, _ = time.ParseDuration(m.RequestTimeout.ValueString()) // validated
	}
	if !m.MaxRetries.IsNull() {
		retries := int(m.MaxRetries.ValueInt64())
		config.MaxRetries = &retries
	}
	if tune != nil {
		tune(&config)
	}
	return soda.New(config)
}

// unknown names the attributes whose values are not known yet.
func (m model) unknown() []string {
	var names []string
	for name, value := range map[string]interface{ IsUnknown() bool }{
		"host": m.Host, "api_key_id": m.APIKeyID, "api_key_secret": m.APIKeySecret, "profile": m.Profile,
		"integrations_path": m.IntegrationsPath, "request_timeout": m.RequestTimeout, "max_retries": m.MaxRetries,
	} {
		if value.IsUnknown() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// settings takes each value from the first place that has it: the provider block, the profile if one is named, the
// environment. The default profile counts only where no key is given otherwise, so that its host never gets another's key.
func (m model) settings(diags *diag.Diagnostics) settings {
	block := "the provider block"
	s := settings{
		host:      setting{m.Host.ValueString(), block},
		keyID:     setting{m.APIKeyID.ValueString(), block},
		keySecret: setting{m.APIKeySecret.ValueString(), block},
	}
	name, where := m.Profile.ValueString(), block
	if name == "" {
		name, where = os.Getenv(envProfile), "the environment variable "+envProfile
	}
	if name != "" {
		p, err := readProfile(name)
		if err != nil {
			diags.AddAttributeError(path.Root("profile"), "Cannot use the profile", fmt.Sprintf("The profile comes from %s. %v", where, err))
			return s
		}
		s.fill(p)
	}
	s.fill(settings{host: fromEnv(envHost), keyID: fromEnv(envKeyID...), keySecret: fromEnv(envKeySecret...)})
	if s.keyID.value != "" || s.keySecret.value != "" {
		return s
	}
	if p, err := readProfile(defaultProfile); err == nil {
		s.fill(p)
	} else if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errNoProfile) {
		diags.AddWarning("Cannot use the default profile", err.Error())
	}
	return s
}

// halfKey returns what to say of a key of which one half is missing, else nil.
func (s settings) halfKey() error {
	switch {
	case s.keyID.value != "" && s.keySecret.value == "":
		return &base.HalfKeyError{Has: "id", Lacks: "secret", Source: s.keyID.source}
	case s.keySecret.value != "" && s.keyID.value == "":
		return &base.HalfKeyError{Has: "secret", Lacks: "id", Source: s.keySecret.source}
	}
	return nil
}

// fill takes what is still missing from other.
func (s *settings) fill(other settings) {
	for _, v := range []struct{ to, from *setting }{{&s.host, &other.host}, {&s.keyID, &other.keyID}, {&s.keySecret, &other.keySecret}} {
		if v.to.value == "" {
			*v.to = *v.from
		}
	}
}

func fromEnv(names ...string) setting {
	for _, name := range names {
		if value := os.Getenv(name); value != "" {
			return setting{value, "the environment variable " + name}
		}
	}
	return setting{}
}

func credentialSource(s settings) string {
	if s.keyID.source == s.keySecret.source {
		return s.keyID.source
	}
	return fmt.Sprintf("%s (id) and %s (secret)", s.keyID.source, s.keySecret.source)
}

const defaultProfile = "default"

var errNoProfile = errors.New("no such profile")

// readProfile reads one profile of ~/.soda/credentials, the file that Soda's own command line client writes.
func readProfile(name string) (settings, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return settings{}, fmt.Errorf("the home directory is not known: %w", err)
	}
	raw, err := os.ReadFile(filepath.Join(home, ".soda", "credentials"))
	if err != nil {
		return settings{}, fmt.Errorf("~/.soda/credentials cannot be read: %w", err)
	}
	var profiles map[string]struct {
		Host         string `yaml:"host"`
		APIKeyID     string `yaml:"api_key_id"`
		APIKeySecret string `yaml:"api_key_secret"`
	}
	if yaml.Unmarshal(raw, &profiles) != nil {
		return settings{}, errors.New("~/.soda/credentials is not a YAML map of profiles, each with host, api_key_id and api_key_secret")
	}
	p, ok := profiles[name]
	if !ok {
		return settings{}, fmt.Errorf("~/.soda/credentials has %w %q; it has: %s", errNoProfile, name,
			strings.Join(slices.Sorted(maps.Keys(profiles)), ", "))
	}
	source := fmt.Sprintf("the profile %q of ~/.soda/credentials", name)
	p.Host = cmp.Or(p.Host, soda.HostEU) // as Soda's own client takes it, so that the key does not go to another's host
	return settings{host: setting{p.Host, source}, keyID: setting{p.APIKeyID, source}, keySecret: setting{p.APIKeySecret, source}}, nil
}

// parseHost reads a bare host, as in "cloud.us.soda.io", or a URL of scheme, host and port.
func parseHost(text string) (*url.URL, error) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "":
		return nil, errors.New(`must be a host such as "cloud.soda.io", or a URL of scheme, host and port`)
	case u.User != nil:
		return nil, errors.New("must not carry user information; the key goes into api_key_id and api_key_secret")
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("must not have a path, a query or a fragment")
	case u.Scheme == "http" && !soda.IsLoopback(u.Hostname()):
		return nil, errors.New("must use https; http is for loopback addresses only, since it would show the key to the network")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, fmt.Errorf("must use https, not %s", u.Scheme)
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}
