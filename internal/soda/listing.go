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
	"sync/atomic"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// listing is one collection of Soda Cloud as this client knows it: a shared snapshot of all its objects, with this client's own
// writes entered into it. So a phase costs one list call per 1,000 objects, however many resources look something up.
type listing[T object] struct {
	op   operation
	lag  time.Duration // how long the list may lack a new object
	list shared[*snapshot[T]]
	hits atomic.Int64 // look-ups by id that found their object

	mu      sync.Mutex // guards what follows, and the maps of the snapshots
	current *snapshot[T]
	own     []change[T] // own writes that a fetch may not have seen

	creating int               // creates under way
	began    chan struct{}     // closed when the next one begins
	lookedAt time.Time         // for twins
	names    []string          // given to objects since the last look for twins
	given    map[string]string // by id, the names that this client has given
	turns    sync.Map          // of name to a channel that the create of that name holds

	refuses atomic.Bool // the server refuses fields that this version does not recognize
}

// maxAge is how old the list may be that a create or an update relies on.
const maxAge = time.Minute

func newListing[T object](lag time.Duration, op operation, read func(context.Context) ([]T, int, error)) *listing[T] {
	l := &listing[T]{op: op, lag: lag, given: map[string]string{}, began: make(chan struct{})}
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
	l.hits.Add(1)
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
	for _, id := range slices.Sorted(slices.Values(s.idsByName[text.Name(name)])) {
		found = append(found, s.byID[id])
	}
	return found
}

func notListed(op operation, id string) *Error {
	return &Error{Status: http.StatusNotFound, Call: op.String(), Message: "no object with id " + id + " is listed", missing: true}
}
