package soda

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// listing is one collection of Soda Cloud as this client knows it: a shared snapshot of all its objects, with this client's own
// writes entered into it. So a phase costs one list call per 1,000 objects, however many resources look something up.
type listing[T object] struct {
	op   operation
	lag  time.Duration // how long the list may lack a new object
	list shared[*snapshot[T]]

	mu      sync.Mutex // guards what follows, and the maps of the snapshots
	current *snapshot[T]
	own     []change[T] // own writes that a fetch may not have seen

	creating int             // creates under way
	names    []string        // created since the last look for twins
	mine     map[string]bool // ids of what this client has created
	turns    sync.Map        // of name to a channel that the create of that name holds
}

// change is one own write.
type change[T object] struct {
	begun   version // the newest fetch when the write ended; later ones see it by themselves, unless the list lags
	at      time.Time
	id      string
	now     *T // nil if it is gone
	created bool
}

const (
	firstPoll   = time.Second
	slowestPoll = 10 * time.Second

	// maxAge is how old the list may be that a create or an update relies on.
	maxAge = time.Minute

	// maxFailedPolls is how many looks in a row may fail before a wait for the list ends.
	maxFailedPolls = 3
)

func newListing[T object](lag time.Duration, op operation, read func(context.Context) ([]T, int, error)) *listing[T] {
	l := &listing[T]{op: op, lag: lag, mine: map[string]bool{}}
	l.list.fetch = func(ctx context.Context, v version) (*snapshot[T], error) {
		items, pages, err := read(ctx)
		if err != nil {
			return nil, err
		}
		return l.take(v, items, pages), nil
	}
	return l
}

// take makes the snapshot of a fetch the current one.
func (l *listing[T]) take(v version, items []T, pages int) *snapshot[T] {
	s := newSnapshot(v, items, pages)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.own = slices.DeleteFunc(l.own, func(c change[T]) bool {
		return c.begun < v && (!c.created || time.Since(c.at) >= l.lag || s.has(c.id))
	})
	for _, c := range l.own {
		s.enter(c)
	}
	l.current = s
	return s
}

// after returns a snapshot newer than the given version.
func (l *listing[T]) after(ctx context.Context, than version) (*snapshot[T], error) {
	s, _, err := l.list.get(ctx, than)
	if err != nil && ctx.Err() != nil {
		err = fmt.Errorf("%s: %w", l.op, err)
	}
	return s, err
}

// recent returns a snapshot that a write may rely on: no older than maxAge, or if fresh is set, one that begins now.
func (l *listing[T]) recent(ctx context.Context, fresh bool) (*snapshot[T], error) {
	if fresh {
		return l.after(ctx, l.list.latest())
	}
	return l.after(ctx, l.list.older(maxAge))
}

// all returns every object, ordered by name and id.
func (l *listing[T]) all(ctx context.Context) ([]T, error) {
	s, err := l.after(ctx, 0)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.byID), func(a, b T) int {
		return cmp.Or(cmp.Compare(a.objectName(), b.objectName()), cmp.Compare(a.objectID(), b.objectID()))
	}), nil
}

// named returns the objects with the name, ordered by id.
func (l *listing[T]) named(ctx context.Context, name string) ([]T, error) {
	s, err := l.after(ctx, 0)
	if err != nil {
		return nil, err
	}
	return l.withName(s, name), nil
}

// find returns the object with the id. One that is missing is looked for once more in a fresh snapshot, which all that miss
// share; one that is missing there too gives an Error with status 404.
func (l *listing[T]) find(ctx context.Context, id string) (*T, error) {
	s, err := l.after(ctx, 0)
	if err != nil {
		return nil, err
	}
	return l.findIn(ctx, s, id)
}

func (l *listing[T]) findIn(ctx context.Context, s *snapshot[T], id string) (*T, error) {
	item := l.get(s, id)
	if item == nil {
		var err error
		if s, err = l.confirmed(ctx, s); err != nil {
			return nil, err
		}
		item = l.get(s, id)
	}
	if item == nil {
		if odd := l.get(s, ""); odd != nil {
			return nil, (*odd).Unreadable() // one that has no id to be seen may be this one
		}
		return nil, notListed(l.op, id)
	}
	if err := (*item).Unreadable(); err != nil {
		return nil, err
	}
	return item, nil
}

// confirmed returns a snapshot that was fetched to make sure that what another one lacks is missing: the other one may have been
// read page by page while objects moved between the pages.
func (l *listing[T]) confirmed(ctx context.Context, s *snapshot[T]) (*snapshot[T], error) {
	l.mu.Lock()
	sure := s.confirms
	l.mu.Unlock()
	if sure {
		return s, nil
	}
	s, err := l.after(ctx, s.version)
	if err == nil {
		l.mu.Lock()
		s.confirms = true
		l.mu.Unlock()
	}
	return s, err
}

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
	waitErr := l.until(ctx, func(s *snapshot[T]) bool { item = l.get(s, id); return item != nil })
	switch {
	case waitErr == nil:
		return item, nil
	case errors.Is(waitErr, errNotListed):
		return nil, err
	}
	return nil, waitErr
}

