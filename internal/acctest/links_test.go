package acctest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

const docs = "../../docs"

var (
	fence     = regexp.MustCompile("(?ms)^```.*?^```$")
	code      = regexp.MustCompile("`[^`\n]*`")
	link      = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading   = regexp.MustCompile(`(?m)^#{1,6} (.+)$`)
	anchor    = regexp.MustCompile(`<a id="([^"]+)">`)
	linkLabel = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
)

// ours is where what is on no page of the registries is linked to: they show docs/ alone.
var ours = regexp.MustCompile(`^https://` + module + `/(?:blob|tree|raw)/main/`)

// TestLinks follows the links of the README and of the pages that lead into this repository, to files and to headings in them.
func TestLinks(t *testing.T) {
	for _, page := range slices.Concat(pagesOf(t, docs), pagesOf(t, examples), pagesOf(t, github), []string{readme, "../../CHANGELOG.md"}) {
		prose := code.ReplaceAllString(fence.ReplaceAllString(readFile(t, page), ""), "")
		for _, found := range link.FindAllStringSubmatch(prose, -1) {
			switch target := found[1]; {
			case ours.MatchString(target):
				checkLink(t, readme, ours.ReplaceAllString(target, ""))
			case !strings.Contains(target, "://"):
				checkLink(t, page, target)
			}
		}
	}
}

func checkLink(t *testing.T, page, target string) {
	t.Helper()
	path, place, _ := strings.Cut(target, "#")
	file := page
	if path != "" {
		file = filepath.Join(filepath.Dir(page), path)
	}
	if strings.HasPrefix(page, docs) && !strings.HasPrefix(file, docs) {
		t.Errorf("%s: the link %s leads out of docs/, where the registries have nothing; link to the repository on GitHub", page, target)
	}
	if _, err := os.Stat(file); err != nil {
		t.Errorf("%s: the link %s leads nowhere", page, target)
		return
	}
	if place != "" && !anchors(readFile(t, file))[place] {
		t.Errorf("%s: the link %s leads to no heading", page, target)
	}
}

// anchors are the places of a page that a link can name, as GitHub and the registries make them of headings.
func anchors(text string) map[string]bool {
	places := map[string]bool{}
	for _, h := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		places[slug(linkLabel.ReplaceAllString(h[1], "$1"))] = true
	}
	for _, a := range anchor.FindAllStringSubmatch(text, -1) {
		places[a[1]] = true
	}
	return places
}

// slug drops punctuation and joins words with dashes.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(heading))
}

func pagesOf(t *testing.T, dir string) (pages []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, ".md") {
			pages = append(pages, path)
		}
		return err
	})
	if err != nil || len(pages) == 0 {
		t.Fatalf("%s: got %d pages, %v", dir, len(pages), err)
	}
	return pages
}

// The check finds what it is for.
func TestLinks_anchors(t *testing.T) {
	got := anchors("# `soda_x` (Resource)\n\n## A \"quoted\" one, with [a link](x.md)\n\n```\n## not here\n```\n<a id=\"nested--y\"></a>\n")
	for _, want := range []string{"soda_x-resource", "a-quoted-one-with-a-link", "nested--y"} {
		if !got[want] {
			t.Errorf("got %v, want %q among them", got, want)
		}
	}
	if got["not-here"] {
		t.Error("a line of code is no heading")
	}
}
