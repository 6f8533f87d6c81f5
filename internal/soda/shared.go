package soda

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// shared is a value that many ask for and one fetches. It knows how old it is, and who asks says how young it must be: readers
// of a phase take whatever is at hand, a write only what is younger than a minute. Whoever asks while a fetch is under way waits
// for that fetch, which goes on when the one who began it is cancelled. A failure is shared like a value, for a short while.
type shared[T any] struct {
	fetch func(ctx context.Context, v version) (T, error)
	group singleflight.Group

	mu      sync.Mutex
	begun   version   // of the newest fetch
	begunAt time.Time // when that was
	stale   version   // values up to this one do not count any more
	value   T
	of      version // of the value; 0 while there is none
	at      time.Time
	failed  failure
}

// version numbers the fetches of a shared value from 1, in the order in which they begin.
type version int

// failure is how the newest fetch failed, with all its attempts.
type failure struct {
	of  version
	err error
	at  time.Time
}

// get returns the value at hand if it is newer than the given version, else that of a fetch which begins now or is under way.
func (s *shared[T]) get(ctx context.Context, than version) (T, version, error) {
	for {
		if value, v, err := s.known(than); v > 0 || err != nil {
			return value, v, err
		}
		fetched := s.group.DoChan("", func() (any, error) {
			if _, v, err := s.known(than); v > 0 || err != nil {
				return nil, err // one has landed since
			}
			return nil, s.refresh(context.WithoutCancel(ctx))
		})
		select {
		case result := <-fetched:
			if result.Err != nil {
				return *new(T), 0, result.Err
			}
		case <-ctx.Done():
			return *new(T), 0, context.Cause(ctx)
		}
	}
}

// known returns the value at hand, or the failure that stands for it; version 0 where there is neither.
func (s *shared[T]) known(than version) (value T, v version, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.of > max(than, s.stale):
		return s.value, s.of, nil
	case s.failed.of > than && time.Since(s.failed.at) < failurePause:
		return value, 0, s.failed.err
	}
	return value, 0, nil
}

func (s *shared[T]) refresh(ctx context.Context) error {
	s.mu.Lock()
	s.begun++
	s.begunAt = time.Now()
	v, at := s.begun, s.begunAt
	s.mu.Unlock()

	value, err := s.fetch(ctx, v)

	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.failed = failure{of: v, err: &CommonError{Cause: err}, at: time.Now()}
		return s.failed.err
	}
	s.value, s.of, s.at, s.failed = value, v, at, failure{}
	return nil
}

// latest is the version of the newest fetch that has begun: only later ones see what happened before now.
func (s *shared[T]) latest() version {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.begun
}

// older is the newest version that is older than age; 0 if the value at hand is young enough.
func (s *shared[T]) older(age time.Duration) version {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of > 0 && time.Since(s.at) < age {
		return 0
	}
	return s.of
}

// sinceFetch is how long ago the newest fetch began.
func (s *shared[T]) sinceFetch() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Since(s.begunAt)
}

// drop forgets the value, after something that it cannot know of.
func (s *shared[T]) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stale = s.begun
}
