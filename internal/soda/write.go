package soda

import (
	"context"
	"errors"
	"net/http"
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

// create makes an object, exactly once. A taken name stops it with an ExistsError before anything is sent, a name that
// another create of this client is about to take too. When the answer is lost, the list tells whether the object was made:
// exactly one new equal object is it. If there is none, the create is sent once more, for as often as MaxRetries allows, but
// not after a timeout: the server may still be at it. Anything else is an UnclearError.
func create[T object](ctx context.Context, c *Client, l *listing[T], op operation, in input[T]) (*T, error) {
	defer l.reserve(in.inputName())()
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
			err = &Error{Status: http.StatusOK, Call: op.String(), Message: "the answer has no id", status: op.status}
		}
		if err == nil {
			l.put(*made)
			return made, nil
		}
		if !unanswered(err) || IsNotOffered(err) {
			return nil, taken(ctx, l, in.inputName(), "", err)
		}
		again := tries < *c.config.MaxRetries && ctx.Err() == nil && !timedOut(err)
		made, err = adopt(ctx, c, l, in, err)
		if made != nil || err != nil {
			return made, err
		}
		if !again {
			return nil, &UnclearError{Name: in.inputName(), Cause: errNothingMade}
		}
	}
}

// taken turns a 409 into the ExistsError it means when another object that has the name can be found: one that somebody made
// since the snapshot. own is the id of the object that is written, if it exists.
func taken[T object](ctx context.Context, l *listing[T], name, own string, err error) error {
	if !IsConflict(err) {
		return err
	}
	if _, listErr := l.after(ctx, l.newest()); listErr != nil {
		return err
	}
	found, _ := l.named(ctx, name)
	for _, other := range found {
		if other.objectID() != own {
			return &ExistsError{Name: name, ID: other.objectID()}
		}
	}
	return err
}

var errNothingMade = errors.New("the answer was lost, and no object of that name is listed so far")

// looks is how often the list is read after an answer was lost, with growing pauses: the server may be slower than its answer.
const looks = 3

// adopt looks for what a create without an answer has made: nil, nil if there is nothing.
func adopt[T object](ctx context.Context, c *Client, l *listing[T], in input[T], cause error) (*T, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settle)
	defer cancel()
	unclear := &UnclearError{Name: in.inputName(), Cause: cause}
	for look := range looks {
		if look > 0 {
			pause(ctx, c.http.RetryWaitMin<<look)
		}
		if _, err := l.after(ctx, l.newest()); err != nil {
			return nil, unclear
		}
		found, err := l.named(ctx, in.inputName())
		switch {
		case err != nil:
			return nil, unclear
		case len(found) == 1 && len(in.Differences(found[0])) == 0:
			return &found[0], nil
		}
		for _, item := range found {
			unclear.Found = append(unclear.Found, item.objectID())
		}
		if len(found) > 0 {
			return nil, unclear
		}
	}
	return nil, nil
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// replace updates an object as a whole.
func replace[T object](ctx context.Context, c *Client, l *listing[T], op operation, id string, in input[T]) (*T, error) {
	stored, err := call[T](ctx, c, op, in, id)
	if err != nil {
		return nil, taken(ctx, l, in.inputName(), id, err)
	}
	if (*stored).objectID() == "" {
		return nil, &Error{Status: http.StatusOK, Call: op.String(), Message: "the answer has no id", status: op.status}
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
