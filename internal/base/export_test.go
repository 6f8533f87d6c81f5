package base

import (
	"sync/atomic"
	"testing"
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
