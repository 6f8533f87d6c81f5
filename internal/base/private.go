package base

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// PrivateReader is the private state in requests of the framework: data of a resource that only the provider reads.
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is the private state in responses.
type PrivateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// ReadNames returns a list of names from the private state; none where something else stands there.
func ReadNames(ctx context.Context, private PrivateReader, key string, diags *diag.Diagnostics) []string {
	raw, d := private.GetKey(ctx, key)
	diags.Append(d...)
	var names []string
	if len(raw) > 0 && json.Unmarshal(raw, &names) != nil {
		return nil
	}
	return names
}

// WriteNames puts a list of names into the private state. An empty one leaves nothing behind.
func WriteNames(ctx context.Context, private PrivateWriter, key string, names []string, diags *diag.Diagnostics) {
	var raw []byte
	if len(names) > 0 {
		raw, _ = json.Marshal(names) // strings only
	}
	diags.Append(private.SetKey(ctx, key, raw)...)
}
