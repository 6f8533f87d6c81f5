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

	"golang.org/x/sync/singleflight"
)

// listing is one collection of Soda Cloud as this client knows it: a snapshot of all its objects, fetched when first asked
// for and shared by all who ask, with this client's own writes entered into it. So a phase costs one list call per 1,000
// objects, however many resources look something up.
type listing[T object] struct {
	op    operation
	fetch func(context.Context) ([]T, error)
	group singleflight.Group

	mu      sync.Mutex
	begun   int          // number of the newest fetch that has begun
	begunAt time.Time    // when that was
	stale   int          // snapshots of fetches up to this number do not count any more
	current *snapshot[T] // nil until the first fetch
	refused error        // an answer that cannot get better in this phase, such as a refused key
	failed  failure      // of the newest fetch, if it failed otherwise
	own     []change[T]  // own writes that a fetch under way may not have seen

	names sync.Map // of name to a channel that the create of that name holds
}

// snapshot is a collection at one moment. Its listing's lock guards it.
type snapshot[T object] struct {
	number    int  // of its fetch
	confirmed bool // fetched to make sure that something is missing
	byID      map[string]T
	idsByName map[string][]string
}

// failure is why a fetch failed, with all its attempts, and when.
type failure struct {
	number int // of the fetch
	err    error
	at     time.Time
}

// failurePause is how long those who would have taken the snapshot of a failed fetch are told of it instead of making another:
// each of thousands of resources would ask in turn for what its neighbour has just been refused.
const failurePause = 10 * time.Second

// change is one own write: the object as it is now, or nil if it is gone.
type change[T object] struct {
	begun int // the listing's newest fetch when the write ended; later fetches see it by themselves
	id    string
	now   *T
}

func newListing[T object](c *Client, op operation) *listing[T] {
	return &listing[T]{op: op, fetch: func(ctx context.Context) ([]T, error) { return readAll[T](ctx, c, op, "") }}
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

// find returns the object with the id. One that is missing is looked for once more in a fresh snapshot, which all that miss
// share; one that is missing there too gives an Error with status 404.
func (l *listing[T]) find(ctx context.Context, id string) (*T, error) {
	s, err := l.after(ctx, 0)
	if err != nil {
		return nil, err
	}
	item, confirmed := l.get(s, id)
	if item == nil && !confirmed {
		if s, err = l.after(ctx, s.number); err != nil {
			return nil, err
		}
		l.confirm(s)
		item, _ = l.get(s, id)
	}
	if item == nil {
		if item, _ = l.get(s, ""); item != nil {
			return nil, (*item).Unreadable() // one that has no id to be seen may be this one
		}
		return nil, &Error{Status: http.StatusNotFound, Call: l.op.String(), Message: "no object with id " + id + " is listed", missing: true}
	}
	if err := (*item).Unreadable(); err != nil {
		return nil, err
	}
	return item, nil
}

// named returns the objects with the name, ordered by id.
func (l *listing[T]) named(ctx context.Context, name string) ([]T, error) {
	s, err := l.after(ctx, 0)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []T
	for _, id := range slices.Sorted(slices.Values(s.idsByName[name])) {
		found = append(found, s.byID[id])
	}
	return found, nil
}

// gone waits until the object is not listed any more, asking less and less often. All who wait share the fetches, also those
// who begin to wait one after the other: within firstPoll of a fetch there is no other.
func (l *listing[T]) gone(ctx context.Context, id string) error {
	number := l.newest()
	for pause := l.untilPoll(); ; pause = min(max(2*pause, firstPoll), slowestPoll) {
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", ErrStillListed, context.Cause(ctx))
		}
		s, err := l.after(ctx, number)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrStillListed, err)
		}
		if item, _ := l.get(s, id); item == nil {
			return nil
		}
		number = s.number
	}
}

// untilPoll is how long to wait before the next fetch that only looks whether something is gone.
func (l *listing[T]) untilPoll() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(time.Until(l.begunAt.Add(firstPoll)), 0)
}

// ErrStillListed says that a deletion was accepted, but not seen to be carried out before the context ended.
var ErrStillListed = errors.New("the deletion was accepted, but it is not known to be carried out")

