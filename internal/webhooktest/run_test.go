package webhooktest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery/deliverytest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// In a check block a failed delivery is a warning that names status and stage, and the apply goes on: with the data source
// beside the block, as in the example, and inside.
func TestAccWebhookTestDataSource_check(t *testing.T) {
	t.Parallel()
	beside := strings.Replace(readExample(t, "data-sources", "data-source_check.tf"), "data.soda_webhook_integration.pager.id", `"w-1"`, 1)
	data := beside[strings.Index(beside, "data \""):strings.Index(beside, "# A failed")]
	inside := strings.Replace(strings.Replace(beside, data, "", 1), "check \"pager\" {\n", "check \"pager\" {\n"+data, 1)
	for name, config := range map[string]string{"beside": beside, "inside": inside} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endpoint := deliverytest.NewReceiver(t, deliverytest.Status(http.StatusServiceUnavailable))
			cloud := seeded(t, endpoint.URL, allScopes)
			cli := acctest.NewCLI(t, map[string]string{"main.tf": config, "more.tf": "resource \"terraform_data\" \"goes_on\" {}\n"}, cloud.Env()...)
			out := cli.MustRun("plan", "-no-color")
			if strings.Contains(out, "Check block") || len(endpoint.Requests()) != 0 {
				t.Errorf("without the variable: got %d requests and:\n%s", len(endpoint.Requests()), out)
			}
			out = acctest.Unwrapped(cli.MustRun("apply", "-no-color", "-auto-approve", "-var=smoke_test=true"))
			if !strings.Contains(out, "Warning: Check block assertion failed") || !strings.Contains(out, "status: 503 Service Unavailable") ||
				!strings.Contains(out, "1 added") {
				t.Errorf("got:\n%s", out)
			}
			t.Logf("the apply sent %d", len(endpoint.Requests()))
			endpoint.Forget()
			out, code := cli.Run("plan", "-no-color", "-input=false", "-var=smoke_test=true") // the guide's smoke test
			if code != 0 || !strings.Contains(out, "Check block assertion failed") || len(endpoint.Requests()) != 1 {
				t.Errorf("got status %d, %d requests, and:\n%s", code, len(endpoint.Requests()), out)
			}
		})
	}
}

// In a postcondition it stops the run, and so it does in a test of the configuration.
func TestAccWebhookTest_stopsTheRun(t *testing.T) {
	t.Parallel()
	answer := http.StatusOK
	endpoint := deliverytest.NewReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(answer) })
	cloud := acctest.NewCloud(t)
	here := func(kind, name string) string {
		return strings.ReplaceAll(readExample(t, kind, name), "https://events.example.com/soda", endpoint.URL)
	}
	data := acctest.NewCLI(t, map[string]string{"main.tf": "variable \"smoke_test\" {}\n" + here("data-sources", "data-source_postcondition.tf")},
		append(cloud.Env(), "TF_VAR_smoke_test=true")...)
	tested := acctest.NewCLI(t, map[string]string{"main.tf": here("resources", "resource.tf"),
		"webhooks.tftest.hcl": here("resources", "tests/webhooks.tftest.hcl")}, cloud.Env()...)
	data.MustRun("plan", "-no-color")
	endpoint.ExpectOne(t, event.IncidentCreated, map[string]string{"X-Team": "finance", "Authorization": "Bearer not set"})
	endpoint.Forget()
	tested.MustRun("test", "-no-color")
	endpoint.ExpectOne(t, event.CheckEvaluation, nil)

	answer = http.StatusForbidden
	for name, run := range map[string]func() (string, int){
		"postcondition":  func() (string, int) { return data.Run("plan", "-no-color") },
		"terraform test": func() (string, int) { return tested.Run("test", "-no-color") },
	} {
		out, code := run()
		if code != 1 || !strings.Contains(acctest.Unwrapped(out), "did not accept the event. status: 403 Forbidden") {
			t.Errorf("%s: got status %d and:\n%s", name, code, out)
		}
	}
	if left := cloud.Webhooks(); len(left) != 0 {
		t.Errorf("the tests left %d webhooks", len(left))
	}
}

// An event that Soda Cloud would not send is a warning, where it is planned; the test sends it all the same.
func TestAccWebhookTest_scopes(t *testing.T) {
	t.Parallel()
	endpoint := deliverytest.NewReceiver(t, deliverytest.Status(200))
	for name, tc := range map[string]struct {
		object string
		scopes []string
		event  event.Name
		want   bool
	}{
		"inside":                   {"data", []string{"incidents"}, event.IncidentCreated, false},
		"outside":                  {"data", []string{"incidents"}, event.ContractPublished, true},
		"outside, as a resource":   {"resource", []string{"incidents"}, event.ContractPublished, true},
		"no scopes":                {"data", []string{}, event.IncidentCreated, true},
		"no scopes, which is fine": {"data", []string{}, event.Validate, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := seeded(t, endpoint.URL, tc.scopes)
			config := strings.Replace(testConfig(argument("integration_id", "w-1"), argument("event", string(tc.event))), "resource", tc.object, 1)
			cli := acctest.NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
			out := acctest.Unwrapped(cli.MustRun("plan", "-no-color"))
			got := strings.Contains(out, "Warning: Event not in the webhook's scopes") && strings.Contains(out, `"pager" does not have the scope`)
			if got != tc.want {
				t.Errorf("warned %t, want %t:\n%s", got, tc.want, out)
			}
		})
	}
}
