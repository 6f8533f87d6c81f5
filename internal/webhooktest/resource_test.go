package webhooktest_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery/deliverytest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

const testAddress = "soda_webhook_test.x"

// testConfig is a test event with the arguments, as lines of HCL.
func testConfig(lines ...string) string {
	return "resource \"soda_webhook_test\" \"x\" {\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

func argument(name, value string) string { return fmt.Sprintf("%s = %q", name, value) }

func emptyPlan() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

// result checks a result in the state.
func result(name string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(testAddress, tfjsonpath.New(name), want)
}

// seeded is a cloud with one webhook, w-1, that leads to the URL.
func seeded(t *testing.T, url string, scopes []string, options ...func(*emulator.Options)) *acctest.Cloud {
	t.Helper()
	cloud := acctest.NewCloud(t, options...)
	err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{
		ID: "w-1", Name: "pager", URL: url, Scopes: scopes, Headers: []emulator.Header{{Name: "X-Team", Value: "data"}, {Name: "Authorization", Value: "Bearer s3cret"}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return cloud
}

var allScopes = []string{"alert_notification", "incidents", "contracts"}

// An event from here, over TLS that a private CA vouches for: sent once at create and once for each changed trigger, at no
// plan, refresh or destroy.
func TestAccWebhookTest_fromHere(t *testing.T) {
	t.Parallel()
	cloud, ca := acctest.NewCloud(t), deliverytest.NewAuthority(t)
	endpoint := deliverytest.NewTLSReceiver(t, ca, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusAccepted)
		_, _ = w.Write([]byte("taken"))
	}, nil)
	config := func(name event.Name, trigger string) string {
		return cloud.Config(testConfig(argument("url", endpoint.URL), argument("event", string(name)), argument("ca_certificate", ca.PEM),
			`headers = {
    "X-Team"        = { value = "data" }
    "Authorization" = { secret = "Bearer s3cret" }
    "X-Key"         = { secret_wo = "k3y" }
  }`, fmt.Sprintf("triggers = { version = %q }", trigger)))
	}
	headers := map[string]string{"X-Team": "data", "Authorization": "Bearer s3cret", "X-Key": "k3y", "Content-Type": "application/json"}
	sentOnce := func(name event.Name) statecheck.StateCheck {
		return acctest.Check(func() error {
			endpoint.ExpectOne(t, name, headers)
			endpoint.Forget()
			return nil
		})
	}
	sentNothing := func() {
		if got := len(endpoint.Requests()); got != 0 {
			t.Errorf("got %d requests beside those of creates", got)
		}
	}
	steps := []resource.TestStep{
		{Config: config("validate", "1"), ConfigStateChecks: []statecheck.StateCheck{
			result("delivered", knownvalue.Bool(true)),
			result("status_code", knownvalue.Int64Exact(202)),
			result("response_body", knownvalue.StringExact("taken")),
			result("error", knownvalue.Null()),
			result("tls_version", knownvalue.StringExact("TLS 1.3")),
			result("payload", knownvalue.StringRegexp(regexp.MustCompile(`^\{"event":"validate"`))),
			result("sent_at", knownvalue.StringRegexp(regexp.MustCompile(`^20.*Z$`))),
			statecheck.ExpectSensitiveValue(testAddress, tfjsonpath.New("response_body")),
			statecheck.ExpectSensitiveValue(testAddress, tfjsonpath.New("headers").AtMapKey("Authorization").AtMapKey("secret")),
			sentOnce("validate"),
		}},
		{Config: config("validate", "1"), ConfigPlanChecks: emptyPlan()},
		{RefreshState: true},
		{Config: config("validate", "2"), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(testAddress, plancheck.ResourceActionReplace),
		}}, ConfigStateChecks: []statecheck.StateCheck{sentOnce("validate")}},
	}
	for _, name := range event.Names()[1:] {
		steps = append(steps, resource.TestStep{
			PreConfig: sentNothing, Config: config(name, "2"), ConfigStateChecks: []statecheck.StateCheck{sentOnce(name)},
		})
	}
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)}, // secret_wo
		ProtoV6ProviderFactories: acctest.Providers, Steps: steps,
	})
	sentNothing()
}

// The same through Soda Cloud, with the headers of the integration.
func TestAccWebhookTest_throughSodaCloud(t *testing.T) {
	t.Parallel()
	endpoint := deliverytest.NewReceiver(t, func(w http.ResponseWriter, req *http.Request) {
		_, _ = w.Write([]byte("I got " + req.Header.Get("Authorization")))
	})
	cloud := seeded(t, endpoint.URL, allScopes)
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers, Steps: []resource.TestStep{
		{
			Config: cloud.Config(testConfig(argument("integration_id", "w-1"), argument("event", "incidentUpdated"))),
			ConfigStateChecks: []statecheck.StateCheck{
				result("delivered", knownvalue.Bool(true)),
				result("status_code", knownvalue.Int64Exact(200)),
				result("response_body", knownvalue.StringExact("(hidden, because it repeats a secret)")),
				result("error", knownvalue.Null()),
				result("tls_version", knownvalue.Null()),
			},
		},
		{RefreshState: true},
	}})
	endpoint.ExpectOne(t, event.IncidentUpdated, map[string]string{"X-Team": "data", "Authorization": "Bearer s3cret"})
}

// With require_delivery a failed delivery is an error and leaves nothing, so the next apply sends again.
func TestAccWebhookTest_requireDelivery(t *testing.T) {
	t.Parallel()
	cloud, works := acctest.NewCloud(t), false
	endpoint := deliverytest.NewReceiver(t, func(w http.ResponseWriter, _ *http.Request) {
		if !works {
			w.WriteHeader(http.StatusBadGateway)
		}
	})
	config := cloud.Config(testConfig(argument("url", endpoint.URL), argument("event", "validate"), "require_delivery = true"))
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers, Steps: []resource.TestStep{
		{Config: config, ExpectError: acctest.Wrapped(`The test event was not delivered.*status: 502 Bad Gateway`)},
		{
			PreConfig: func() { works = true; endpoint.Forget() },
			Config:    config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(testAddress, plancheck.ResourceActionCreate),
			}},
			ConfigStateChecks: []statecheck.StateCheck{result("delivered", knownvalue.Bool(true))},
		},
	}})
	endpoint.ExpectOne(t, event.Validate, nil)
}

// A URL that is known only at apply is held to the same demands then.
func TestAccWebhookTest_unknownUntilApply(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	for name, tc := range map[string]struct{ url, error string }{
		"http off loopback": {`"http://example.com"`, `must be an https URL`},
		"none":              {`null`, `one \(and only one\) of \[url,integration_id\] is required`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := fmt.Sprintf("resource \"terraform_data\" \"later\" {\n  input = { url = %s }\n}\n", tc.url)
			resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers, Steps: []resource.TestStep{{
				Config:      cloud.Config(config + testConfig(`url = terraform_data.later.output.url`, argument("event", "validate"))),
				ExpectError: acctest.Wrapped(tc.error),
			}}})
		})
	}
}
