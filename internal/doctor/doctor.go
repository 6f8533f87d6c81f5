// Package doctor examines what an organization of Soda Cloud does with the calls that the provider makes: whether it can be
// reached, whether its responses keep to the contract, and, if asked to, by rules of its own, what Soda does not document. It
// speaks plain HTTP and not through package soda, whose tolerance would hide what it looks for. What it finds is a Report, which
// holds no value, name, id or host of the organization. Command soda-doctor is its command line.
package doctor

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-cleanhttp"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// hostUS is Soda Cloud's American region. The two regions are separate.
const hostUS = "cloud.us.soda.io"

// Options says what to examine and how long to wait.
type Options struct {
	Settings settings.Settings
	Version  string // of the program
	Write    bool   // create, update and delete rules and webhooks of its own

	Patience time.Duration     // how long a list may lack what was written; 0 is two minutes
	Pause    time.Duration     // between two looks at it; 0 is a second
	Say      func(text string) // what is going on, for a person; may name the host
}

// examination is one run.
type examination struct {
	options Options
	base    *url.URL
	wire    http.RoundTripper
	report  *Report
	lists   map[string]bool // by operation: whether the list call worked
	stopped bool            // no further call makes sense
}

// Examine makes the report. Its error says why nothing could be examined. A context that ends stops the examination; what it has
// created is removed all the same.
func Examine(ctx context.Context, o Options) (*Report, error) {
	base := &url.URL{Scheme: "https", Host: soda.HostEU}
	if o.Settings.Host.Text != "" {
		var err error
		if base, err = settings.ParseHost(o.Settings.Host.Text); err != nil {
			return nil, fmt.Errorf("the host from %s %w", o.Settings.Host.Source, err)
		}
	}
	if err := o.Settings.KeyError(); err != nil {
		return nil, fmt.Errorf("%w; set SODA_API_KEY_ID and SODA_API_KEY_SECRET, or use a profile in ~/.soda/credentials", err)
	}
	if o.Patience == 0 {
		o.Patience = soda.DefaultLag
	}
	if o.Pause == 0 {
		o.Pause = time.Second
	}
	e := &examination{options: o, base: base, wire: cleanhttp.DefaultPooledTransport(), report: newReport(o, base), lists: map[string]bool{}}
	if err := settings.CheckProfileFile(); err != nil && e.report.KeyFrom == "profile" {
		e.find("profile-file", problem, err.Error())
	}
	e.connect(ctx)
	if !e.stopped {
		e.readAll(ctx)
	}
	if !e.stopped && o.Write {
		e.write(ctx)
	}
	e.report.Verdict = e.verdict()
	return e.report, nil
}

// newReport returns a report with what is known before the first call.
func newReport(o Options, base *url.URL) *Report {
	r := &Report{Schema: SchemaVersion, Version: o.Version, Write: o.Write, Region: "other"}
	switch host := base.Hostname(); {
	case host == soda.HostEU:
		r.Region = "eu"
	case host == hostUS:
		r.Region = "us"
	case soda.IsLoopback(host):
		r.Region = "loopback"
	}
	r.KeyFrom = kindOf(o.Settings.APIKeyID.Source)
	if r.KeyFrom != kindOf(o.Settings.APIKeySecret.Source) {
		r.KeyFrom = "several places"
	}
	return r
}

// kindOf says what kind of place a source is, without the name of a profile.
func kindOf(source string) string {
	for _, kind := range []string{"environment", "profile"} {
		if strings.HasPrefix(source, "the "+kind) {
			return kind
		}
	}
	return "flags"
}

func (e *examination) say(format string, args ...any) {
	if e.options.Say != nil {
		e.options.Say(fmt.Sprintf(format, args...))
	}
}

// find adds a finding, once.
func (e *examination) find(id string, severity Severity, text string) {
	if !e.found(id) {
		e.report.Findings = append(e.report.Findings, Finding{id, severity, text})
	}
}
