package soda

import "errors"

// ErrNoCredentials is returned by every call of a client that has no key.
var ErrNoCredentials = errors.New("no API key is configured")

// HalfKeyError is ErrNoCredentials where one half of the key is there: "id" or "secret".
type HalfKeyError struct{ Has, Lacks, Source string }

func (e *HalfKeyError) Error() string { return "the API key has no " + e.Lacks }

// Is makes it ErrNoCredentials.
func (e *HalfKeyError) Is(target error) bool { return target == ErrNoCredentials }
