package webhooktest_test

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery/deliverytest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// TestAccWebhookTest_badEndpoints: whatever the endpoint does, the apply ends within the limit, the state says at which stage
// the delivery failed, and nothing is sent twice.
func TestAccWebhookTest_badEndpoints(t *testing.T) {
	t.Parallel()
	ca := deliverytest.NewAuthority(t)
	trusted := argument("ca_certificate", ca.PEM)
	plain := func(answer http.HandlerFunc) func(*testing.T) *deliverytest.Receiver {
		return func(t *testing.T) *deliverytest.Receiver { return deliverytest.NewReceiver(t, answer) }
	}
	overTLS := func(change func(*tls.Config)) func(*testing.T) *deliverytest.Receiver {
		return func(t *testing.T) *deliverytest.Receiver {
			return deliverytest.NewTLSReceiver(t, ca, deliverytest.Status(http.StatusOK), change)
		}
	}
	for name, tc := range map[string]struct {
		endpoint func(*testing.T) *deliverytest.Receiver
		argument string
		requests int
		error    string
	}{
		"hangs":            {plain(deliverytest.Hang), "", 1, `^timeout: no complete response within 10s; stopped while waiting for the response$`},
		"answers slowly":   {plain(deliverytest.Drip), "", 1, `^timeout: no complete response within 10s`},
		"resets":           {plain(deliverytest.Reset), "", 1, `^connect: the connection broke before the response was complete: `},
		"refuses":          {func(t *testing.T) *deliverytest.Receiver { return deliverytest.Closed(t) }, "", 0, `^connect: connection refused$`},
		"is not HTTP":      {plain(deliverytest.NotHTTP), "", 1, `^response: not HTTP$`},
		"moved":            {plain(deliverytest.RedirectTo("/elsewhere", 301)), "", 1, `^status: 301 Moved Permanently, redirects are not followed$`},
		"moved elsewhere":  {plain(deliverytest.RedirectTo("https://example.com/?key=1", 308)), "follow_redirects = true", 1, `^status: 308 Permanent Redirect, to another host, port or scheme, to which the headers must not be sent$`},
		"moved to a port":  {plain(deliverytest.RedirectTo("http://127.0.0.1:9/", 307)), "follow_redirects = true", 1, `^status: 307 Temporary Redirect, to another host, port or scheme`},
		"moved nowhere":    {plain(deliverytest.Status(302)), "follow_redirects = true", 1, `^status: 302 Found, without a Location header$`},
		"moved for ever":   {plain(deliverytest.RedirectTo("/", 307)), "follow_redirects = true", 6, `^status: 307 Temporary Redirect, after 5 redirects; no more are followed$`},
		"knows nothing":    {plain(deliverytest.Status(404)), "", 1, `^status: 404 Not Found$`},
		"is broken":        {plain(deliverytest.Status(500)), "", 1, `^status: 500 Internal Server Error$`},
		"answers 10 MB":    {plain(deliverytest.TenMegabytes), "", 1, `^response: larger than 1 MiB; the rest was not read$`},
		"unknown CA":       {overTLS(nil), "", 0, `^TLS: .*certificate is signed by an unknown authority`},
		"expired":          {overTLS(deliverytest.Expired(t, ca)), trusted, 0, `^TLS: the certificate has expired`},
		"TLS 1.1 at most":  {overTLS(deliverytest.Only(tls.VersionTLS11)), trusted, 0, `^TLS: .*protocol version.*TLS 1\.2 or newer`},
		"wants a client's": {overTLS(deliverytest.WantsClient), trusted, 0, `^TLS: .*certificate required`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, endpoint, started := acctest.NewCloud(t), tc.endpoint(t), time.Time{}
			resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers, Steps: []resource.TestStep{{
				PreConfig: func() { started = time.Now() },
				Config:    cloud.Config(testConfig(argument("url", endpoint.URL), argument("event", "validate"), tc.argument)),
				ConfigStateChecks: []statecheck.StateCheck{
					result("delivered", knownvalue.Bool(false)),
					result("error", knownvalue.StringRegexp(regexp.MustCompile(tc.error))),
					result("duration_ms", knownvalue.Int64Func(func(ms int64) error {
						if ms > 10_500 {
							return fmt.Errorf("it took %d ms", ms)
						}
						return nil
					})),
				},
			}}})
			if got := len(endpoint.Requests()); got != tc.requests {
				t.Errorf("got %d requests, want %d", got, tc.requests)
			}
			t.Logf("%s", time.Since(started).Round(time.Second))
		})
	}
}

