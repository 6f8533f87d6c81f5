package soda

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
)

// pageSize is the largest page all list calls allow.
const pageSize = 1000

// maxRereads bounds how often pages that do not fit together are read again from the first.
const maxRereads = 3

// page is one page of a listing. Pages count from 0.
type page[T object] struct {
	Content       items[T] `json:"content"`
	Number        *int     `json:"number"`
	TotalElements *int     `json:"totalElements"`
	TotalPages    *int     `json:"totalPages"`
}

// errNotPage says that an answer of success is JSON, but not what a list call gives: taken for an empty list, it would make
// every object count as deleted. So would objects without ids.
var errNotPage = errors.New("the response is not a page of objects with ids")

func (p *page[T]) check(number int) error {
	if p.Content == nil || p.Number == nil || p.TotalElements == nil || p.TotalPages == nil || *p.Number != number || *p.TotalElements < 0 {
		return errNotPage
	}
	if len(p.Content) > 0 && !slices.ContainsFunc(p.Content, func(item T) bool { return item.objectID() != "" }) {
		return errNotPage
	}
	return nil
}

// errShifted says that the collection changed between two pages.
var errShifted = errors.New("the pages are inconsistent: the collection changed while it was read")

// readAll reads all pages of a listing, again from the first if they do not fit together: an object that moved from a page
// not yet read to one already read would be missing, and a missing object is planned anew.
func readAll[T object](ctx context.Context, c *Client, op operation, search string) (all []T, pages int, err error) {
	for range maxRereads {
		all, pages, err = readPages[T](ctx, c, op, search)
		if !errors.Is(err, errShifted) {
			return all, pages, err
		}
	}
	return nil, 0, fmt.Errorf("%s: read %d times: %w", op, maxRereads, errShifted)
}

func readPages[T object](ctx context.Context, c *Client, op operation, search string) (all []T, pages int, err error) {
	seen := map[string]bool{}
	for number, total := 0, 0; ; number++ {
		p, err := readPage[T](ctx, c, op, number, search)
		if err != nil {
			return nil, 0, err
		}
		if number == 0 {
			total = *p.TotalElements
			all = make([]T, 0, min(total, maxPreallocated))
		}
		for _, item := range p.Content {
			seen[cmp.Or(item.objectID(), fmt.Sprint("nameless ", len(all)))] = true
			all = append(all, item)
		}
		done := number+1 >= *p.TotalPages || len(p.Content) == 0
		switch {
		case *p.TotalElements != total, len(seen) != len(all), done && len(all) != total:
			return nil, 0, errShifted
		case done:
			return all, number + 1, nil
		}
	}
}

// maxPreallocated bounds what a total that the server only claims may cost.
const maxPreallocated = 100_000

// readPage reads one page, of what search matches where it is not empty.
func readPage[T object](ctx context.Context, c *Client, op operation, number int, search string) (*page[T], error) {
	query := url.Values{"page": {strconv.Itoa(number)}, "size": {strconv.Itoa(pageSize)}}
	if search != "" {
		query.Set("search", search)
	}
	return call(ctx, c, request[page[T]]{op: op, query: query, check: func(p *page[T]) error { return p.check(number) }})
}
