package emulator

import (
	"slices"
	"time"
)

// shelf keeps objects in order of creation. One that is deleted stays listed until its time has come, as Soda Cloud
// deletes asynchronously; one that is written can be shown as it was for a while. Objects on it are replaced and never
// changed in place, so readers share them without copies.
type shelf[T any] struct {
	items   []shelved[T]
	place   map[string]int // index in items by id
	deleted int            // how many items wait for their end
}

type shelved[T any] struct {
	id      string
	object  T
	goneAt  time.Time // zero unless deleted
	older   []older[T]
	brought bool // by a quirk, and not written since
	seeded  bool // and not written since
}

// older is what a list that lags shows in place of an object: an earlier one, or none.
type older[T any] struct {
	object T
	there  bool
	until  time.Time
}

// putLagging is put, which lists that are shown do not know of before the given time.
func (s *shelf[T]) putLagging(id string, object T, until time.Time) {
	before, there := s.get(id)
	var history []older[T]
	if there {
		history = s.items[s.place[id]].older
	}
	s.put(id, object)
	s.items[s.place[id]].older = append(history, older[T]{before, there, until})
}

// put adds the object, or replaces the one with its id, for all to see.
func (s *shelf[T]) put(id string, object T) {
	if i, ok := s.place[id]; ok {
		s.items[i].object, s.items[i].older, s.items[i].brought, s.items[i].seeded = object, nil, false, false
		return
	}
	if s.place == nil {
		s.place = map[string]int{}
	}
	s.place[id] = len(s.items)
	s.items = append(s.items, shelved[T]{id: id, object: object})
}

// get finds an object that is not deleted.
func (s *shelf[T]) get(id string) (object T, ok bool) {
	i, ok := s.place[id]
	if !ok || !s.items[i].goneAt.IsZero() {
		return object, false
	}
	return s.items[i].object, true
}

// listed returns all objects, the deleted ones too until they are gone.
func (s *shelf[T]) listed(now time.Time) []T {
	s.sweep(now)
	objects := make([]T, len(s.items))
	for i, item := range s.items {
		objects[i] = item.object
	}
	return objects
}

// shown returns what lists show: what listed returns, as far as they know of it.
func (s *shelf[T]) shown(now time.Time) []T {
	s.sweep(now)
	objects := make([]T, 0, len(s.items))
	for i := range s.items {
		if object, there := s.items[i].shown(now); there {
			objects = append(objects, object)
		}
	}
	return objects
}

func (i *shelved[T]) shown(now time.Time) (object T, there bool) {
	i.older = slices.DeleteFunc(i.older, func(o older[T]) bool { return !now.Before(o.until) })
	if len(i.older) > 0 {
		return i.older[0].object, i.older[0].there
	}
	return i.object, true
}

// own returns what listed does, without what a quirk has brought.
func (s *shelf[T]) own(now time.Time) []T {
	s.sweep(now)
	var objects []T
	for _, item := range s.items {
		if !item.brought {
			objects = append(objects, item.object)
		}
	}
	return objects
}

// bring adds an object that own leaves out until it is written.
func (s *shelf[T]) bring(id string, object T) {
	s.put(id, object)
	s.items[s.place[id]].brought = true
}

// untouched reports whether the object with the id is as it was brought or seeded.
func (s *shelf[T]) untouched(id string) bool {
	i, ok := s.place[id]
	return ok && (s.items[i].brought || s.items[i].seeded)
}

// seed is put, for what was there at first.
func (s *shelf[T]) seed(id string, object T) {
	s.put(id, object)
	s.items[s.place[id]].seeded = true
}

// send takes back what was brought and not written since.
func (s *shelf[T]) send(id string) {
	if i, ok := s.place[id]; ok && s.items[i].brought {
		s.forget(id)
	}
}

// live returns the objects that are not deleted.
func (s *shelf[T]) live() []T {
	var objects []T
	for _, item := range s.items {
		if item.goneAt.IsZero() {
			objects = append(objects, item.object)
		}
	}
	return objects
}

// remove deletes the object, to be gone at the given time.
func (s *shelf[T]) remove(id string, goneAt time.Time) {
	s.items[s.place[id]].goneAt = goneAt
	s.deleted++
}

// leaving reports whether the object with the id is deleted and waits for its end.
func (s *shelf[T]) leaving(id string) bool {
	i, ok := s.place[id]
	return ok && !s.items[i].goneAt.IsZero()
}

// sweep drops the deleted objects whose time has come.
func (s *shelf[T]) sweep(now time.Time) {
	if s.deleted == 0 {
		return
	}
	s.drop(func(item shelved[T]) bool { return !item.goneAt.IsZero() && !now.Before(item.goneAt) })
}

// forget drops the object at once, deleted or not, and reports whether it was there.
func (s *shelf[T]) forget(id string) bool {
	_, ok := s.place[id]
	s.drop(func(item shelved[T]) bool { return item.id == id })
	return ok
}

func (s *shelf[T]) drop(gone func(shelved[T]) bool) {
	s.items = slices.DeleteFunc(s.items, gone)
	s.place, s.deleted = make(map[string]int, len(s.items)), 0
	for i, item := range s.items {
		s.place[item.id] = i
		if !item.goneAt.IsZero() {
			s.deleted++
		}
	}
}
