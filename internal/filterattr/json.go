package filterattr

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// decode returns the tree of JSON text. Its errors continue a sentence that names the text, without a full stop. A key that
// stands twice in one object is an error: encoding/json would keep the last one, and the other would be lost unseen.
func decode(text string) (any, error) {
	switch {
	case strings.HasPrefix(text, "\ufeff"):
		return nil, errors.New("starts with a byte order mark, which JSON does not allow. Save the file as UTF-8 without one, or write trimprefix(TEXT, \"\\ufeff\")")
	case strings.TrimSpace(text) == "":
		return nil, errors.New(`is empty, which is not valid JSON. If an empty text means no filter, write TEXT == "" ? null : TEXT`)
	}
	if err := json.Unmarshal([]byte(text), new(json.RawMessage)); err != nil {
		return nil, fmt.Errorf("is not valid JSON: %w", err)
	}
	if err := repeatedKey(decoder(text)); err != nil {
		return nil, err
	}
	var node any
	err := decoder(text).Decode(&node)
	return node, err
}

// decoder keeps numbers as they are written: errors quote them, and not every one fits a float64.
func decoder(text string) *json.Decoder {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return d
}

// repeatedKey reads one value, which is valid JSON, and fails at a key that its object has already.
func repeatedKey(d *json.Decoder) error {
	token, err := d.Token()
	opening, nested := token.(json.Delim)
	if err != nil || !nested {
		return err
	}
	seen := map[json.Token]bool{}
	for d.More() {
		if opening == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			if seen[key] {
				return fmt.Errorf("contains the key %q twice in one object. Keep one of them", key)
			}
			seen[key] = true
		}
		if err := repeatedKey(d); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}
