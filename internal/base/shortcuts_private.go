package base

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// privateState is the private state as a CLI keeps it: for it, the framework's is bytes.
type privateState map[string][]byte

// readPrivate reads a private state that holds nothing of the framework's own, such as the mark of an import.
func readPrivate(raw []byte) (privateState, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var p privateState
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, err
	}
	for key := range p {
		if strings.HasPrefix(key, ".") {
			return nil, errors.New("the framework has the key " + key)
		}
	}
	return p, nil
}

// GetKey returns what a resource has stored under the key.
func (p privateState) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}
