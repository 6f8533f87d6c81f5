package soda

import (
	"context"
	"errors"
	"fmt"
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
	release, err := l.reserve(ctx, in.inputName())
	if err != nil {
		return nil, err
	}
	defer release()
	before, err := l.named(ctx, in.inputName())
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		return nil, &ExistsError{Name: in.inputName(), ID: before[0].objectID()}
	}
	return insist(ctx, c, l, op, in)
}

// insist sends a create, whose name is free, until its outcome is clear.
func insist[T object](ctx context.Context, c *Client, l *listing[T], op operation, in input[T]) (*T, error) {
	for tries := 0; ; tries++ {
		made, cause := makeOne[T](ctx, c, l, op, in)
		if cause == nil {
			return made, nil
		}
		late := tries > 0 && (IsConflict(cause) || errors.Is(cause, ErrNotSent)) // an earlier try may have been carried out after all
		if !late && !Unanswered(cause) {
			return nil, taken(ctx, l, in.inputName(), "", cause)
		}
		made, err := adopt(ctx, c, l, in, cause)
		if made != nil || err != nil {
			return made, err
		}
		if late || timedOut(cause) || tries == *c.config.MaxRetries || ctx.Err() != nil {
			return nil, &UnclearError{Name: in.inputName(), Cause: fmt.Errorf("%w; %w", cause, errNothingMade)}
		}
	}
}

// makeOne sends a create once, as far as that is in this client's hands.
func makeOne[T object](ctx context.Context, c *Client, l *listing[T], op operation, in input[T]) (*T, error) {
	made, err := call[T](ctx, c, op, in)
	if err != nil {
		return nil, err
	}
	if (*made).objectID() == "" {
		return nil, &Error{Status: http.StatusOK, Call: op.String(), Message: "the answer has no id", status: op.status}
	}
	l.put(*made)
	return made, nil
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

var errNothingMade = errors.New("no object of that name is listed so far")

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
	if IsNotOffered(cause) {
		return nil, cause // a page, and nothing made behind it
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
		if Unanswered(err) {
			l.drop() // it may be carried out
		}
		if err = l.recheck(ctx, op, id, err); IsNotFound(err) {
			return nil, err
		}
		return nil, taken(ctx, l, in.inputName(), id, err)
	}
	if (*stored).objectID() == "" {
		l.drop()
		return nil, &Error{Status: http.StatusOK, Call: op.String(), Message: "the answer has no id", status: op.status}
	}
	l.put(*stored)
	return stored, nil
}

// remove deletes an object and waits until it is not listed any more; ctx bounds the wait. One that does not exist is
// deleted already, but not before the list says so too: a deletion may be under way, and a 404 may mean the call.
func remove[T object](ctx context.Context, c *Client, l *listing[T], op operation, id string) error {
	if _, err := call[struct{}](ctx, c, op, nil, id); err != nil && !IsNotFound(err) {
		return err
	}
	if err := l.gone(ctx, id); err != nil {
		return err
	}
	l.removed(id)
	return nil
}
