package emulator

import "strconv"

// page is one page of a list.
type page[T any] struct {
	Content       []T  `json:"content"`
	First         bool `json:"first"`
	Last          bool `json:"last"`
	Number        int  `json:"number"`
	Size          int  `json:"size"`
	TotalElements int  `json:"totalElements"`
	TotalPages    int  `json:"totalPages"`
}

// paged cuts the page that the call asks for. A page beyond the last one is empty.
func paged[T any](c *call, all []T) page[T] {
	// The contract has validated both as integers in bounds and knows their defaults.
	number, _ := strconv.Atoi(c.Query("page"))
	size, _ := strconv.Atoi(c.Query("size"))
	total := (len(all) + size - 1) / size
	from := len(all)
	if number < total {
		from = number * size
	}
	return page[T]{
		Content:       append([]T{}, all[from:min(from+size, len(all))]...), // never null
		First:         number == 0,
		Last:          number >= total-1,
		Number:        number,
		Size:          size,
		TotalElements: len(all),
		TotalPages:    total,
	}
}
