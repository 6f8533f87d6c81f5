package emulator

import "strconv"

// page is one page of a list.
type page struct {
	Content       []any `json:"content"`
	First         bool  `json:"first"`
	Last          bool  `json:"last"`
	Number        int   `json:"number"`
	Size          int   `json:"size"`
	TotalElements int   `json:"totalElements"`
	TotalPages    int   `json:"totalPages"`
}

// paged cuts the page that the call asks for. A page beyond the last one is empty.
func paged[T any](c *call, all []T) page {
	// The contract has validated both as integers in bounds and knows their defaults.
	number, _ := strconv.Atoi(c.Query("page"))
	size, _ := strconv.Atoi(c.Query("size"))
	elements := len(all)
	if c.odd != nil {
		elements++
	}
	total := (elements + size - 1) / size
	content := []any{} // never null
	for i := number * size; number < total && i < min((number+1)*size, elements); i++ {
		if i == len(all) {
			content = append(content, c.odd)
		} else {
			content = append(content, all[i])
		}
	}
	return page{
		Content:       content,
		First:         number == 0,
		Last:          number >= total-1,
		Number:        number,
		Size:          size,
		TotalElements: elements,
		TotalPages:    total,
	}
}
