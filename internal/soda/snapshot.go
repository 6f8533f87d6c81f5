package soda

import (
	"slices"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// snapshot is a collection at one moment. Its listing's lock guards it.
type snapshot[T object] struct {
	version   version // of its fetch
	pages     int     // that it was read from; between two of them, objects may have moved
	confirms  bool    // fetched to make sure that something is missing
	byID      map[string]T
	idsByName map[string][]string // by text.Name
}

func newSnapshot[T object](v version, items []T, pages int) *snapshot[T] {
	s := &snapshot[T]{version: v, pages: pages, byID: make(map[string]T, len(items)), idsByName: make(map[string][]string, len(items))}
	for _, item := range items {
		s.add(item)
	}
	return s
}

func (s *snapshot[T]) has(id string) bool {
	_, ok := s.byID[id]
	return ok
}

func (s *snapshot[T]) enter(c change[T]) {
	s.remove(c.id)
	if c.now != nil {
		s.add(*c.now)
	}
}

func (s *snapshot[T]) add(item T) {
	id, key := item.objectID(), text.Name(item.objectName())
	s.byID[id] = item
	s.idsByName[key] = append(s.idsByName[key], id)
}

func (s *snapshot[T]) remove(id string) {
	item, ok := s.byID[id]
	if !ok {
		return
	}
	delete(s.byID, id)
	key := text.Name(item.objectName())
	s.idsByName[key] = slices.DeleteFunc(s.idsByName[key], func(other string) bool { return other == id })
}
