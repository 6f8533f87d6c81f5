package settings

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

const defaultProfile = "default"

var errNoProfile = errors.New("no profile")

// readProfile reads one profile of ~/.soda/credentials, the file that Soda's own command line client writes.
func readProfile(name string) (Settings, error) {
	file, err := profileFile()
	if err != nil {
		return Settings{}, err
	}
	raw, err := os.ReadFile(file)
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
	p.Host = cmp.Or(strings.TrimSpace(p.Host), soda.HostEU) // as Soda's own client takes it, so that the key does not go to another's host
	return Settings{Host: trimmed(p.Host, source), APIKeyID: trimmed(p.APIKeyID, source), APIKeySecret: trimmed(p.APIKeySecret, source)}, nil
}

func profileFile() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("the home directory cannot be determined: %w", err)
	}
	return filepath.Join(home, ".soda", "credentials"), nil
}

// CheckProfileFile says what is wrong with the rights of ~/.soda/credentials. A file that is not there is fine.
func CheckProfileFile() error {
	file, err := profileFile()
	if err != nil {
		return nil //nolint:nilerr // without a home there is no file
	}
	info, err := os.Stat(file)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return nil //nolint:nilerr // a file that is not there is fine
	}
	return fmt.Errorf("~/.soda/credentials can be read by other users of this machine (mode %04o); run: chmod 600 ~/.soda/credentials", info.Mode().Perm())
}
