package webhooktest_test

import (
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/delivery/deliverytest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/event"
)

// invoked is what came of an action.
type invoked struct {
	planned  []*tfprotov6.Diagnostic
	progress []string
	failed   []*tfprotov6.Diagnostic
}

// invoke validates, plans and invokes the action as a CLI does.
func invoke(t *testing.T, provider *acctest.Protocol, attributes map[string]tftypes.Value) invoked {
	t.Helper()
	server, ok := provider.ProviderServer.(tfprotov6.ProviderServerWithActions) //nolint:staticcheck // the only way to actions, until ProviderServer has them
	if !ok {
		t.Fatal("the server has no actions")
	}
	schema, err := provider.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	const name = "soda_webhook_test"
	config := provider.Encode(object(schema.ActionSchemas[name].Schema, attributes))
	var got invoked
	validated, err := server.ValidateActionConfig(t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: name, Config: config})
	if err != nil {
		t.Fatal(err)
	}
	planned, err := server.PlanAction(t.Context(), &tfprotov6.PlanActionRequest{ActionType: name, Config: config})
	if err != nil {
		t.Fatal(err)
	}
	got.planned = append(validated.Diagnostics, planned.Diagnostics...)
	stream, err := server.InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{ActionType: name, Config: config})
	if err != nil {
		t.Fatal(err)
	}
	for e := range stream.Events {
		switch e := e.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			got.progress = append(got.progress, e.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			got.failed = e.Diagnostics
		}
	}
	return got
}

func text(value string) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }

// TestWebhookTestAction runs the action at the level of the protocol, where no CLI has to know actions.
func TestWebhookTestAction(t *testing.T) {
	t.Parallel()
	answer, words := http.StatusOK, ""
	endpoint := deliverytest.NewReceiver(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(answer)
		_, _ = io.WriteString(w, words)
	})
	provider := acctest.NewProtocol(t, seeded(t, endpoint.URL, []string{"incidents"}))

	here := map[string]tftypes.Value{"url": text(endpoint.URL), "event": text("checkEvaluation")}
	got := invoke(t, provider, here)
	expectMessages(t, got, `^Sending checkEvaluation to http://127\.0\.0\.1:\d+$`, `^Delivered: status 200 after \d+ ms$`)
	endpoint.ExpectOne(t, event.CheckEvaluation, nil)
	endpoint.Forget()

	through := map[string]tftypes.Value{"integration_id": text("w-1"), "event": text("incidentCreated")}
	got = invoke(t, provider, through)
	expectMessages(t, got, `^Sending incidentCreated to the webhook integration w-1, through Soda Cloud$`, `^Delivered: status 200`)
	endpoint.ExpectOne(t, event.IncidentCreated, map[string]string{"Authorization": "Bearer s3cret"})
	endpoint.Forget()

	invoke(t, provider, through) // invoked again, it sends again: each invocation is asked for
	endpoint.ExpectOne(t, event.IncidentCreated, nil)

	answer, words = http.StatusInternalServerError, "queue full"
	got = invoke(t, provider, here)
	if len(got.failed) != 1 || !strings.Contains(got.failed[0].Detail, "status: 500 Internal Server Error") || !strings.HasSuffix(got.failed[0].Detail, "The endpoint responded:\n\nqueue full") || got.failed[0].Attribute.String() != `AttributeName("url")` {
		t.Errorf("got %+v, want one error at url that names the stage and quotes the response", got.failed)
	}

	words = strings.Repeat("é", 2000)
	got = invoke(t, provider, here)
	if len(got.failed) != 1 || strings.Count(got.failed[0].Detail, "é") != 1000 {
		t.Errorf("got %+v, want a part of a long response", got.failed)
	}
}

