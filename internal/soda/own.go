package soda

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// What a listing knows of the writes of its own client.

// change is one own write.
type change[T object] struct {
	begun   version // the newest fetch when the write ended; later ones see it by themselves, unless the list lags
	at      time.Time
	id      string
	now     *T // nil if it is gone
	created bool
}

// begin and end enclose a create.
func (l *listing[T]) begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.creating++
	close(l.began)
	l.began = make(chan struct{})
}

func (l *listing[T]) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.creating--
}

// created enters an object that this client has created.
func (l *listing[T]) created(item T) {
	l.enter(change[T]{id: item.objectID(), now: &item, created: true})
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gave(item)
}

// replaced enters an object that this client has replaced, and maybe renamed.
func (l *listing[T]) replaced(item T, renamed bool) {
	l.enter(change[T]{id: item.objectID(), now: &item})
	if renamed {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.gave(item)
	}
}

// gave notes that this client has given the object its name.
func (l *listing[T]) gave(item T) {
	l.names = append(l.names, item.objectName())
	l.given[item.objectID()] = item.objectName()
}

// gaveName reports whether it was this client that gave the object the name.
func (l *listing[T]) gaveName(id, name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	given, ok := l.given[id]
	return ok && text.SameName(given, name)
}

// Twins are objects that have a name in common.
type Twins struct {
	Name string
	IDs  []string // sorted
}

// A batch of creates has ended when no other one begins for as long as batchPause. There is one look in twinsPause at most.
const (
	batchPause = 200 * time.Millisecond
	twinsPause = 5 * time.Second
)

// twins looks once after each batch of creates and renames for objects that have a name in common, which two runs at once can
// bring about: it returns the names and ids. While creates are under way it leaves the look to the last of them.
func (l *listing[T]) twins(ctx context.Context) []Twins {
	names := l.batch(ctx)
	if len(names) == 0 {
		return nil
	}
	s, err := l.recent(ctx, true)
	if err != nil {
		return nil // the objects are created all the same
	}
	var found []Twins
	for _, name := range names {
		t := Twins{Name: name}
		for _, item := range l.withName(s, name) {
			t.IDs = append(t.IDs, item.objectID())
		}
		if len(t.IDs) > 1 {
			found = append(found, t)
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

// reserve waits until no other write that gives an object the name is under way, and returns what ends the reservation.
func (l *listing[T]) reserve(ctx context.Context, name string) (release func(), err error) {
	turn, _ := l.turns.LoadOrStore(text.Name(name), make(chan struct{}, 1))
	held := turn.(chan struct{})
	select {
	case held <- struct{}{}:
		return func() { <-held }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: waiting for another write that uses the name: %w", ErrNotSent, context.Cause(ctx))
	}
}

// batch waits until it is clear whether another create follows, and if none does, returns the names that were created since the
// last look.
func (l *listing[T]) batch(ctx context.Context) []string {
	l.mu.Lock()
	began, idle, pause := l.began, l.creating > 0 || len(l.names) == 0, max(batchPause, time.Until(l.lookedAt.Add(twinsPause)))
	l.mu.Unlock()
	if idle {
		return nil
	}
	select {
	case <-time.After(pause):
	case <-began:
		return nil
	case <-ctx.Done():
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.creating > 0 {
		return nil
	}
	names := l.names
	l.names, l.lookedAt = nil, time.Now()
	return names
}
