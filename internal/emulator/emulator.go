// Package emulator is a Soda Cloud in memory behind a real HTTP server, for tests, demos and benchmarks. It shares no type
// with the client in package soda: with shared structs one wrong JSON tag would pass on both sides.
//
// # How a request is answered
//
//	ServeHTTP    the emulator's own calls (control.go), then the latency
//	answer       the operation of the contract, or the web page that Soda Cloud serves for an unknown path
//	admit        key, permission, rate limit (limits.go)
//	nextFault    what a test or --fail lets happen to this call (faults.go, failure.go)
//	process      held to the contract, rewritten by quirks, then the operation's handler (operations.go)
//	encode       the answer as JSON, held to the contract again, shuffled if asked for (shuffle.go)
//	rewrite      what the quirks that are on make of it (quirk_table.go)
//
// A handler runs under one lock and works on a shelf (shelf.go), which keeps objects in order of creation, shows deleted ones
// until their time has come, and can show an older state to lists. Deliveries to webhooks are made without the lock, by package
// delivery, and to this machine only.
//
// # Three ways to be wrong
//
// A Fault befalls single calls, a Failure a part of all calls, a Quirk lasts until it is switched off. An answer that
// breaks the contract without a quirk that says so is a bug of the emulator: it becomes status 500, so that no client learns it.
//
// # Looking inside
//
// Tests look at what the emulator holds and change it as somebody in Soda's UI would (inspect.go). Package dashboard makes the
// page for people from the same. A seed, which is also what an export returns, is an Organization (seed.go, seed_file.go).
// What is not here: what a valid call is stands in package contract, sample events in package event.
package emulator

import (
	"cmp"
	"crypto/x509"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// The key of an emulator that is not given another one.
const (
	DefaultAPIKeyID     = "emulated-key-id"
	DefaultAPIKeySecret = "emulated-key-secret"
)

// A key that every emulator has beside the other one. It may read and not write, for rehearsing status 403.
const (
	ReadOnlyAPIKeyID     = "emulated-read-only-key-id"
	ReadOnlyAPIKeySecret = "emulated-read-only-key-secret"
)

// Options says how an emulator behaves. The zero value is an organization with one user, under the published limits.
type Options struct {
	Addr         string // where Start listens, on loopback only; "" is any free port
	APIKeyID     string // "" is DefaultAPIKeyID
	APIKeySecret string // "" is DefaultAPIKeySecret

	Limits      Limits
	DeleteDelay time.Duration // how long a deleted object stays listed
	Latency     time.Duration // added to each answer

	// NoIntegrations answers the calls that Soda does not publish as Soda Cloud does today: with the page for unknown paths.
	NoIntegrations bool
	HeaderValues   HeaderValues

	// Shuffle is the seed for answers that mean the same and read differently: lists that carry no order in another order,
	// nothing as null, as an empty list or left out. Zero leaves answers as they are.
	Shuffle uint64

	Failures []Failure // what befalls a part of all calls
	Quirks   Quirks    // nil for a Soda Cloud that keeps to the contract

	// SkipAnswerValidation saves benchmarks the time to hold each answer to the contract.
	SkipAnswerValidation bool

	DeliveryTimeout time.Duration    // how long a webhook may take to answer; 0 is Soda's 10 s
	RootCAs         *x509.CertPool   // trusted beside nothing else for webhooks; nil is the system's
	Clock           func() time.Time // nil is time.Now
	Log             *slog.Logger     // one line per request, never with a header, a query or a body; nil logs nothing
}

// Emulator is one organization of Soda Cloud. It is an http.Handler; Start gives one that listens.
type Emulator struct {
	options Options
	quirks  atomic.Pointer[Quirks]
	turn    atomic.Uint32 // of the quirks that take turns

	mu          sync.Mutex // guards all below; no request or delivery is made under it
	directory   Organization
	owner       string       // the user of the key
	seed        Organization // what Reset takes it back to
	checksUsers bool         // the seed has users, so recipients must be among them
	rules       shelf[*Rule]
	webhooks    shelf[*Webhook]
	limiter     limiter
	faults      faults
	countdown   int // how many calls until counted befalls one
	counted     Fault
	shares      []int     // per failure, how much of the next one has come together
	shuffler    *shuffler // nil if answers stay as they are
	calls       map[string]int
	limited     map[string]int
	requests    []Request
	deliveries  []Delivery
	received    []Received
	receiver    string // its URL, "" if there is none
}

// New returns an organization that holds nothing but the user who owns the key.
func New(o Options) *Emulator {
	o.APIKeyID = cmp.Or(o.APIKeyID, DefaultAPIKeyID)
	o.APIKeySecret = cmp.Or(o.APIKeySecret, DefaultAPIKeySecret)
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	e := &Emulator{
		options:   o,
		directory: Organization{Users: []User{defaultOwner()}},
		owner:     defaultOwner().UserID,
		limiter:   limiter{limits: o.Limits},
		faults:    faults{},
		calls:     map[string]int{},
		limited:   map[string]int{},
		shares:    make([]int, len(o.Failures)),
	}
	e.SetQuirks(o.Quirks)
	if o.Shuffle != 0 {
		e.shuffler = newShuffler(o.Shuffle)
	}
	return e
}

// now is in milliseconds, as precise as the times in answers.
func (e *Emulator) now() time.Time { return e.options.Clock().UTC().Truncate(time.Millisecond) }