// A redirect that is followed gets the event, body and headers, with the same method.
func TestAccWebhookTest_followedRedirect(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	endpoint := deliverytest.NewReceiver(t, func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path != "/new" {
			http.Redirect(w, req, "/new", http.StatusMovedPermanently)
		}
	})
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers, Steps: []resource.TestStep{{
		Config: cloud.Config(testConfig(argument("url", endpoint.URL), argument("event", "validate"), "follow_redirects = true",
			`headers = { "X-Team" = { value = "data" } }`)),
		ConfigStateChecks: []statecheck.StateCheck{result("delivered", knownvalue.Bool(true)), result("status_code", knownvalue.Int64Exact(200))},
	}}})
	got := endpoint.Requests()
	if len(got) != 2 || string(got[0].Body) != string(got[1].Body) || got[1].Header.Get("X-Team") != "data" {
		t.Errorf("got %d requests, want two of the same", len(got))
	}
}

// Through Soda Cloud the same endpoints fail in its words, and are data just so.
func TestAccWebhookTest_badEndpointsThroughSodaCloud(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		error  string
	}{
		"hangs":     {deliverytest.Hang, `^timeout: reported by Soda Cloud$`},
		"is broken": {deliverytest.Status(500), `^status: 500 Internal Server Error$`},
		"resets":    {deliverytest.Reset, `^connect: reported by Soda Cloud$`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endpoint := deliverytest.NewReceiver(t, tc.answer)
			cloud := seeded(t, endpoint.URL, allScopes, func(o *emulator.Options) { o.DeliveryTimeout = 300 * time.Millisecond })
			resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers, Steps: []resource.TestStep{{
				Config: cloud.Config(testConfig(argument("integration_id", "w-1"), argument("event", "validate"))),
				ConfigStateChecks: []statecheck.StateCheck{
					result("delivered", knownvalue.Bool(false)),
					result("error", knownvalue.StringRegexp(regexp.MustCompile(tc.error))),
				},
			}}})
			if got := len(endpoint.Requests()); got != 1 {
				t.Errorf("got %d requests, want 1", got)
			}
		})
	}
}

// What is wrong is said at its argument, before anything is sent.
func TestAccWebhookTest_badArguments(t *testing.T) {
	t.Parallel()
	cloud := seeded(t, "http://127.0.0.1:9", allScopes)
	validate := argument("event", "validate")
	for name, tc := range map[string]struct {
		lines []string
		error string
	}{
		"neither target":       {[]string{validate}, `one \(and only one\) of \[url,integration_id\] is required`},
		"both targets":         {[]string{validate, argument("url", "https://example.com"), argument("integration_id", "w-1")}, `2 attributes specified when one`},
		"unknown event":        {[]string{argument("event", "agreementCreated"), argument("url", "https://example.com")}, `event value must be one of: \["validate"`},
		"http off loopback":    {[]string{validate, argument("url", "http://example.com")}, `must be an https URL`},
		"unknown integration":  {[]string{validate, argument("integration_id", "w-2")}, `integration_id = "w-2".*No webhook integration has the id "w-2"`},
		"headers without url":  {[]string{validate, argument("integration_id", "w-1"), `headers = {}`}, `"url" must be specified when "headers" is specified`},
		"header without value": {[]string{validate, argument("url", "https://example.com"), `headers = { A = {} }`}, `needs exactly one of value .*secret_wo`},
		"header twice":         {[]string{validate, argument("url", "https://example.com"), `headers = { A = { value = "1" }, a = { value = "1" } }`}, `are the same header`},
		"not a certificate":    {[]string{validate, argument("url", "https://example.com"), argument("ca_certificate", "x")}, `at least one PEM certificate`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers, Steps: []resource.TestStep{{
				Config: cloud.Config(testConfig(tc.lines...)), PlanOnly: true, ExpectError: acctest.Wrapped(tc.error),
			}}})
		})
	}
	t.Cleanup(func() {
		if got := cloud.Calls("testWebhookIntegration"); got != 0 {
			t.Errorf("%d events were sent", got)
		}
	})
}

// A Soda Cloud without the integration API says so, and what to do instead; from here, it takes no Soda Cloud at all.
func TestAccWebhookTest_notOffered(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.NoIntegrations = true })
	endpoint := deliverytest.NewReceiver(t, deliverytest.Status(200))
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers, Steps: []resource.TestStep{
		{
			Config:      cloud.Config(testConfig(argument("integration_id", "w-1"), argument("event", "validate"))),
			ExpectError: acctest.Wrapped(`Cannot plan the test event.*does not offer the integration API`),
		},
		{
			Config:            "provider \"soda\" {}\n" + testConfig(argument("url", endpoint.URL), argument("event", "validate")),
			ConfigStateChecks: []statecheck.StateCheck{result("delivered", knownvalue.Bool(true))},
		},
	}})
}
