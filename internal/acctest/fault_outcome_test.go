package acctest

import (
	"encoding/base64"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// expectUntouched: an error leaves the state as it was, and makes nothing twice. Of an update that may have been carried out, the
// state does not claim to know the secrets.
func (c *faultCase) expectUntouched(prior, state Stored) {
	c.t.Helper()
	p := c.phase()
	typ := p.ResourceType(c.kind)
	before := tftypes.NewValue(typ, nil)
	if prior.Value != nil {
		before = p.Decode(typ, prior.Value)
	}
	if got := p.Decode(typ, state.Value); !c.withoutSecrets(got).Equal(c.withoutSecrets(before)) {
		c.t.Errorf("the state after the error: got %s, want %s", got, before)
	}
	if len(held(c.cloud)) > 1 || len(c.cloud.Deliveries()) > 1 {
		c.t.Errorf("the cloud holds %v and has sent %d events", held(c.cloud), len(c.cloud.Deliveries()))
	}
}

// withoutSecrets takes the hidden values out of a webhook that an update may have changed.
func (c *faultCase) withoutSecrets(object tftypes.Value) tftypes.Value {
	if c.kind != webhookType || c.verb != "update" {
		return object
	}
	without, err := tftypes.Transform(object, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		switch at.LastStep() {
		case tftypes.AttributeName("value"), tftypes.AttributeName("secret"), tftypes.AttributeName("secret_wo_version"), tftypes.AttributeName("url_wo_version"):
			return tftypes.NewValue(v.Type(), nil), nil
		}
		return v, nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return without
}

// expectGoal: the cloud holds exactly what the configuration says, and the state is about that.
func (c *faultCase) expectGoal(state Stored) {
	c.t.Helper()
	if c.kind == testType {
		if len(c.cloud.Deliveries()) == 0 {
			c.t.Error("no event was sent")
		}
		return
	}
	want := map[string]string{}
	if c.verb != "delete" {
		p := c.phase()
		var id string
		if err := p.attributes(p.Decode(p.ResourceType(c.kind), state.Value))["id"].As(&id); err != nil {
			c.t.Error(err)
		}
		want[id] = c.goalName()
	}
	if got := held(c.cloud); !maps.Equal(got, want) {
		c.t.Errorf("the cloud holds %v, want %v", got, want)
	}
}

// looked looks for secrets in the diagnostics and in all logs so far, and passes on what it is given.
func (c *faultCase) looked(state Stored, diagnostics []*tfprotov6.Diagnostic) (Stored, []*tfprotov6.Diagnostic) {
	c.t.Helper()
	seen := c.log.String()
	if !strings.Contains(seen, `"@module":"provider"`) || !strings.Contains(seen, `"@module":"sdk.framework"`) {
		c.t.Error("the logs of provider and framework are not those that are looked at")
	}
	for _, d := range diagnostics {
		seen += d.Summary + d.Detail
	}
	key := base64.StdEncoding.EncodeToString([]byte(c.cloud.KeyID() + ":" + c.cloud.KeySecret()))
	for _, secret := range []string{c.kept, c.writeOnly, c.cloud.KeySecret(), key} {
		if strings.Contains(seen, secret) {
			c.t.Errorf("a log or a diagnostic holds the secret %s", secret)
		}
	}
	return state, diagnostics
}

// outcome is "done", or what the diagnostics say, without what differs from run to run.
func (c *faultCase) outcome(diagnostics []*tfprotov6.Diagnostic) string {
	if len(diagnostics) > 0 {
		return describe(diagnostics)
	}
	return "done"
}

// adopted says that a create was done although its one call failed.
func (c *faultCase) adopted(diagnostics []*tfprotov6.Diagnostic) string {
	if len(diagnostics) == 0 && c.verb == "create" && c.cloud.Calls(c.call) == 1 && c.kind != testType {
		return ", adopted"
	}
	return ""
}

// describe gives what a reader sees first of each diagnostic.
func describe(diagnostics []*tfprotov6.Diagnostic) string {
	var texts []string
	for _, d := range diagnostics {
		first, _, _ := strings.Cut(d.Detail, "\n")
		first = broken.ReplaceAllString(addressed.ReplaceAllString(first, ""), "the connection broke")
		texts = append(texts, d.Summary+": "+uuid.ReplaceAllString(first, "ID"))
	}
	return strings.Join(texts, "\n"+strings.Repeat(" ", 32))
}
