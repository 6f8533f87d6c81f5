package soda

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// lookup reads a collection that nobody changes here and that may be large. All look-ups of a run share the first page,
// which mostly is the whole collection. Where it is not, each text costs a search of its own, once, until as many searches
// were made as there are pages: from then on all look-ups share all pages.
type lookup[T object] struct {
	c     *Client
	op    operation
	first shared[*page[T]]
	whole shared[[]T]

	mu       sync.Mutex
	searches map[string]*shared[[]T]  // by text
	singles  map[string]*shared[bool] // by id
}

func newLookup[T object](c *Client, op operation) *lookup[T] {
	l := &lookup[T]{c: c, op: op, searches: map[string]*shared[[]T]{}, singles: map[string]*shared[bool]{}}
	l.first.fetch = func(ctx context.Context, _ version) (*page[T], error) { return readPage[T](ctx, c, op, 0, "") }
	l.whole.fetch = l.search("")
	return l
}

// search returns what fetches the objects that match a text.
func (l *lookup[T]) search(text string) func(context.Context, version) ([]T, error) {
	return func(ctx context.Context, _ version) ([]T, error) {
		items, _, err := readAll[T](ctx, l.c, l.op, text)
		return items, err
	}
}

// candidates returns all objects that match the text, and possibly others; all objects where it is empty, or where Soda's search may
// not know its normal form.
func (l *lookup[T]) candidates(ctx context.Context, search string) ([]T, error) {
	if search = strings.TrimSpace(search); text.Ambiguous(search) {
		search = ""
	}
	first, err := have(ctx, l.op, &l.first)
	if err != nil {
		return nil, err
	}
	if *first.TotalPages <= 1 {
		return first.Content, nil
	}
	one := l.searching(search, *first.TotalPages)
	if one == nil {
		return have(ctx, l.op, &l.whole)
	}
	found, err := have(ctx, l.op, one)
	return union(found, first.Content), err
}

// has reports whether an object has the id. Where the first page is not all, one asks for the object by itself, once; without such
// a call, all pages are read. An object whose id cannot be read may be any.
func (l *lookup[T]) has(ctx context.Context, id string, one func(context.Context, string) (*T, error)) (bool, error) {
	listed := func(items []T) bool {
		return slices.ContainsFunc(items, func(item T) bool { return item.objectID() == id || item.objectID() == "" })
	}
	first, err := have(ctx, l.op, &l.first)
	switch {
	case err != nil, listed(first.Content):
		return err == nil, err
	case *first.TotalPages <= 1:
		return false, nil
	case one == nil:
		all, err := have(ctx, l.op, &l.whole)
		return listed(all), err
	}
	return have(ctx, l.op, l.single(id, one))
}

func (l *lookup[T]) single(id string, one func(context.Context, string) (*T, error)) *shared[bool] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.singles[id] == nil {
		l.singles[id] = &shared[bool]{fetch: func(ctx context.Context, _ version) (bool, error) {
			_, err := one(ctx, id)
			if IsNotFound(err) {
				return false, nil
			}
			return err == nil, err
		}}
	}
	return l.singles[id]
}

// have returns the shared value of any age.
func have[V any](ctx context.Context, op operation, s *shared[V]) (V, error) {
	value, _, err := s.get(ctx, 0)
	if err != nil && ctx.Err() != nil {
		err = fmt.Errorf("%s: %w", op, err)
	}
	return value, err
}

// searching returns the search for the text, nil if reading all pages is worth more.
func (l *lookup[T]) searching(text string, pages int) *shared[[]T] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if text != "" && len(l.searches) < pages && l.searches[text] == nil {
		l.searches[text] = &shared[[]T]{fetch: l.search(text)}
	}
	return l.searches[text]
}

// union returns a, and those of b that are not in it: the first page may hold what a search did not find, and it is what
// errors suggest from.
func union[T object](a, b []T) []T {
	seen := make(map[string]bool, len(a))
	for _, item := range a {
		seen[item.objectID()] = true
	}
	all := slices.Clone(a)
	for _, item := range b {
		if !seen[item.objectID()] {
			all = append(all, item)
		}
	}
	return all
}
