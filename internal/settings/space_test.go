package settings

import (
	"errors"
	"strings"
	"testing"
)

// What files and CI systems put around a value is no part of it, wherever it comes from; white space inside a key is an error that
// names the place and not the key.
func TestFind_whiteSpace(t *testing.T) {
	around := func(text string) []string {
		return []string{text, text + "\n", text + "\r\n", "\ufeff" + text, "\t " + text + " "}
	}
	for _, host := range around("b.example") {
		for _, key := range around("key") {
			for where, tc := range map[string]struct {
				block Given
				env   map[string]string
				file  string
			}{
				"the block":       {block(host, key, key, ""), nil, ""},
				"the environment": {block("", "", "", ""), map[string]string{envHost: host, envKeyID[1]: key, envKeySecret[0]: key}, ""},
				"an empty block":  {block(" ", "\n", "", "\n"), map[string]string{envHost: host, envKeyID[0]: key, envKeySecret[1]: key}, ""},
				"a profile": {
					block("", "", "", " us\n"), nil,
					"us: {host: \"  b.example\\n\", api_key_id: \"key\\n\", api_key_secret: \" key\"}",
				},
			} {
				environment(t, tc.file, tc.env)
				s, err := Find(tc.block)
				if err != nil || s.Host.Text != "b.example" || s.APIKeyID.Text != "key" || s.APIKeySecret.Text != "key" {
					t.Errorf("%q and %q from %s: got %+v, %v", host, key, where, s, err)
				}
			}
		}
	}
}

func TestFind_whiteSpaceInside(t *testing.T) {
	for setting, tc := range map[string]struct {
		block Given
		env   map[string]string
		from  string
	}{
		"api_key_id":     {block("", "first-part\nsecond", "secret", ""), nil, "the provider block"},
		"api_key_secret": {block("", "", "", ""), map[string]string{envKeyID[0]: "id", envKeySecret[0]: "first-part second"}, envKeySecret[0]},
	} {
		environment(t, "", tc.env)
		_, err := Find(tc.block)
		wrong, ok := errors.AsType[*Error](err)
		if !ok || wrong.Setting != setting || !strings.Contains(wrong.Message, tc.from) || strings.Contains(wrong.Message, "first-part") {
			t.Errorf("%s: got %v", setting, err)
		}
	}
}
