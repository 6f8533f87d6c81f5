package emulator

import (
	"fmt"
	"strings"
)

// Environment returns the lines for a shell that lead the provider to the emulator.
func (s *Server) Environment() string {
	return Environment(s.URL, s.options.APIKeyID, s.options.APIKeySecret)
}

// Environment returns the lines for a shell that lead the provider to an emulator with such a key.
func Environment(host, keyID, keySecret string) string {
	return fmt.Sprintf("export SODA_CLOUD_HOST=%s\nexport SODA_API_KEY_ID=%s\nexport SODA_API_KEY_SECRET=%s\n",
		shellWord(host), shellWord(keyID), shellWord(keySecret))
}

// shellWord quotes s for the shell, if it needs to be.
func shellWord(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
