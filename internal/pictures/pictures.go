// Package pictures draws what a terminal shows as SVG, for README and guides: text stays text, so a picture is small, sharp
// at any size, and can be compared with the output it shows. It knows the colors of Terraform and OpenTofu, no cursor
// movements.
package pictures

import (
	"encoding/xml"
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

// The measures of a picture, in pixels. A character is as wide as in most monospaced fonts of this size; textLength makes the
// others fit.
const (
	charWidth  = 8.4
	fontSize   = 14
	lineHeight = 20
	margin     = 18
	titleBar   = 34
)

const head = `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d" role="img">
<title>%[3]s</title>
<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d7dde3;white-space:pre}.b{font-weight:700}.r{fill:#ff8a80}.g{fill:#7ddc9a}.y{fill:#f0c060}.c{fill:#6fd0e6}.q{fill:#93a1ac}</style>
<rect width="100%%" height="100%%" rx="9" fill="#171d22"/>
<g><circle cx="20" cy="19" r="6" fill="#ff6b60"/><circle cx="40" cy="19" r="6" fill="#f0c060"/><circle cx="60" cy="19" r="6" fill="#5fc97c"/></g>
`

// SVG draws output, with the escape sequences of its colors, in a window. The title is for screen readers.
func SVG(title, output string) string {
	lines := strings.Split(strings.TrimRight(output, "\n"), "\n")
	widest := 0
	var body strings.Builder
	pen := style{}
	for i, line := range lines {
		widest = max(widest, utf8.RuneCountInString(Plain(line)))
		pen = drawLine(&body, pen, line, titleBar+margin/2+fontSize+i*lineHeight)
	}
	width, height := int(float64(widest)*charWidth)+2*margin, titleBar+len(lines)*lineHeight+margin
	return fmt.Sprintf(head, width, height, html.EscapeString(title)) + body.String() + "</svg>\n"
}

var sequence = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// Plain returns output without its colors.
func Plain(output string) string { return sequence.ReplaceAllString(output, "") }

// Text returns what a picture shows, line by line, without the space at the end of a line.
func Text(svg string) (string, error) {
	var lines []string
	var line strings.Builder
	decoder := xml.NewDecoder(strings.NewReader(svg))
	inText := false
	for {
		token, err := decoder.Token()
		if token == nil {
			if err.Error() == "EOF" {
				err = nil
			}
			return strings.Join(lines, "\n") + "\n", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			inText = inText || t.Name.Local == "text"
		case xml.CharData:
			if inText {
				line.Write(t)
			}
		case xml.EndElement:
			if t.Name.Local == "text" {
				lines, inText = append(lines, strings.TrimRight(line.String(), " ")), false
				line.Reset()
			}
		}
	}
}

// style is what the sequences so far have set.
type style struct {
	bold  bool
	color string // a class of the picture
}

var colors = map[string]string{"31": "r", "32": "g", "33": "y", "34": "c", "36": "c", "90": "q", "91": "r", "92": "g", "93": "y", "96": "c"}

func (s style) set(codes string) style {
	for code := range strings.SplitSeq(codes, ";") {
		switch color := colors[code]; {
		case code == "" || code == "0":
			s = style{}
		case code == "1":
			s.bold = true
		case code == "22":
			s.bold = false
		case code == "39":
			s.color = ""
		case color != "":
			s.color = color
		}
	}
	return s
}

func (s style) class() string {
	if s.bold {
		return strings.TrimSpace("b " + s.color)
	}
	return s.color
}

// drawLine writes a line of text at a height. Each stretch of one style is set to where its characters belong.
func drawLine(body *strings.Builder, pen style, line string, y int) style {
	fmt.Fprintf(body, `<text xml:space="preserve" y="%d">`, y)
	column := 0
	draw := func(part string) {
		if part == "" {
			return
		}
		n := utf8.RuneCountInString(part)
		class := pen.class()
		if class != "" {
			class = ` class="` + class + `"`
		}
		fmt.Fprintf(body, `<tspan x="%.1f" textLength="%.1f"%s>%s</tspan>`,
			margin+float64(column)*charWidth, float64(n)*charWidth, class, html.EscapeString(part))
		column += n
	}
	rest := 0
	for _, at := range sequence.FindAllStringSubmatchIndex(line, -1) {
		draw(line[rest:at[0]])
		pen, rest = pen.set(line[at[2]:at[3]]), at[1]
	}
	draw(line[rest:])
	body.WriteString("</text>\n")
	return pen
}
