package base

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"golang.org/x/crypto/argon2"
)

// Fingerprints tell whether a write-only value has changed since it was last written, by slot: the name that a resource
// gives each of its values. They stand in the private state, where whoever has the state file can read them, so each is a
// salted argon2id hash, which makes guessing slow.
type Fingerprints map[string]fingerprint

type fingerprint struct {
	Salt []byte `json:"salt"`
	Hash []byte `json:"hash"`
	cost
	drift
}

// cost is what a hash took. None in the private state means earliest.
type cost struct {
	Memory uint32 `json:"memory,omitempty"` // in KiB
	Passes uint32 `json:"passes,omitempty"`
}

// Of the costs that OWASP's password storage cheat sheet recommends as equally strong, current takes the least time, as the memory
// is at hand sooner, and the least memory. earliest is that of hashes that do not say.
var (
	current  = cost{Memory: 7 * 1024, Passes: 5}
	earliest = cost{Memory: 19 * 1024, Passes: 2}
)

const (
	// fingerprintsKey is where the private state holds them.
	fingerprintsKey = "write_only"
	// togetherSlot is that of all values together: while none has changed, a plan takes one hash and not one for each.
	togetherSlot = ""
	// shownSlot is that of those together that the server shows, where it shows some and hides others: see Drifted.
	shownSlot = "shown"
)

// ReadFingerprints returns what the last write left; none after an import.
func ReadFingerprints(ctx context.Context, private PrivateReader, diags *diag.Diagnostics) Fingerprints {
	raw, d := private.GetKey(ctx, fingerprintsKey)
	diags.Append(d...)
	var f Fingerprints
	if len(raw) > 0 && json.Unmarshal(raw, &f) != nil {
		return nil // written by something else: as after an import, the next write sets it right
	}
	return f
}

// Written is what a write leaves of write-only values.
type Written struct {
	Values map[string]string // by slot, for which there are fingerprints from now on
	Shown  []string          // the slots whose values the response showed exactly as they were sent
	Sent   map[string]string // all that was sent, by slot
	Before Fingerprints      // those of the write before
	Keep   []string          // the slots whose values it did not send: their fingerprints stay, which goes first
}

// WriteFingerprints replaces what is remembered. No values leave nothing behind.
func WriteFingerprints(ctx context.Context, private PrivateWriter, w Written, diags *diag.Diagnostics) {
	kept, fresh := subset(w.Before, w.Keep), maps.Clone(w.Values)
	if len(kept) == 0 && len(w.Values) > 1 { // what is kept may be of other values
		fresh[togetherSlot] = joined(w.Values)
		if visible := subset(w.Values, w.Shown); len(visible) > 1 && len(visible) < len(w.Values) {
			fresh[shownSlot] = joined(visible)
		}
	}
	f := Fingerprints(maps.Clone(kept))
	for slot, one := range f {
		one.drift = drift{Shown: slices.Contains(w.Shown, slot), Drifted: !one.matches(w.Sent[slot])}
		f[slot] = one
	}
	var done sync.WaitGroup
	var mu sync.Mutex
	for slot, value := range fresh {
		if _, ok := kept[slot]; ok {
			continue
		}
		done.Go(func() {
			made := newFingerprint(value)
			made.drift = drift{Shown: slices.Contains(w.Shown, slot)}
			mu.Lock()
			defer mu.Unlock()
			f[slot] = made
		})
	}
	done.Wait()
	f.store(ctx, private, diags)
}

func (f Fingerprints) store(ctx context.Context, private PrivateWriter, diags *diag.Diagnostics) {
	var raw []byte
	if len(f) > 0 {
		raw, _ = json.Marshal(f) // bytes and numbers only
	}
	diags.Append(private.SetKey(ctx, fingerprintsKey, raw)...)
}

// subset is the part of a map that has the keys.
func subset[V any](m map[string]V, keys []string) map[string]V {
	found := map[string]V{}
	for _, key := range keys {
		if one, ok := m[key]; ok {
			found[key] = one
		}
	}
	return found
}

// Hash hashes values, by slot, on all processors at once. Comparing them later costs nothing.
func (f Fingerprints) Hash(values map[string]string) { f.hash(togetherSlot, values) }

// hash is Hash where the values may be those that were hashed together in a slot of its own.
func (f Fingerprints) hash(group string, values map[string]string) {
	if together, ok := f[group]; ok && len(values) > 1 && together.matches(joined(values)) {
		for slot, value := range values {
			f[slot].learn(value)
		}
		return
	}
	var done sync.WaitGroup
	for slot, value := range values {
		if known, ok := f[slot]; ok {
			done.Go(func() { known.matches(value) })
		}
	}
	done.Wait()
}

func (f Fingerprints) matches(slot, value string) bool {
	known, ok := f[slot]
	return ok && known.matches(value)
}

// joined is one text for values by slot, which no others have.
func joined(values map[string]string) string {
	var pairs [][2]string
	for _, slot := range slices.Sorted(maps.Keys(values)) {
		pairs = append(pairs, [2]string{slot, values[slot]})
	}
	return fmt.Sprintf("%q", pairs)
}

func newFingerprint(value string) fingerprint {
	made := fingerprint{Salt: make([]byte, 16), cost: current}
	_, _ = rand.Read(made.Salt) // never fails
	made.Hash = made.of(value)
	return made
}

func (f fingerprint) matches(value string) bool {
	return subtle.ConstantTimeCompare(f.Hash, f.of(value)) == 1
}

// of returns the hash of a value. What a process has hashed it does not hash again. No more run at once than there are
// processors: they would only take more memory.
func (f fingerprint) of(value string) []byte {
	once, _ := hashed.LoadOrStore(f.key(value), sync.OnceValue(func() []byte {
		processors <- struct{}{}
		defer func() { <-processors }()
		took := f.cost
		if took.Passes == 0 {
			took = earliest
		}
		return derive([]byte(value), f.Salt, took.Passes, took.Memory, 1, 32)
	}))
	return once.(func() []byte)()
}

// learn takes a value for the one that was hashed, as if it had been hashed again.
func (f fingerprint) learn(value string) {
	hashed.LoadOrStore(f.key(value), func() []byte { return f.Hash })
}

func (f fingerprint) key(value string) [sha256.Size]byte {
	return sha256.Sum256(append(bytes.Clone(f.Salt), value...))
}

var (
	hashed     sync.Map // by the key of salt and value, which a process only has in memory
	processors = make(chan struct{}, runtime.GOMAXPROCS(0))
	derive     = argon2.IDKey
)
