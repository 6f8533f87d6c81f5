package emulator_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// extras lists what the memory holds beside what the contract knows.
func (c cloud) extras() string {
	c.t.Helper()
	raw, err := json.Marshal([]any{c.Rules(), c.Webhooks()})
	if err != nil {
		c.t.Fatal(err)
	}
	var found []string
	for _, part := range strings.Split(string(raw), `"extraFields":`)[1:] {
		var extra json.RawMessage
		if err := json.NewDecoder(strings.NewReader(part)).Decode(&extra); err != nil {
			c.t.Fatal(err)
		}
		found = append(found, string(extra))
	}
	return strings.Join(found, " ")
}

const customized = `{"name":"r","ruleType":"check","customization":{"type":"rich"},"recipients":[
	{"type":"email","email":"a@example.com","triggers":[{"type":"testResultLevel","level":"critical"}]}]}`

// What the server adds is shown, stays if an update has it, and goes if it has not.
func TestQuirk_unknownFields(t *testing.T) {
	t.Parallel()
	c := start(t, with(t, "unknown-fields"))
	rule, hook := c.must("POST", rulesPath, customized), c.must("POST", webhooksPath, withSecrets)
	const want = `{"quietHours":["22:00","06:00","critical"]} {"note":"email a@example.com"} {"locale":"nl-BE"} ` +
		`{"revision":{"by":"ui","number":12345678901234567890}} ` +
		`{"addedBy":"who added Authorization"} {"addedBy":"who added X-Team"} {"retries":{"factor":1.50,"max":5}}`
	if got := c.extras(); got != want {
		t.Fatalf("got %s in memory, want %s", got, want)
	}
	for _, field := range []string{`"note":"email a@example.com"`, `"number":12345678901234567890`, `"locale":"nl-BE"`, `"06:00","critical"`} {
		if list := c.must("GET", rulesPath, "").raw; !strings.Contains(list, field) || strings.Contains(list, "extraFields") {
			t.Errorf("got %s, want %s and nothing of the emulator's own", list, field)
		}
	}
	sent := strip(t, rule, "id", "ownerId", "isDefault", "createdAt", "updatedAt")
	c.must("POST", rulesPath+"/"+rule.id(), strings.Replace(sent, `"name":"r"`, `"name":"renamed"`, 1))
	sent = strip(t, hook, "id", "hasSecret", "enabled", "createdAt", "updatedAt")
	c.must("POST", webhooksPath+"/"+hook.id(), strings.Replace(sent, `"name":"w"`, `"name":"renamed"`, 1))
	if got := c.extras(); got != want || c.Rules()[0].Name != "renamed" || c.Webhooks()[0].Name != "renamed" {
		t.Errorf("got %s in memory after updates, want what was there", got)
	}
	c.refused("POST", rulesPath+"/"+rule.id(), strings.Replace(customized, "{", `{"id":"x",`, 1), 400, `"id"`)
	c.refused("POST", webhooksPath+"/"+hook.id(), strings.Replace(withSecrets, "{", `{"enabled":true,`, 1), 400, `"enabled"`)
	c.must("POST", rulesPath+"/"+rule.id(), customized)
	c.must("POST", webhooksPath+"/"+hook.id(), withSecrets)
	if got := c.extras(); got != "" {
		t.Errorf("got %s in memory, want nothing of what the updates did not have", got)
	}
}

