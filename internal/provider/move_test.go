package provider_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

const (
	rulePath    = `"path": "/api/v1/notificationRules"`
	webhookPath = `"path": "/api/v1/integrations/webhooks"`
	sentRule    = `{"name": "n", "ruleType": "check", "recipients": []}`
	canary      = "c4nary-of-a-state"
)

func move(t *testing.T, p *acctest.Protocol, from, to, state string) *tfprotov6.MoveResourceStateResponse {
	t.Helper()
	resp, err := p.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceTypeName: from, TargetTypeName: to, SourceState: &tfprotov6.RawState{JSON: []byte(state)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

// The id of the object is found wherever the old provider keeps it, which is not known before the provider is configured.
func TestMove_id(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t, nil)
	for name, tc := range map[string]struct{ from, state string }{
		"restapi":                         {"restapi_object", `{"id": "r-1", ` + rulePath + `, "data": ` + strconv.Quote(sentRule) + `}`},
		"restapi, id of the response":     {"restapi_object", `{"id": "n", ` + rulePath + `, "data": ` + strconv.Quote(sentRule) + `, "api_response": "{\"id\":\"r-1\"}"}`},
		"restapi, imported":               {"restapi_object", `{"id": "r-1", ` + rulePath + `, "data": "{\"id\":\"r-1\"}", "api_response": ` + strconv.Quote(sentRule) + `}`},
		"restapi, nothing sent":           {"restapi_object", `{"id": "r-1", ` + rulePath + `, "data": null, "api_response": ` + strconv.Quote(sentRule) + `}`},
		"restful":                         {"restful_resource", `{"id": "/api/v1/notificationRules", ` + rulePath + `, "body": {"value": ` + sentRule + `, "type": "dynamic"}, "output": {"value": {"id": "r-1"}, "type": "dynamic"}}`},
		"restful, no output":              {"restful_resource", `{"id": "/api/v1/notificationRules/r-1", ` + rulePath + `, "body": {"value": ` + sentRule + `}, "output": null}`},
		"restful, sensitive output":       {"restful_resource", `{"id": "/api/v1/notificationRules", ` + rulePath + `, "body": {"value": ` + sentRule + `}, "output": null, "sensitive_output": {"value": {"id": "r-1"}}}`},
		"restful, imported":               {"restful_resource", `{"id": "/api/v1/notificationRules/r-1", ` + rulePath + `, "body": null, "output": {"value": ` + sentRule + `}}`},
		"restful, JSON as text (old)":     {"restful_resource", `{"id": "/api/v1/notificationRules/r-1", ` + rulePath + `, "body": ` + strconv.Quote(sentRule) + `, "output": "{\"id\":\"r-1\"}"}`},
		"more keys than a rule need have": {"restapi_object", `{"id": "r-1", ` + rulePath + `, "data": "{\"name\":\"n\",\"ruleType\":\"check\",\"recipients\":[],\"status\":\"paused\"}"}`},
	} {
		resp := move(t, p, tc.from, ruleType, tc.state)
		if len(resp.Diagnostics) > 0 || p.IdentityID(resp.TargetIdentity) != "r-1" {
			t.Errorf("%s: got %q, %+v", name, p.IdentityID(resp.TargetIdentity), resp.Diagnostics)
		}
	}
}

// What cannot be moved is an error that names what was found, and repeats no value of the old state.
func TestMove_errors(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t, nil)
	webhook := strconv.Quote(`{"name": "` + canary + `", "url": "https://` + canary + `", "scopes": [], "headers": [{"name": "Authorization", "value": "` + canary + `"}], "secret": "` + canary + `"}`)
	for name, tc := range map[string]struct {
		from, to, state string
		want            []string
	}{
		"a webhook to a rule": {"restapi_object", ruleType, `{"id": "w-1", ` + webhookPath + `, "data": ` + webhook + `}`, []string{
			`"/api/v1/integrations/webhooks" is not a notification rule`, "has headers, name, scopes, secret, url", "no recipients and no ruleType"}},
		"a rule to a webhook": {"restapi_object", webhookType, `{"id": "r-1", ` + rulePath + `, "data": ` + strconv.Quote(sentRule) + `}`, []string{
			`"/api/v1/notificationRules" is not a webhook integration`, "has name, recipients, ruleType", "no scopes and no url"}},
		"an object of another API": {"restful_resource", ruleType, `{"id": "/api/users", "path": "/api/users", "body": {"value": {"login": "` + canary + `"}}, "output": {"value": {"id": "7"}}}`, []string{
			`"/api/users" is not`, "has id, login,"}},
		"nothing in it":            {"restapi_object", ruleType, `{"id": "r-1", ` + rulePath + `}`, []string{"has no keys"}},
		"JSON that is none":        {"restapi_object", ruleType, `{"id": "r-1", ` + rulePath + `, "data": "` + canary + `"}`, []string{"has no keys"}},
		"another form":             {"restapi_object", ruleType, `{"id": 7, "data": ["` + canary + `"]}`, []string{"in a form that", "import block"}},
		"another form of restful":  {"restful_resource", ruleType, `{"id": "x", "body": ["` + canary + `"]}`, []string{"in a form that"}},
		"not an object":            {"restful_resource", ruleType, `["` + canary + `"]`, []string{"in a form that"}},
		"no id":                    {"restful_resource", ruleType, `{"id": "/api/v1/notificationRules", ` + rulePath + `, "body": {"value": ` + sentRule + `}}`, []string{"no id", "import block"}},
		"an id that is no text":    {"restful_resource", ruleType, `{"id": "/api/v1/notificationRules", ` + rulePath + `, "body": {"value": ` + sentRule + `}, "output": {"value": {"id": 7}}}`, []string{"no id"}},
		"another type of resource": {"restful_operation", ruleType, `{}`, []string{"Only restapi_object and restful_resource"}},
		"this provider's own":      {webhookType, ruleType, `{"id": "w-1"}`, []string{"Only restapi_object and restful_resource"}},
	} {
		resp := move(t, p, tc.from, tc.to, tc.state)
		if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary != "Cannot move "+tc.from+" to "+tc.to {
			t.Errorf("%s: got %+v, want one error", name, resp.Diagnostics)
			continue
		}
		said := resp.Diagnostics[0].Detail
		for _, want := range tc.want {
			if !strings.Contains(said, want) {
				t.Errorf("%s: got %q, want %q", name, said, want)
			}
		}
		if strings.Contains(said, canary) {
			t.Errorf("%s: a value is in %q", name, said)
		}
	}
}

