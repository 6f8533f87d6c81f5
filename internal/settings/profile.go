package settings

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

const defaultProfile = "default"

var errNoProfile = errors.New("no such profile")

// readProfile reads one profile of ~/.soda/credentials, the file that Soda's own command line client writes.
func readProfile(name string) (Settings, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return Settings{}, fmt.Errorf("the home directory is not known: %w", err)
	}
	raw, err := os.ReadFile(filepath.Join(home, ".soda", "credentials"))
	if err != nil {
		return Settings{}, fmt.Errorf("~/.soda/credentials cannot be read: %w", err)
	}
	var profiles map[string]struct {
		Host         string `yaml:"host"`
		APIKeyID     string `yaml:"api_key_id"`
		APIKeySecret string `yaml:"api_key_secret"`
	}
	if yaml.Unmarshal(raw, &profiles) != nil {
		return Settings{}, errors.New("~/.soda/credentials is not a YAML map of profiles, each with host, api_key_id and api_key_secret")
	}
	p, ok := profiles[name]
	if !ok {
		return Settings{}, fmt.Errorf("~/.soda/credentials has %w %q; it has: %s", errNoProfile, name,
			strings.Join(slices.Sorted(maps.Keys(profiles)), ", "))
	}
	source := fmt.Sprintf("the profile %q of ~/.soda/credentials", name)
	p.Host = cmp.Or(p.Host, soda.HostEU) // as Soda's own client takes it, so that the key does not go to another's host
	return Settings{Host: Value{p.Host, source}, APIKeyID: Value{p.APIKeyID, source}, APIKeySecret: Value{p.APIKeySecret, source}}, nil
}
