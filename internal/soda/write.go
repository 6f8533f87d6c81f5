package soda

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

// body is what a write sends. It names its secrets, so that no response that repeats them brings them into an error.
type body interface{ secrets() []string }

// input is a request body that creates or replaces a T.
type input[T object] interface {
	body
	inputName() string

	// Differences names the fields in which what is stored differs from what was sent, in meaning and not in order.
	Differences(stored T) []string
}

// hasID is what a write that returns an object must hold to.
func hasID[T object](written *T) error {
	if (*written).objectID() == "" {
		return errNoID
	}
	return nil
}

// create creates an object, exactly once. A taken name stops it with an ExistsError before anything is sent, a name that another
// create of this client is about to take too. The list that says so is younger than a minute when the request has its turn. When
// the response is lost or empty, the list tells whether the object was created: exactly one new equal object is it. If there is
// none, not even after the time by which the list may lag, the create is sent once more, for as often as MaxRetries allows, but
// not after a timeout: the server may still be at it. Anything else is an UnclearError.
func create[T object](ctx context.Context, c *Client, l *listing[T], op operation, in input[T]) (*T, error) {
	release, err := l.reserve(ctx, in.inputName())
	if err != nil {
		return nil, err
	}
	defer release()
	l.begin()
	defer l.end()
	t := &tries{}
	created, err := call(ctx, c, request[T]{
		op:    op,
		tries: t,
		check: hasID[T],
		prepare: func(ctx context.Context, fresh bool) (body, error) {
			return in, l.free(ctx, in.inputName(), "", fresh)
		},
		landed: func(ctx context.Context, cause error) (*T, error) { return l.arrived(ctx, in, cause) },
	})
	_, unclear := errors.AsType[*UnclearError](err)
	switch {
	case err == nil:
		l.created(*created)
		return created, nil
	case unclear, t.open && IsNotOffered(err): // a page, and nothing created behind it
		return nil, err
	case t.open:
		return nil, &UnclearError{Name: in.inputName(), Cause: fmt.Errorf("%w; %w", err, errNothingCreated)}
	}
	return nil, l.taken(ctx, in.inputName(), "", err)
}

var errNothingCreated = errors.New("no object with that name is listed yet")

// free makes sure that no object but own has the name.
func (l *listing[T]) free(ctx context.Context, name, own string, fresh bool) error {
	s, err := l.recent(ctx, fresh)
	if err == nil && s.pages > 1 && len(l.withName(s, name)) == 0 {
		s, err = l.confirmed(ctx, s)
	}
	if err != nil {
		return err
	}
	for _, other := range l.withName(s, name) {
		if other.objectID() != own || own == "" {
			return &ExistsError{Name: name, ID: other.objectID(), Own: l.gaveName(other.objectID(), name)}
		}
	}
	return nil
}

// taken turns a conflict into the ExistsError it means when another object that has the name can be found: one that somebody
// created since the last look. own is the id of the object that is written, if it exists.
func (l *listing[T]) taken(ctx context.Context, name, own string, err error) error {
	if !IsConflict(err) {
		return err
	}
	if exists, ok := errors.AsType[*ExistsError](l.free(ctx, name, own, true)); ok {
		return exists
	}
	return err
}

// arrived looks for what a create without a usable response has created, until the list cannot lack it any more: nil, nil if there
// is nothing.
func (l *listing[T]) arrived(ctx context.Context, in input[T], cause error) (*T, error) {
	var found []T
	err := l.within(ctx, l.lag, func(s *snapshot[T]) bool {
		found = l.withName(s, in.inputName())
		return len(found) > 0
	})
	switch {
	case errors.Is(err, errNotListed):
		return nil, nil
	case len(found) == 1 && len(in.Differences(found[0])) == 0:
		return &found[0], nil
	}
	unclear := &UnclearError{Name: in.inputName(), Cause: cause}
	for _, item := range found {
		unclear.Found = append(unclear.Found, item.objectID())
	}
	return nil, unclear
}

