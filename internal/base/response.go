package base

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// What a response that is no success means, and what to do about it.

func notOffered(err error) string {
	answer, _ := errors.AsType[*soda.Error](err)
	return fmt.Sprintf("This Soda Cloud does not offer the integration API at %s (status %d). Create the webhook in the UI under "+
		"Organization Settings > Integrations and refer to it with data \"soda_notification_integration\". If your Soda "+
		"Cloud has the API at another path, set integrations_path in the provider block.%s%s", answer.Path, answer.Status, page(answer), trace(answer))
}

// page explains a web page where the API was to respond, if the response is one.
func page(e *soda.Error) string {
	if !e.IsPage() && e.Status/100 != 3 {
		return ""
	}
	what := "a web page"
	if !e.IsPage() {
		what = "a redirect"
	}
	return "\n\nThe response was " + what + ". If other calls get one too, a proxy, a firewall or the login page of a network " +
		"(captive portal) responds instead of Soda's API: log in to the network, check HTTPS_PROXY and NO_PROXY, and " + check(e.Host, e.HostSource) + "."
}

// describe gives Soda's words unchanged, then what to do.
func describe(e *soda.Error) string {
	text := fmt.Sprintf("Soda Cloud responded with %d %s to %s", e.Status, http.StatusText(e.Status), e.Call)
	if said := strings.TrimSpace(e.Code + " " + e.Message); said != "" {
		text += ": " + said
	}
	return text + trace(e) + advice(e)
}

func trace(e *soda.Error) string {
	if e.TraceID == "" {
		return ""
	}
	return "\nTrace id for Soda support: " + e.TraceID
}

func advice(e *soda.Error) string {
	switch {
	case e.IsPage(), e.Status/100 == 3:
		return page(e)
	case e.Status == http.StatusUnauthorized:
		return "\n\n" + place(e.Host, e.HostSource) + " rejected the API key from " + e.Source + ". A key from one region (cloud.soda.io, cloud.us.soda.io) " +
			"does not work in the other, so check the host too."
	case e.Status == http.StatusForbidden && e.Permission != "":
		return "\n\n" + needs(e.Permission)
	case e.Status == http.StatusForbidden:
		return "\n\n" + place(e.Host, e.HostSource) + " does not allow this call with the API key from " + e.Source + ". An administrator can " +
			"grant the permission in Soda Cloud to the user or service account that owns the key."
	case e.Listed:
		return "\n\nSoda Cloud still lists the object, so it stays in the state. Apply again later."
	case e.Status == http.StatusTooManyRequests:
		return throttled(e)
	case e.Status == http.StatusNotFound, e.Status < 300:
		return "\n\nThe response did not come from Soda's API: " + check(e.Host, e.HostSource) + ". Soda Cloud is at cloud.soda.io (EU) and " +
			"cloud.us.soda.io (US)."
	case e.Status >= 500:
		return "\n\nThe error is on Soda Cloud's side. Apply again later."
	}
	return ""
}

// throttled says what was tried, which may be nothing: the run may have been stopped first.
func throttled(e *soda.Error) string {
	if e.Waits == 0 {
		return "\n\nThe rate limit is exhausted. Apply again later."
	}
	return fmt.Sprintf("\n\nStill rate-limited after %d waits (%s in all). Something else is using this key heavily. Apply again later.",
		e.Waits, e.Waited.Round(time.Second))
}
