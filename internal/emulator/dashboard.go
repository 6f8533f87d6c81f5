package emulator

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"path"
)

// The page for people at "/": what the emulator holds, and what has happened to it. It is no call of the API: the contract
// does not have it, no limit counts it and no log shows it. It needs no key, as it shows no value of a header, no signing
// secret, and of a URL neither user nor query. What it says is put together in dashboard_view.go; how it looks and updates
// itself stands in the folder dashboard.

//go:embed dashboard
var dashboardFiles embed.FS

var dashboardPage = template.Must(template.ParseFS(dashboardFiles, "dashboard/page.html"))

// dashboardTypes has the paths of the page and of what it loads, with their types: those that the system has for the
// endings of files may be wrong, and a browser believes no other than what is sent.
var dashboardTypes = map[string]string{
	"/":         "text/html; charset=utf-8",
	"/page.css": "text/css; charset=utf-8",
	"/page.js":  "text/javascript; charset=utf-8",
	"/page.svg": "image/svg+xml",
}

// dashboardHeaders let a browser load nothing from elsewhere, run no script in the page, and show the page in no frame.
var dashboardHeaders = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"Cross-Origin-Resource-Policy": "same-origin",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cache-Control":                "no-store",
}

// isDashboard reports whether the request is for the page or for what it loads.
func isDashboard(r *http.Request) bool {
	_, ok := dashboardTypes[r.URL.Path]
	return ok
}

// serveDashboard answers by loopback names only. With any other name in the request, a page from elsewhere has let its own
// name lead to this machine, to read what it may not.
func (e *Emulator) serveDashboard(w http.ResponseWriter, r *http.Request) {
	for name, value := range dashboardHeaders {
		w.Header().Set(name, value)
	}
	host := url.URL{Host: r.Host}
	switch {
	case !loopbackHost(host.Hostname()):
		http.Error(w, "This page answers by the names of this machine only: localhost, 127.0.0.1 or [::1].", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This page can only be read.", http.StatusMethodNotAllowed)
	default:
		e.sendDashboard(w, r)
	}
}

func (e *Emulator) sendDashboard(w http.ResponseWriter, r *http.Request) {
	var body []byte
	var err error
	if r.URL.Path == "/" {
		body, err = e.renderDashboard(r)
	} else {
		body, err = dashboardFiles.ReadFile(path.Join("dashboard", r.URL.Path))
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", dashboardTypes[r.URL.Path])
	_, _ = w.Write(body) // the browser has gone: nobody is left to tell
}

// renderDashboard makes the whole page before any of it is sent, so that an error is not a page that ends in the middle.
func (e *Emulator) renderDashboard(r *http.Request) ([]byte, error) {
	var page bytes.Buffer
	err := dashboardPage.Execute(&page, e.dashboard(r))
	return page.Bytes(), err
}
