package soda

import (
	"context"
	"errors"
	"time"
)

// settle bounds the look at the list after a create whose answer was lost.
const settle = 2 * time.Minute

// input is a request body that makes or replaces a T.
type input[T object] interface {
	inputName() string

	// Differences names the fields in which what is stored differs from what was sent, in meaning and not in order.
	Differences(stored T) []string
}

// create makes an object, exactly once. A taken name stops it with an ExistsError before anything is sent. When the answer
// is lost, the list tells whether the object was made: exactly one new equal object is it; if there is none, the create is
// sent once more, for as often as MaxRetries allows; anything else is an UnclearError.
func create[T object](ctx context.Context, c *Client, l *listing[T], op operation, in input[T]) (*T, error) {
	before, err := l.named(ctx, in.inputName())
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		return nil, &ExistsError{Name: in.inputName(), ID: before[0].objectID()}
	}
	for tries := 0; ; tries++ {
		made, err := call[T](ctx, c, op, in)
		if err == nil && (*made).objectID() == "" {
			err = &Error{Status: 200, Call: op.String(), Message: "the answer has no id", status: op.status}
		}
		if err == nil {
			l.put(*made)
			return made, nil
		}
		if !unanswered(err) || IsNotOffered(err) {
			return nil, taken(ctx, l, in.inputName(), err)
		}
		made, err = adopt(ctx, l, in, err)
		if made != nil || err != nil {
			return made, err
		}
		if tries == *c.config.MaxRetries || ctx.Err() != nil {
			return nil, &UnclearError{Name: in.inputName(), Cause: errNothingMade}
		}
	}
}

// taken turns a 409 into the ExistsError it means when the object that has the name can be found: one that somebody else
// made since the snapshot.
func taken[T object](ctx context.Context, l *listing[T], name string, err error) error {
	if !IsConflict(err) {
		return err
	}
	if _, listErr := l.after(ctx, l.newest()); listErr != nil {
		return err
	}
	if found, listErr := l.named(ctx, name); listErr == nil && len(found) > 0 {
		return &ExistsError{Name: name, ID: found[0].objectID()}
	}
	return err
}

var errNothingMade = errors.New("no object of that name is listed; it is safe to apply again")

// adopt looks for what a create without an answer has made: nil, nil if there is nothing.
func adopt[T object](ctx context.Context, l *listing[T], in input[T], cause error) (*T, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settle)
	defer cancel()
	unclear := &UnclearError{Name: in.inputName(), Cause: cause}
	if _, err := l.after(ctx, l.newest()); err != nil {
		return nil, unclear
	}
	found, err := l.named(ctx, in.inputName())
	switch {
	case err != nil:
		return nil, unclear
	case len(found) == 0:
		return nil, nil
	case len(found) == 1 && len(in.Differences(found[0])) == 0:
		return &found[0], nil
	}
	for _, item := range found {
		unclear.Found = append(unclear.Found, item.objectID())
	}
	return nil, unclear
}

// replace updates an object as a whole.
func replace[T object](ctx context.Context, c *Client, l *listing[T], op operation, id string, in input[T]) (*T, error) {
	stored, err := call[T](ctx, c, op, in, id)
	if err != nil {
		return nil, taken(ctx, l, in.inputName(), err)
	}
	if (*stored).objectID() == "" {
		return nil, &Error{Status: 200, Call: op.String(), Message: "the answer has no id", status: op.status}
	}
	l.put(*stored)
	return stored, nil
}

// remove deletes an object and waits until it is not listed any more; ctx bounds the wait. One that does not exist is
// deleted already.
func remove[T object](ctx context.Context, c *Client, l *listing[T], op operation, id string) error {
	if _, err := call[struct{}](ctx, c, op, nil, id); err != nil {
		if IsNotFound(err) {
			l.removed(id)
			return nil
		}
		return err
	}
	if err := l.gone(ctx, id); err != nil {
		return err
	}
	l.removed(id)
	return nil
}
