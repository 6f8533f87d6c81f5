// Package emulator is a Soda Cloud in memory behind a real HTTP server, for tests, demos and benchmarks. It holds the state
// of one organization and what Soda Cloud does with each call, including what it does wrong when told to (faults.go).
// What a valid call is stands in package contract; deliveries to webhooks are package delivery's. It shares no type with the client in
// package soda: with shared structs one wrong JSON tag would pass on both sides.
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