const (
	firstPoll   = time.Second
	slowestPoll = 10 * time.Second
)

// after returns the snapshot at hand if its number is above the given one, else a fresh one. Whoever asks while a fetch is
// under way waits for that fetch. It goes on when the one who began it is cancelled, for the others.
func (l *listing[T]) after(ctx context.Context, number int) (*snapshot[T], error) {
	for {
		if s, err := l.at(number); s != nil || err != nil {
			return s, err
		}
		fetched := l.group.DoChan("", func() (any, error) {
			if s, err := l.at(number); s != nil || err != nil {
				return nil, err // one has landed since
			}
			return nil, l.refresh(context.WithoutCancel(ctx))
		})
		select {
		case result := <-fetched:
			if result.Err != nil {
				return nil, result.Err
			}
		case <-ctx.Done():
			return nil, fmt.Errorf("%s: %w", l.op, context.Cause(ctx))
		}
	}
}

func (l *listing[T]) at(number int) (*snapshot[T], error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.refused != nil:
		return nil, l.refused
	case l.current != nil && l.current.number > max(number, l.stale):
		return l.current, nil
	case l.failed.number > number && time.Since(l.failed.at) < failurePause:
		return nil, l.failed.err
	}
	return nil, nil
}

func (l *listing[T]) refresh(ctx context.Context) error {
	l.mu.Lock()
	l.begun++
	l.begunAt = time.Now()
	number := l.begun
	l.mu.Unlock()

	items, err := l.fetch(ctx)

	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		if isRefusal(err) {
			l.refused = err
		}
		l.failed = failure{number: number, err: err, at: time.Now()}
		return err
	}
	l.failed = failure{}
	s := &snapshot[T]{number: number, byID: make(map[string]T, len(items)), idsByName: make(map[string][]string, len(items))}
	for _, item := range items {
		s.put(item)
	}
	l.own = slices.DeleteFunc(l.own, func(c change[T]) bool { return c.begun < number })
	for _, c := range l.own {
		s.enter(c)
	}
	l.current = s
	return nil
}

// reserve waits until no other create of the name is under way, and returns what ends the reservation.
func (l *listing[T]) reserve(ctx context.Context, name string) (release func(), err error) {
	turn, _ := l.names.LoadOrStore(name, make(chan struct{}, 1))
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
	if !ok || !e.missing || op.status == published {
		return err
	}
	s, listErr := l.after(ctx, l.newest())
	if listErr != nil {
		return err
	}
	if item, _ := l.get(s, id); item != nil {
		e.missing = false
	}
	return err
}

// drop forgets the snapshot, after something that changes the collection in a way this client cannot enter.
func (l *listing[T]) drop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stale = l.begun
}

// put enters an object that this client has written.
func (l *listing[T]) put(item T) { l.enter(item.objectID(), &item) }

// removed enters a deletion that was carried out.
func (l *listing[T]) removed(id string) { l.enter(id, nil) }

func (l *listing[T]) enter(id string, now *T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := change[T]{begun: l.begun, id: id, now: now}
	l.own = append(l.own, c)
	if l.current != nil {
		l.current.enter(c)
	}
}

func (l *listing[T]) get(s *snapshot[T], id string) (item *T, confirmed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if found, ok := s.byID[id]; ok {
		return &found, s.confirmed
	}
	return nil, s.confirmed
}

func (l *listing[T]) confirm(s *snapshot[T]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s.confirmed = true
}

func (l *listing[T]) newest() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.begun
}

func (s *snapshot[T]) enter(c change[T]) {
	s.remove(c.id)
	if c.now != nil {
		s.put(*c.now)
	}
}

func (s *snapshot[T]) put(item T) {
	id, name := item.objectID(), item.objectName()
	s.byID[id] = item
	s.idsByName[name] = append(s.idsByName[name], id)
}

func (s *snapshot[T]) remove(id string) {
	item, ok := s.byID[id]
	if !ok {
		return
	}
	delete(s.byID, id)
	name := item.objectName()
	s.idsByName[name] = slices.DeleteFunc(s.idsByName[name], func(other string) bool { return other == id })
}
