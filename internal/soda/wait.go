package soda

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
)

// Waits for what a list does not show yet, or still shows. All who wait share the looks.

const (
	firstPoll   = time.Second
	slowestPoll = 10 * time.Second

	// maxFirstLook is how long the look after a write may take that nothing can cancel.
	maxFirstLook = DefaultRequestTimeout

	// maxFailedPolls is how many looks in a row may fail before a wait for the list ends.
	maxFailedPolls = 3
)

// await is find for an object that this provider created at the given moment: as long as the list may lack it only because it
// lags behind, it is waited for.
func (l *listing[T]) await(ctx context.Context, id string, created time.Time) (*T, error) {
	item, err := l.find(ctx, id)
	young := min(time.Until(created.Add(l.lag)), l.lag) // a clock may have been ahead
	if !IsNotFound(err) || young <= 0 {
		return item, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, young, errNotListed)
	defer cancel()
	waitErr := l.until(ctx, nil, func(s *snapshot[T]) bool { item = l.get(s, id); return item != nil })
	switch {
	case waitErr == nil:
		return item, nil
	case errors.Is(waitErr, errNotListed):
		missing := notListed(l.op, id)
		missing.Awaited = true
		return nil, missing
	}
	return nil, waitErr
}

// gone waits until the object is not listed any more.
func (l *listing[T]) gone(ctx context.Context, id string) error {
	err := l.until(ctx, nil, func(s *snapshot[T]) bool { return l.get(s, id) == nil })
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStillListed, err)
	}
	return nil
}

// ErrStillListed says that a deletion was accepted, but not seen to be carried out before the context ended.
var ErrStillListed = errors.New("the deletion was accepted but may not be complete")

// errNotListed ends a wait for an object that does not appear.
var errNotListed = errors.New("it did not appear in the list")

// within looks at once, and then as until does, for a limited time: errNotListed says that it is over. The first look is made even
// if ctx has ended.
func (l *listing[T]) within(ctx context.Context, limit time.Duration, wanted func(*snapshot[T]) bool) error {
	first, done := context.WithTimeout(context.WithoutCancel(ctx), maxFirstLook)
	defer done()
	s, failure := l.recent(first, true)
	if failure == nil && wanted(s) {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errNotListed)
	defer cancel()
	return l.until(ctx, failure, wanted)
}

// until waits for a snapshot that is as wanted, asking less and less often. All who wait share the fetches, also those who begin
// to wait one after the other: within firstPoll of a fetch there is no other. A look that fails is not the end, but several are;
// failure is that of the newest look so far. If the newest one failed when the context ends, nobody knows, and it is the error.
func (l *listing[T]) until(ctx context.Context, failure error, wanted func(*snapshot[T]) bool) error {
	than, failed := l.list.latest(), 0
	for pause := max(firstPoll-l.list.sinceFetch(), 0); ; pause = min(max(2*pause, firstPoll), slowestPoll) {
		if err := sleep(ctx, pause); err != nil {
			return cmp.Or(failure, err)
		}
		s, err := l.after(ctx, than)
		switch {
		case ctx.Err() != nil && err != nil:
			return cmp.Or(failure, err)
		case err != nil:
			if failed++; failed == maxFailedPolls || isRefusal(err) {
				return err
			}
			failure, than = err, l.list.latest()
		case wanted(s):
			return nil
		default:
			failure, than, failed = nil, s.version, 0
		}
	}
}