// The headers and the signing secret that were sent come along, since Soda Cloud may hide them: with the same secrets in the
// configuration there is nothing to do. A mask that the old provider had read is no value.
func TestMove_secrets(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(o *emulator.Options) { o.HeaderValues = emulator.HeaderValuesOmit })
	if err := cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{{
		ID: "w-1", Name: "n", URL: "https://events.example.com", Scopes: []string{"incidents"}, Secret: "signing",
		Headers: []emulator.Header{{Name: "Content-Type", Value: "application/json"}, {Name: "Authorization", Value: "token"}, {Name: "X-Mask", Value: "m"}},
	}}}); err != nil {
		t.Fatal(err)
	}
	p := acctest.NewProtocol(t, cloud)
	sent := strconv.Quote(`{"name": "n", "url": "https://events.example.com", "scopes": ["incidents"], "secret": "signing", "headers": [
		{"name": "content-type", "value": "application/json"}, {"name": "Authorization", "value": "token"}, {"name": "X-Mask", "value": "****"}]}`)
	resp := move(t, p, "restapi_object", webhookType, `{"id": "w-1", `+webhookPath+`, "data": `+sent+`}`)
	if len(resp.Diagnostics) > 0 {
		t.Fatal(resp.Diagnostics)
	}
	read, diagnostics := p.Read(t.Context(), webhookType, acctest.Stored{Value: resp.TargetState, Private: resp.TargetPrivate, Identity: resp.TargetIdentity})
	if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, `of "n": X-Mask.`) {
		t.Errorf("got %+v, want a warning of the one value that is not known", diagnostics)
	}
	state := attributesOf(t, p.Decode(p.ResourceType(webhookType), read.Value))
	headers := attributesOf(t, state["headers"])
	for got, want := range map[*tftypes.Value]string{
		new(state["secret"]): "signing",
		new(attributesOf(t, headers["content-type"])["value"]):   "application/json",
		new(attributesOf(t, headers["Authorization"])["secret"]): "token",
	} {
		if !got.Equal(text(want)) {
			t.Errorf("got %s, want %q", got, want)
		}
	}
	if mask := attributesOf(t, headers["X-Mask"]); !mask["value"].IsNull() || !mask["secret"].IsNull() {
		t.Errorf("got %v, want no value", mask)
	}
}

func attributesOf(t *testing.T, object tftypes.Value) (values map[string]tftypes.Value) {
	t.Helper()
	if err := object.As(&values); err != nil {
		t.Fatal(err)
	}
	return values
}
