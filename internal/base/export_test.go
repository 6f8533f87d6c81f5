package base

import (
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// CountHashes counts the hashes that are computed, until the end of the test.
func CountHashes(t testing.TB) *atomic.Int64 {
	var count atomic.Int64
	before := derive
	t.Cleanup(func() { derive = before })
	derive = func(value, salt []byte, passes, memory uint32, threads uint8, length uint32) []byte {
		count.Add(1)
		return before(value, salt, passes, memory, threads, length)
	}
	return &count
}

// ForgetHashes makes this process as one that has not hashed anything yet.
func ForgetHashes() { hashed.Clear() }

// Unpack reads what a CLI has sent as shortcuts do.
func Unpack(s Shortcuts, sent *tfprotov6.DynamicValue) (tftypes.Value, bool) {
	return s.(interface {
		unpack(*tfprotov6.DynamicValue) (tftypes.Value, bool)
	}).unpack(sent)
}
