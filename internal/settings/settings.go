// Package settings finds the host and the API key of Soda Cloud and makes a client of them. The provider and the programs
// share it, so that both take each value from the same place: what was given (the provider block, the flags of a program),
// then a profile that is named, then the environment, then the default profile. Each value keeps its source, for errors.
// It knows nothing of Terraform; what is unknown until apply, and how an error becomes a diagnostic, is the provider's.
package settings

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"unicode"
)

// The environment variables. The second of a pair is what Soda Core's generated files use.
const (
	envHost                         = "SODA_CLOUD_HOST"
	envProfile                      = "SODA_PROFILE"
	envIntegrationsPath             = "SODA_INTEGRATIONS_PATH"
	envNotificationIntegrationsPath = "SODA_NOTIFICATION_INTEGRATIONS_PATH"
)

var (
	envKeyID     = []string{"SODA_API_KEY_ID", "SODA_CLOUD_API_KEY_ID"}
	envKeySecret = []string{"SODA_API_KEY_SECRET", "SODA_CLOUD_API_KEY_SECRET"}
)

// Environment names all variables that this package reads.
func Environment() []string {
	return append(append([]string{envHost, envProfile, envIntegrationsPath, envNotificationIntegrationsPath}, envKeyID...), envKeySecret...)
}

// Given is what the user set where nothing comes before it. An empty value is not set.
type Given struct {
	Place        string // as said to the user: "the provider block"
	Host         string
	APIKeyID     string
	APIKeySecret string
	Profile      string

	IntegrationsPath             string // of the webhook integration calls
	NotificationIntegrationsPath string // of the list of notification integrations
}

// Flags declares the flags by which programs are given settings. The key has none: other processes can see flags.
func (g *Given) Flags(flags *flag.FlagSet) {
	g.Place = "the flags"
	flags.StringVar(&g.Host, "host", "", "`host` of Soda Cloud")
	flags.StringVar(&g.Profile, "profile", "", "`section` of ~/.soda/credentials")
	flags.StringVar(&g.IntegrationsPath, "integrations-path", "", "`path` of the webhook integration calls")
	flags.StringVar(&g.NotificationIntegrationsPath, "notification-integrations-path", "", "`path` of the list of notification integrations")
}

// Value is a setting and where it came from, as said to the user. An empty text has no source.
type Value struct{ Text, Source string }

// Settings are the values that come from several places.
type Settings struct {
	Host, APIKeyID, APIKeySecret                   Value
	IntegrationsPath, NotificationIntegrationsPath Value // empty means the client's own

	// Skipped says why the default profile, which nobody asked for, could not be used although it was needed. Else nil.
	Skipped error
}

// Error is a setting that cannot be used.
type Error struct {
	Setting string // as in the provider block: "host"
	Message string
}

func (e *Error) Error() string { return e.Message }

// Find takes each value from the first place that has it. The default profile counts only where no key is found otherwise,
// so that its host never gets another's key.
func Find(given Given) (Settings, error) {
	s := Settings{
		Host:         trimmed(given.Host, given.Place),
		APIKeyID:     trimmed(given.APIKeyID, given.Place),
		APIKeySecret: trimmed(given.APIKeySecret, given.Place),

		IntegrationsPath:             trimmed(given.IntegrationsPath, given.Place),
		NotificationIntegrationsPath: trimmed(given.NotificationIntegrationsPath, given.Place),
	}
	profile := trimmed(given.Profile, given.Place)
	if profile.Text == "" {
		profile = fromEnvironment(envProfile)
	}
	if profile.Text != "" {
		p, err := readProfile(profile.Text)
		if err != nil {
			return s, &Error{"profile", fmt.Sprintf("The profile comes from %s. %v", profile.Source, err)}
		}
		s.fill(p)
	}
	s.fill(Settings{
		Host: fromEnvironment(envHost), APIKeyID: fromEnvironment(envKeyID...), APIKeySecret: fromEnvironment(envKeySecret...),
		IntegrationsPath: fromEnvironment(envIntegrationsPath), NotificationIntegrationsPath: fromEnvironment(envNotificationIntegrationsPath),
	})
	if s.APIKeyID.Text != "" || s.APIKeySecret.Text != "" {
		return s, s.check()
	}
	if p, err := readProfile(defaultProfile); err == nil {
		s.fill(p)
	} else if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errNoProfile) {
		s.Skipped = err
	}
	return s, s.check()
}

// check refuses white space inside a key. Nothing else is known of what a key holds.
func (s Settings) check() error {
	for setting, v := range map[string]Value{"api_key_id": s.APIKeyID, "api_key_secret": s.APIKeySecret} {
		if strings.ContainsFunc(v.Text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
			return &Error{setting, fmt.Sprintf("The %s from %s contains white space or a control character. Check that the file or variable it comes from "+
				"contains only the key.", setting, v.Source)}
		}
	}
	return nil
}

// trimmed is a value without what files and variables of CI systems put around it: white space, a line break at the end, a byte
// order mark. Nothing but that is no value.
func trimmed(text, source string) Value {
	if text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff")); text == "" {
		return Value{}
	}
	return Value{text, source}
}

// fill takes what is still missing from other.
func (s *Settings) fill(other Settings) {
	for _, v := range []struct{ to, from *Value }{
		{&s.Host, &other.Host}, {&s.APIKeyID, &other.APIKeyID}, {&s.APIKeySecret, &other.APIKeySecret},
		{&s.IntegrationsPath, &other.IntegrationsPath}, {&s.NotificationIntegrationsPath, &other.NotificationIntegrationsPath},
	} {
		if v.to.Text == "" {
			*v.to = *v.from
		}
	}
}

func fromEnvironment(names ...string) Value {
	for _, name := range names {
		if v := trimmed(os.Getenv(name), "the environment variable "+name); v.Text != "" {
			return v
		}
	}
	return Value{}
}

// CredentialSource says where the key came from.
func (s Settings) CredentialSource() string {
	if s.APIKeyID.Source == s.APIKeySecret.Source {
		return s.APIKeyID.Source
	}
	return fmt.Sprintf("%s (id) and %s (secret)", s.APIKeyID.Source, s.APIKeySecret.Source)
}
