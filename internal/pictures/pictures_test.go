package pictures_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/pictures"
)

// A picture shows the text that it was drawn from, whatever is in it.
func TestSVG_text(t *testing.T) {
	for name, output := range map[string]string{
		"plain":          "a\nb\n",
		"empty lines":    "a\n\n\nb\n",
		"indent":         "    a\n  b  c\n",
		"markup":         `<script>"a" & 'b'</script> -> &amp;` + "\n",
		"not ASCII":      "│ Überwachung │\n",
		"colors":         "\x1b[1m\x1b[33m  ~\x1b[0m\x1b[0m update\n",
		"unknown colors": "\x1b[38;5;200mx\x1b[0m\n",
		"over two lines": "\x1b[31ma\nb\x1b[0m\n",
	} {
		t.Run(name, func(t *testing.T) {
			svg := pictures.SVG("A <title>", output)
			got, err := pictures.Text(svg)
			if want := pictures.Plain(output); err != nil || got != want {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
}

func TestSVG_colors(t *testing.T) {
	svg := pictures.SVG("t", "\x1b[1m\x1b[33m~\x1b[0m a \x1b[31mb\nc\x1b[0m d\x1b[32me\x1b[39mf\n")
	for _, want := range []string{`class="b y">~<`, `> a <`, `class="r">b<`, `class="r">c<`, `> d<`, `class="g">e<`, `>f<`} {
		if !strings.Contains(svg, want) {
			t.Errorf("got %s\nwant %s in it", svg, want)
		}
	}
	if err := xml.Unmarshal([]byte(svg), new(any)); err != nil {
		t.Error(err)
	}
}
