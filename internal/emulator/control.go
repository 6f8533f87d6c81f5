package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Calls to the emulator itself, which no Soda Cloud has: no limit counts them and no log shows them. Export shows all secrets
// and reset takes everything away, so both need the key; that keeps pages of other places away from them, too.
var controls = map[string]func(*Emulator) ([]byte, error){
	"GET /health":           (*Emulator).health,
	"GET /emulator/export":  (*Emulator).export,
	"POST /emulator/reset":  (*Emulator).reset,
	"HEAD /health":          (*Emulator).health,
	"HEAD /emulator/export": (*Emulator).export,
}

// control answers a call to the emulator itself, and reports whether it is one.
func (e *Emulator) control(w http.ResponseWriter, r *http.Request) bool {
	name := r.Method + " " + r.URL.Path
	do, ok := controls[name]
	if !ok {
		return false
	}
	if full, _ := e.key(r); !full && r.URL.Path != "/health" {
		w.Header().Set("WWW-Authenticate", "Basic")
		http.Error(w, "This call needs the API key.", http.StatusUnauthorized)
		return true
	}
	body, err := do(e)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return true
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(body, '\n')) // the client has gone: nobody is left to tell
	return true
}

func (e *Emulator) health() ([]byte, error) {
	return fmt.Appendf(nil, `{"status":"ok","rules":%d,"webhooks":%d}`, len(e.Rules()), len(e.Webhooks())), nil
}

// export is the organization as a seed.
func (e *Emulator) export() ([]byte, error) {
	return json.MarshalIndent(e.Organization(), "", "  ")
}

func (e *Emulator) reset() ([]byte, error) {
	if err := e.Reset(); err != nil {
		return nil, err
	}
	return e.health()
}

// Reset takes the emulator back to its last seed, and forgets calls, deliveries, faults and the windows of the rate limits.
// Quirks stay.
func (e *Emulator) Reset() error {
	e.ResetCalls()
	e.mu.Lock()
	seed := e.seed
	e.deliveries, e.received, e.faults, e.countdown, e.limiter.allowed = nil, nil, faults{}, 0, nil
	e.mu.Unlock()
	return e.Seed(seed)
}