// strip returns an answer as a request, without what is the server's own.
func strip(t *testing.T, r reply, names ...string) string {
	t.Helper()
	var object map[string]json.RawMessage
	if err := json.Unmarshal([]byte(r.raw), &object); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		delete(object, name)
	}
	raw, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestQuirk_refuseFields(t *testing.T) {
	t.Parallel()
	c := start(t, with(t, "unknown-fields,refuse-fields"))
	rule, hook := c.must("POST", rulesPath, customized).id(), c.must("POST", webhooksPath, withSecrets).id()
	before := c.extras()
	for path, body := range map[string]string{
		"/colour":                       strings.Replace(customized, "{", `{"colour":"red",`, 1),
		"/customization/locale":         strings.Replace(customized, `"rich"`, `"rich","locale":"nl-BE"`, 1),
		"/recipients/0/note":            strings.Replace(customized, `{"type":"email"`, `{"note":1,"type":"email"`, 1),
		"/recipients/0/triggers/0/when": strings.Replace(customized, `"level"`, `"when":1,"level"`, 1),
	} {
		c.refused("POST", rulesPath+"/"+rule, body, 400, "there is no field "+path)
	}
	c.refused("POST", webhooksPath+"/"+hook, strings.Replace(withSecrets, `{"name":"X-Team"`, `{"addedBy":"me","name":"X-Team"`, 1), 400, "/headers/1/addedBy")
	c.must("POST", rulesPath+"/"+rule, customized)
	c.must("POST", webhooksPath+"/"+hook, withSecrets)
	if got := c.extras(); got != before || before == "" {
		t.Errorf("got %s, want updates to leave %s alone", got, before)
	}
	c.SetQuirks(nil)
	if list := c.must("GET", rulesPath, "").raw; strings.Contains(list, "note") || strings.Contains(list, "extraFields") {
		t.Errorf("got %s with the quirk off, want what the contract knows", list)
	}
}

// The rule that the quirk brings is no matter of the memory until someone has written it.
func TestQuirk_unknownEnums(t *testing.T) {
	t.Parallel()
	c := start(t, with(t, "unknown-enums"))
	own := c.rule("mine", "")
	list := c.must("GET", rulesPath, "")
	if list.names() != "From a newer Soda Cloud mine" || len(c.Rules()) != 1 {
		t.Fatalf("got %s and %d rules in memory, want one more in the list", list.names(), len(c.Rules()))
	}
	foreign := list.json["content"].([]any)[0].(map[string]any)
	got := fmt.Sprint(foreign["ruleType"], foreign["status"], foreign["recipients"])
	if want := "allsnoozed[map[pagerDutyServiceId:P7X2 triggers:[map[sensitivity:0.75 type:anomaly] map[level:critical type:testResultLevel]] type:pagerDuty]"; !strings.HasPrefix(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
	path := rulesPath + "/" + foreign["id"].(string)
	for _, name := range []string{"id", "ownerId", "isDefault", "createdAt", "updatedAt"} {
		delete(foreign, name)
	}
	foreign["name"] = "renamed"
	body, err := json.Marshal(foreign)
	if err != nil {
		t.Fatal(err)
	}
	c.must("POST", path, string(body))
	r := c.Rules()[0]
	if r.Name != "renamed" || r.RuleType != "all" || r.Status != "snoozed" || string(r.Recipients[0].Extra["pagerDutyServiceId"]) != `"P7X2"` ||
		r.Recipients[0].Triggers[0].Type != "anomaly" || string(r.Recipients[0].Triggers[0].Extra["sensitivity"]) != "0.75" {
		t.Errorf("got %+v in memory, want all that was sent", r)
	}
	c.refused("POST", path, strings.Replace(string(body), `"warning"`, `"catastrophic"`, 1), 400, "/recipients") // an unknown value of a known type
	c.must("DELETE", path, "")
	integrations := c.must("GET", "/api/v1/notificationIntegrations", "")
	if !strings.Contains(integrations.raw, `"type":"opsgenie"`) {
		t.Errorf("got %s, want an integration of an unknown type", integrations.raw)
	}
	c.rule("to it", integrations.json["content"].([]any)[0].(map[string]any)["id"].(string))
	c.must("POST", rulesPath+"/"+own, ruleBody("mine", ""))
	c.must("POST", webhooksPath, withSecrets)
	c.SetQuirks(nil)
	c.refused("POST", rulesPath, strings.Replace(ruleBody("r", ""), `"check"`, `"all"`, 1), 400, "/ruleType")
}