// gone waits until the object is not listed any more.
func (l *listing[T]) gone(ctx context.Context, id string) error {
	err := l.until(ctx, func(s *snapshot[T]) bool { return l.get(s, id) == nil })
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStillListed, err)
	}
	return nil
}

// ErrStillListed says that a deletion was accepted, but not seen to be carried out before the context ended.
var ErrStillListed = errors.New("the deletion was accepted, but is not known to be complete")

// errNotListed ends a wait for an object that does not appear.
var errNotListed = errors.New("it did not appear in the list")

// within looks at once, and then as until does, for a limited time: errNotListed says that it is over.
func (l *listing[T]) within(ctx context.Context, limit time.Duration, wanted func(*snapshot[T]) bool) error {
	if s, err := l.recent(ctx, true); err == nil && wanted(s) {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errNotListed)
	defer cancel()
	return l.until(ctx, wanted)
}

// until waits for a snapshot that is as wanted, asking less and less often. All who wait share the fetches, also those who begin
// to wait one after the other: within firstPoll of a fetch there is no other. A look that fails is not the end, but several are.
func (l *listing[T]) until(ctx context.Context, wanted func(*snapshot[T]) bool) error {
	than, failed := l.list.latest(), 0
	var failure error // of the newest look
	for pause := max(firstPoll-l.list.sinceFetch(), 0); ; pause = min(max(2*pause, firstPoll), slowestPoll) {
		if err := sleep(ctx, pause); err != nil {
			return cmp.Or(failure, err)
		}
		var s *snapshot[T]
		s, failure = l.after(ctx, than)
		switch {
		case failure != nil:
			if failed++; ctx.Err() != nil || failed == maxFailedPolls || isRefusal(failure) {
				return failure
			}
			than = l.list.latest()
		case wanted(s):
			return nil
		default:
			than, failed = s.version, 0
		}
	}
}

// reserve waits until no other create of the name is under way, and returns what ends the reservation.
func (l *listing[T]) reserve(ctx context.Context, name string) (release func(), err error) {
	turn, _ := l.turns.LoadOrStore(nameKey(name), make(chan struct{}, 1))
	held := turn.(chan struct{})
	select {
	case held <- struct{}{}:
		return func() { <-held }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: waiting for another create of that name: %w", ErrNotSent, context.Cause(ctx))
	}
}

// recheck looks at a 404 to a call that Soda does not publish: if the object is still listed, it is the call that is not there.
func (l *listing[T]) recheck(ctx context.Context, op operation, id string, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok || !e.missing || op.publication == published {
		return err
	}
	s, listErr := l.recent(ctx, true)
	if listErr != nil {
		return err
	}
	if l.get(s, id) != nil {
		e.missing = false
	}
	return err
}

// begin and end enclose a create.
func (l *listing[T]) begin() { l.count(1) }
func (l *listing[T]) end()   { l.count(-1) }

func (l *listing[T]) count(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.creating += n
}

// created enters an object that this client has created.
func (l *listing[T]) created(item T) {
	l.enter(change[T]{id: item.objectID(), now: &item, created: true})
	l.mu.Lock()
	defer l.mu.Unlock()
	l.names = append(l.names, item.objectName())
	l.mine[item.objectID()] = true
}

// replaced enters an object that this client has replaced.
func (l *listing[T]) replaced(item T) { l.enter(change[T]{id: item.objectID(), now: &item}) }

// wrote reports whether this client has created the object.
func (l *listing[T]) wrote(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.mine[id]
}

// twins looks once after each batch of creates for objects that have a name in common, which two runs at once can create: it
// returns them by the name, ordered by id. While other creates are under way it leaves the look to the last of them.
func (l *listing[T]) twins(ctx context.Context) [][]T {
	l.mu.Lock()
	names := l.names
	if l.creating > 0 {
		names = nil
	} else {
		l.names = nil
	}
	l.mu.Unlock()
	if len(names) == 0 {
		return nil
	}
	s, err := l.recent(ctx, true)
	if err != nil {
		return nil // the objects are created all the same
	}
	var found [][]T
	for _, name := range names {
		if all := l.withName(s, name); len(all) > 1 {
			found = append(found, all)
		}
	}
	return found
}

// removed enters a deletion. Before it is carried out, it takes back that the list may still lack a new object.
func (l *listing[T]) removed(id string) {
	l.mu.Lock()
	l.own = slices.DeleteFunc(l.own, func(c change[T]) bool { return c.id == id })
	l.mu.Unlock()
	l.enter(change[T]{id: id})
}

func (l *listing[T]) enter(c change[T]) {
	c.begun, c.at = l.list.latest(), time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.own = append(l.own, c)
	if l.current != nil {
		l.current.enter(c)
	}
}

func (l *listing[T]) get(s *snapshot[T], id string) *T {
	l.mu.Lock()
	defer l.mu.Unlock()
	if found, ok := s.byID[id]; ok {
		return &found
	}
	return nil
}

func (l *listing[T]) withName(s *snapshot[T], name string) (found []T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range slices.Sorted(slices.Values(s.idsByName[nameKey(name)])) {
		found = append(found, s.byID[id])
	}
	return found
}

func notListed(op operation, id string) *Error {
	return &Error{Status: http.StatusNotFound, Call: op.String(), Message: "no object with id " + id + " is listed", missing: true}
}