// replace updates an object as a whole, with what the stored object has and this version does not know (unknown.go). Right before
// it is sent, unchanged sees the object as it is then, and may stop the update; the name must be free if it changes. Without
// unchanged, none of this is checked and nothing is carried over.
//
// A server may refuse fields that it shows itself. Then the update goes without them, and so do all later ones: the object that
// is returned names what was left out.
func replace[T object](ctx context.Context, c *Client, l *listing[T], op operation, id string, in input[T], unchanged func(T) error) (*T, error) {
	release, err := l.reserve(ctx, in.inputName())
	if err != nil {
		return nil, err
	}
	defer release()
	carry := !l.refuses.Load()
	stored, unknown, err := l.replace(ctx, c, op, id, in, unchanged, carry)
	if e, ok := errors.AsType[*Error](err); ok && e.Status == http.StatusBadRequest && carry && len(unknown) > 0 {
		without, lost, retryErr := l.replace(ctx, c, op, id, in, unchanged, false)
		switch {
		case retryErr == nil:
			l.refuses.Store(true)
			stored, unknown, err, carry = without, lost, nil, false
		case Unanswered(retryErr):
			err = retryErr
		}
	}
	if err == nil && !carry {
		any(stored).(interface{ lose([]string) }).lose(unknown)
	}
	return stored, err
}

// replace sends an update, with or without the unknown fields, and says which there are.
func (l *listing[T]) replace(ctx context.Context, c *Client, op operation, id string, in input[T], unchanged func(T) error, carry bool) (stored *T, unknown []string, err error) {
	renamed := false
	stored, err = call(ctx, c, request[T]{
		op:    op,
		args:  []string{id},
		check: hasID[T],
		prepare: func(ctx context.Context, fresh bool) (body, error) {
			if unchanged == nil {
				return in, nil
			}
			before, err := l.replaceable(ctx, id, in, unchanged, fresh)
			if err != nil {
				return nil, err
			}
			renamed = !text.SameName((*before).objectName(), in.inputName())
			out := update[T]{input: in}
			out.content, unknown, err = merge[T](any(*before).(interface{ json() json.RawMessage }).json(), in, carry)
			return out, err
		},
		landed: func(ctx context.Context, cause error) (*T, error) { return l.updated(ctx, id, in, cause) },
	})
	if err == nil {
		l.replaced(*stored, renamed)
		return stored, unknown, nil
	}
	if Unanswered(err) {
		l.list.drop() // it may be carried out
	}
	if err = l.recheck(ctx, op, id, err); IsNotFound(err) {
		return nil, unknown, err
	}
	return nil, unknown, l.taken(ctx, in.inputName(), id, err)
}

// replaceable returns the object as it is, if nothing speaks against replacing it.
func (l *listing[T]) replaceable(ctx context.Context, id string, in input[T], unchanged func(T) error, fresh bool) (*T, error) {
	s, err := l.recent(ctx, fresh)
	if err != nil {
		return nil, err
	}
	stored, err := l.findIn(ctx, s, id)
	if err != nil {
		return nil, err
	}
	if len(in.Differences(*stored)) > 0 { // or else an earlier attempt was carried out
		if err := unchanged(*stored); err != nil {
			return nil, err
		}
	}
	if text.Name((*stored).objectName()) == text.Name(in.inputName()) {
		return stored, nil
	}
	return stored, l.free(ctx, in.inputName(), id, false)
}

// updated looks for what an update with an empty response has done. An object that does not come to be as it was sent, as far as
// the list shows, is returned as it is.
func (l *listing[T]) updated(ctx context.Context, id string, in input[T], cause error) (stored *T, err error) {
	err = l.within(ctx, min(l.lag, slowestPoll), func(s *snapshot[T]) bool {
		stored = l.get(s, id)
		return stored != nil && len(in.Differences(*stored)) == 0
	})
	switch {
	case stored != nil:
		return stored, nil
	case err == nil, errors.Is(err, errNotListed):
		return nil, cause
	}
	return nil, err
}

// remove deletes an object and waits until it is not listed any more; ctx bounds the wait. One that does not exist is deleted
// already, but not before the list says so too: a deletion may be under way. A 404 to the first attempt, with the object still
// listed after another look, is an error.
func remove[T object](ctx context.Context, c *Client, l *listing[T], op operation, id string) error {
	t := &tries{}
	_, err := call(ctx, c, request[struct{}]{op: op, args: []string{id}, tries: t})
	if err != nil && !IsNotFound(err) {
		return err
	}
	l.removed(id)
	if err == nil || t.open {
		return l.gone(ctx, id)
	}
	listErr := l.within(ctx, 2*firstPoll, func(s *snapshot[T]) bool { return l.get(s, id) == nil })
	if !errors.Is(listErr, errNotListed) {
		return listErr
	}
	if e, ok := errors.AsType[*Error](err); ok {
		e.missing, e.Listed = false, true
	}
	return err
}
