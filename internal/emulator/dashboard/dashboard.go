// Package dashboard is the emulator's page for people: what it holds, and what has happened to it.
//
// The page is no call of the API: the contract does not have it, no limit counts it and no log shows it. It is made from
// what package emulator lets everybody inspect. It needs no key, as it shows no value of a header, no signing secret, and of
// a URL neither user nor query; bodies are shown without them (redact.go).
//
// The page works without a script. With it, the page asks for itself again and again, and says what it has; the server then
// leaves out the rows that are the same (changes.go).
package dashboard

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"path"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

//go:embed static
var files embed.FS

var page = template.Must(template.ParseFS(files, "static/page.html"))

// types has the paths of the page and of what it loads, with their types: those that the system has for the endings of
// files may be wrong, and a browser believes no other than what is sent.
var types = map[string]string{
	"/":         "text/html; charset=utf-8",
	"/page.css": "text/css; charset=utf-8",
	"/page.js":  "text/javascript; charset=utf-8",
	"/page.svg": "image/svg+xml",
}

// headers let a browser load nothing from elsewhere, run no script in the page, and show the page in no frame.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"Cross-Origin-Resource-Policy": "same-origin",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cache-Control":                "no-store",
}

// handler serves the page, and lets the emulator serve everything else.
type handler struct {
	emulator *emulator.Emulator
	sent     sent
}

// New returns the emulator with its page at "/".
func New(e *emulator.Emulator) http.Handler { return &handler{emulator: e} }

// ServeHTTP answers for the page by loopback names only. With any other name in the request, a page from elsewhere has let its
// own name lead to this machine, to read what it may not.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if types[r.URL.Path] == "" {
		h.emulator.ServeHTTP(w, r)
		return
	}
	for name, value := range headers {
		w.Header().Set(name, value)
	}
	host := url.URL{Host: r.Host}
	switch {
	case !emulator.LoopbackHost(host.Hostname()):
		http.Error(w, "This page is served only as localhost, 127.0.0.1 or [::1].", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This page is read-only.", http.StatusMethodNotAllowed)
	default:
		h.send(w, r)
	}
}

func (h *handler) send(w http.ResponseWriter, r *http.Request) {
	var body []byte
	var err error
	if r.URL.Path == "/" {
		body, err = h.render(r)
	} else {
		body, err = files.ReadFile(path.Join("static", r.URL.Path))
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", types[r.URL.Path])
	if r.URL.Path == "/" {
		body = h.sent.without(w.Header(), r.Header.Get("If-None-Match"), body)
	}
	if body == nil {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(body) // the browser has gone: nobody is left to tell
}

// render makes the whole page before any of it is sent, so that an error is not a page that ends in the middle.
func (h *handler) render(r *http.Request) ([]byte, error) {
	var html bytes.Buffer
	err := page.Execute(&html, newView(h.emulator, r))
	return html.Bytes(), err
}
