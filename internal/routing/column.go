package routing

import (
	"index/suffixarray"
	"slices"

	"github.com/bits-and-blooms/bitset"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// column is what the subjects have at one place: the distinct values, where case counts and where it is ignored.
type column struct {
	known  *bitset.BitSet
	places map[string][2]int // of values as they are written
	keyed  [2]keyed
	cased  bool // whether some value is another where case is ignored
}

// keyed are distinct keys and, for each, who has it.
type keyed struct {
	keys  []string
	who   [][]uint
	index map[string]int
	text  *suffixarray.Index // of all keys, one after the other, once some part is looked for
	ends  []int              // of the keys in that text
}

func newColumn(known *bitset.BitSet) *column {
	return &column{known: known, places: map[string][2]int{}, keyed: [2]keyed{{index: map[string]int{}}, {index: map[string]int{}}}}
}

func (c *column) add(i uint, value string) {
	at, seen := c.places[value]
	if !seen {
		plain, folded := filter.Reading{}.Key(value), filter.Reading{FoldCase: true}.Key(value)
		c.cased = c.cased || plain != folded
		at = [2]int{c.keyed[0].place(plain), c.keyed[1].place(folded)}
		c.places[value] = at
	}
	for fold := range c.keyed {
		c.keyed[fold].who[at[fold]] = append(c.keyed[fold].who[at[fold]], i)
	}
}

func (k *keyed) place(key string) int {
	at, seen := k.index[key]
	if !seen {
		at = len(k.keys)
		k.index[key], k.keys, k.who = at, append(k.keys, key), append(k.who, nil)
	}
	return at
}

// passing calls found with who has each key that passes the test, perhaps more than once.
func (k *keyed) passing(test filter.Test, found func(who []uint)) {
	switch {
	case !test.Part:
		if at, seen := k.index[test.Text]; seen {
			found(k.who[at])
		}
	case test.Text == "":
		for _, who := range k.who {
			found(who)
		}
	default:
		k.containing(test.Text, func(at int) { found(k.who[at]) })
	}
}

// containing looks the text up in all keys at once. What it finds across the end of a key does not count.
func (k *keyed) containing(text string, found func(at int)) {
	if k.text == nil {
		var all []byte
		for _, key := range k.keys {
			all = append(all, key...)
			k.ends = append(k.ends, len(all))
		}
		k.text = suffixarray.New(all)
	}
	for _, offset := range k.text.Lookup([]byte(text), -1) {
		at, _ := slices.BinarySearch(k.ends, offset+1)
		if offset+len(text) <= k.ends[at] {
			found(at)
		}
	}
}
