package base

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"maps"
	"runtime"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/crypto/argon2"
)

// Fingerprints tell whether a write-only value has changed since it was last written, by slot: the name that a resource
// gives each of its values. They stand in the private state, where whoever has the state file can read them, so each is a
// salted argon2id hash, which makes guessing slow.
type Fingerprints map[string]fingerprint

type fingerprint struct {
	Salt []byte `json:"salt"`
	Hash []byte `json:"hash"`
}

// fingerprintsKey is where the private state holds them.
const fingerprintsKey = "write_only"

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

// WriteFingerprints replaces what is remembered by the values, by slot, and by what is kept, which goes first. None leaves
// nothing behind.
func WriteFingerprints(ctx context.Context, private PrivateWriter, values map[string]string, kept Fingerprints, diags *diag.Diagnostics) {
	f := Fingerprints{}
	maps.Copy(f, kept)
	var made sync.WaitGroup
	var mu sync.Mutex
	for slot, value := range values {
		if _, ok := f[slot]; ok {
			continue
		}
		made.Go(func() {
			salt := make([]byte, 16)
			_, _ = rand.Read(salt) // never fails
			hash := slowHash(value, salt)
			mu.Lock()
			defer mu.Unlock()
			f[slot] = fingerprint{Salt: salt, Hash: hash}
		})
	}
	made.Wait()
	var raw []byte
	if len(f) > 0 {
		raw, _ = json.Marshal(f) // bytes only
	}
	diags.Append(private.SetKey(ctx, fingerprintsKey, raw)...)
}

// Only returns the fingerprints of the slots.
func (f Fingerprints) Only(slots []string) Fingerprints {
	found := Fingerprints{}
	for _, slot := range slots {
		if one, ok := f[slot]; ok {
			found[slot] = one
		}
	}
	return found
}

// slowHash takes argon2id with the least cost that OWASP's password storage cheat sheet recommends: 19 MiB, two passes. What a
// process has hashed it does not hash again. No more run at once than there are processors: they would only take more memory.
func slowHash(value string, salt []byte) []byte {
	key := sha256.Sum256(append(bytes.Clone(salt), value...))
	once, _ := hashed.LoadOrStore(key, sync.OnceValue(func() []byte {
		processors <- struct{}{}
		defer func() { <-processors }()
		return argon2.IDKey([]byte(value), salt, 2, 19*1024, 1, 32)
	}))
	return once.(func() []byte)()
}

var (
	hashed     sync.Map // by the hash of salt and value, which a process only has in memory
	processors = make(chan struct{}, runtime.GOMAXPROCS(0))
)

// Hash hashes values, by slot, on all processors at once. Comparing them later costs nothing.
func (f Fingerprints) Hash(values map[string]string) {
	var done sync.WaitGroup
	for slot, value := range values {
		if known, ok := f[slot]; ok {
			done.Go(func() { slowHash(value, known.Salt) })
		}
	}
	done.Wait()
}

func (f Fingerprints) matches(slot, value string) bool {
	known, ok := f[slot]
	return ok && subtle.ConstantTimeCompare(known.Hash, slowHash(value, known.Salt)) == 1
}

// WriteOnly is a write-only value and its version, as the configuration has them.
type WriteOnly struct {
	Name    string // of the value's attribute; that of the version ends in _version
	Value   types.String
	Version types.Int64
}

// VersionPath is that of the version, beside at.
func (w WriteOnly) VersionPath(at path.Path) path.Path { return at.AtName(w.Name + "_version") }

// Validate refuses a version of nothing.
func (w WriteOnly) Validate(at path.Path, diags *diag.Diagnostics) {
	if w.Value.IsNull() && !w.Version.IsNull() {
		version := w.VersionPath(at)
		diags.AddAttributeError(version, "Version without a value", version.String()+" requires "+w.Name+": add it, or remove the version.")
	}
}

// PlanVersion returns the version to plan. The user's own stands as it is. Without one the provider counts: 1 for a new
// value, one more than prior for a changed one, unknown where the value is not known before apply. A version without a
// value is for validation to refuse.
//
// updating says that the object is to be written anyway. Then an unchanged value's version is unknown too: the write sends
// the value as it is at apply, which may be another than at plan, and Terraform refuses a version that was planned otherwise.
func (w WriteOnly) PlanVersion(slot string, prior types.Int64, f Fingerprints, updating bool) types.Int64 {
	if !w.Version.IsNull() || w.Value.IsNull() {
		return w.Version
	}
	version := w.version(slot, prior, f)
	if updating && version.Equal(prior) {
		return types.Int64Unknown()
	}
	return version
}

// Settle returns the version to store: the planned one, or where that is unknown, the one that the value calls for.
func (w WriteOnly) Settle(planned types.Int64, slot string, prior types.Int64, f Fingerprints) types.Int64 {
	if planned.IsUnknown() {
		return w.version(slot, prior, f)
	}
	return planned
}

func (w WriteOnly) version(slot string, prior types.Int64, f Fingerprints) types.Int64 {
	switch {
	case w.Value.IsUnknown():
		return types.Int64Unknown()
	case !prior.IsNull() && f.matches(slot, w.Value.ValueString()):
		return prior
	}
	return types.Int64Value(prior.ValueInt64() + 1)
}

// Missed reports whether a changed value will not be sent because the user's version equals the one counted so far.
func (w WriteOnly) Missed(slot string, prior types.Int64, f Fingerprints) bool {
	_, counted := f[slot]
	return counted && w.Version.Equal(prior) && !w.Value.IsNull() && !w.Value.IsUnknown() && !f.matches(slot, w.Value.ValueString())
}

// Counted returns the value, if it is known and the provider counts its versions, for Hash and WriteFingerprints.
func (w WriteOnly) Counted() (value string, ok bool) {
	return w.Value.ValueString(), w.Version.IsNull() && !w.Value.IsNull() && !w.Value.IsUnknown()
}

// ForgetValue is what a state has of a value that it does not know any more: a text that no configuration has. Null stays null.
func ForgetValue(v types.String) types.String {
	if v.IsNull() {
		return v
	}
	return types.StringValue("(not known: the response to an update was lost)")
}

// ForgetVersion is the same for a version, which begin at 1.
func ForgetVersion(v types.Int64) types.Int64 {
	if v.IsNull() {
		return v
	}
	return types.Int64Value(0)
}