// What can be known is said by the plan.
func TestWebhookTestAction_plan(t *testing.T) {
	t.Parallel()
	provider := acctest.NewProtocol(t, seeded(t, "http://127.0.0.1:9", []string{"incidents"}))
	for name, tc := range map[string]struct {
		config map[string]tftypes.Value
		want   string
	}{
		"neither target":      {map[string]tftypes.Value{"event": text("validate")}, "one (and only one)"},
		"both targets":        {map[string]tftypes.Value{"event": text("validate"), "url": text("https://example.com"), "integration_id": text("w-1")}, "2 attributes specified"},
		"unknown event":       {map[string]tftypes.Value{"event": text("agreementCreated"), "integration_id": text("w-1")}, "must be one of"},
		"http off loopback":   {map[string]tftypes.Value{"event": text("validate"), "url": text("http://example.com")}, "must be an https URL"},
		"unknown integration": {map[string]tftypes.Value{"event": text("validate"), "integration_id": text("w-2")}, `No webhook integration has the id "w-2"`},
		"outside the scopes":  {map[string]tftypes.Value{"event": text("checkEvaluation"), "integration_id": text("w-1")}, "does not have the scope alert_notification"},
	} {
		t.Run(name, func(t *testing.T) {
			var details []string
			for _, d := range invoke(t, provider, tc.config).planned {
				details = append(details, d.Detail)
			}
			if !strings.Contains(strings.Join(details, "\n"), tc.want) {
				t.Errorf("got %q, want %q", details, tc.want)
			}
		})
	}
}

// What became known only after validation is held to the same demands when it is sent.
func TestWebhookTestAction_invalidWhenInvoked(t *testing.T) {
	t.Parallel()
	provider := acctest.NewProtocol(t, acctest.NewCloud(t))
	for _, url := range []string{"http://example.com/soda", ""} {
		got := invoke(t, provider, map[string]tftypes.Value{"url": text(url), "event": text("validate")})
		if len(got.failed) != 1 || !strings.Contains(got.failed[0].Detail, "must be an https URL") || len(got.progress) != 0 {
			t.Errorf("%q: got %+v, want an error and nothing sent", url, got.failed)
		}
	}
}

func expectMessages(t *testing.T, got invoked, want ...string) {
	t.Helper()
	if len(got.planned) > 0 || len(got.failed) > 0 || len(got.progress) != len(want) {
		t.Fatalf("got %+v, want the messages %q", got, want)
	}
	for i, pattern := range want {
		if !regexp.MustCompile(pattern).MatchString(got.progress[i]) {
			t.Errorf("got %q, want %s", got.progress[i], pattern)
		}
	}
}

// TestAccWebhookTestAction applies the example, which tests a webhook when it is made and when it changes, and invokes the
// action by hand.
func TestAccWebhookTestAction(t *testing.T) {
	t.Parallel()
	endpoint := deliverytest.NewReceiver(t, deliverytest.Status(200))
	cloud := acctest.NewCloud(t)
	config := func(path string) map[string]string {
		example := readExample(t, "actions", "action.tf")
		return map[string]string{"main.tf": strings.Replace(example, "https://events.example.com/soda", endpoint.URL+path, 1)}
	}
	cli := acctest.NewCLI(t, config("/one"), cloud.Env()...)
	for _, step := range []struct {
		path string
		args []string
		want int
	}{
		{"/one", []string{"apply", "-no-color", "-auto-approve"}, 1},
		{"/one", []string{"apply", "-no-color", "-auto-approve"}, 0},
		{"/two", []string{"apply", "-no-color", "-auto-approve"}, 1},
		{"/two", []string{"apply", "-no-color", "-auto-approve", "-invoke=action.soda_webhook_test.alerts"}, 1},
		{"/two", []string{"destroy", "-no-color", "-auto-approve"}, 0},
	} {
		cli.Write("main.tf", config(step.path)["main.tf"])
		out := cli.MustRun(step.args...)
		if got := len(endpoint.Requests()); got != step.want {
			t.Errorf("%v: got %d requests, want %d:\n%s", step.args, got, step.want, out)
		}
		endpoint.Forget()
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
