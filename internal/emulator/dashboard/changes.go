package dashboard

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
	"sync"
)

// maxSent is how many pages are remembered: those of a few windows, each with the last one that it has got.
const maxSent = 8

// row finds the rows of all tables. There is no table in a table.
var row = regexp.MustCompile(`(?s)<tr id="([^"]+)".*?</tr>`)

// sent remembers pages, by their tag and newest last, as the rows they had.
type sent struct {
	mu    sync.Mutex
	tags  []string
	pages map[string]map[string][sha256.Size]byte // by tag, then by the id of a row
}

// without tags a page. It returns nil if the browser has this very page, and leaves the content out of rows that are
// the same on the page that the browser has: they are marked with data-same.
func (s *sent) without(header http.Header, has string, body []byte) []byte {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	header.Set("ETag", tag)
	if has == tag {
		return nil
	}
	rows := map[string][sha256.Size]byte{}
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.pages[has] // nil for a page that is new to the browser, or forgotten here
	changed := row.ReplaceAllFunc(body, func(html []byte) []byte {
		id := string(row.FindSubmatch(html)[1])
		rows[id] = sha256.Sum256(html)
		if old, ok := before[id]; ok && old == rows[id] {
			return []byte(`<tr id="` + id + `" data-same></tr>`)
		}
		return bytes.Clone(html)
	})
	s.remember(tag, rows)
	return changed
}

func (s *sent) remember(tag string, rows map[string][sha256.Size]byte) {
	if s.pages == nil {
		s.pages = map[string]map[string][sha256.Size]byte{}
	}
	if s.pages[tag] == nil {
		s.tags = append(s.tags, tag)
	}
	s.pages[tag] = rows
	if len(s.tags) > maxSent {
		delete(s.pages, s.tags[0])
		s.tags = s.tags[1:]
	}
}
