package base

import "sync"

// Once remembers what was done in a phase, by key, so that it is done once however many objects ask for it. The zero value
// remembers nothing yet.
type Once struct {
	mu   sync.Mutex
	done map[string]func() (any, error)
}

// Do does it, or waits for and returns what came of it before.
func Do[T any](o *Once, key string, do func() (T, error)) (T, error) {
	o.mu.Lock()
	if o.done == nil {
		o.done = map[string]func() (any, error){}
	}
	once, known := o.done[key]
	if !known {
		once = sync.OnceValues(func() (any, error) { return do() })
		o.done[key] = once
	}
	o.mu.Unlock()
	result, err := once()
	value, _ := result.(T)
	return value, err
}
