package settings

import (
	"fmt"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// Client returns a client for these settings; the rest of its configuration is config's. A key that is missing or incomplete
// does not fail here, for a plan may not need it: it fails each call.
func (s Settings) Client(config soda.Config) (*soda.Client, error) {
	if s.Host.Text != "" {
		host, err := ParseHost(s.Host.Text)
		if err != nil {
			return nil, &Error{"host", fmt.Sprintf("The host from %s %v.", s.Host.Source, err)}
		}
		config.BaseURL = host
	}
	if err := s.setPaths(&config); err != nil {
		return nil, err
	}
	if err := s.KeyError(); err != nil {
		return soda.Broken(err), nil
	}
	config.HostSource, config.APIKeyID, config.APIKeySecret, config.CredentialSource = s.Host.Source, s.APIKeyID.Text, s.APIKeySecret.Text, s.CredentialSource()
	return soda.New(config), nil
}

func (s Settings) setPaths(config *soda.Config) error {
	for _, path := range []struct {
		setting string
		value   Value
		to      *string
	}{
		{"integrations_path", s.IntegrationsPath, &config.IntegrationsPath},
		{"notification_integrations_path", s.NotificationIntegrationsPath, &config.NotificationIntegrationsPath},
	} {
		if path.value.Text == "" {
			continue
		}
		if err := CheckPath(path.value.Text); err != nil {
			return &Error{path.setting, fmt.Sprintf("The path from %s %v.", path.value.Source, err)}
		}
		*path.to = path.value.Text
	}
	return nil
}

// KeyError says why the key cannot be used, nil if it is complete.
func (s Settings) KeyError() error {
	switch hasID, hasSecret := s.APIKeyID.Text != "", s.APIKeySecret.Text != ""; {
	case hasID && hasSecret:
		return nil
	case hasID:
		return &soda.HalfKeyError{Has: "id", Lacks: "secret", Source: s.APIKeyID.Source}
	case hasSecret:
		return &soda.HalfKeyError{Has: "secret", Lacks: "id", Source: s.APIKeySecret.Source}
	}
	return soda.ErrNoCredentials
}
