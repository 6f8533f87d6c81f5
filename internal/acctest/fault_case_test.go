package acctest

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// faultCase is one call that fails in one way.
type faultCase struct {
	subject
	fault

	t     *testing.T
	cloud *Cloud
	log   *lockedBuffer

	kept, writeOnly string // secrets, in the state and not in it
}

func newFaultCase(t *testing.T, s subject, f fault, receiver string) *faultCase {
	t.Helper()
	c := &faultCase{
		subject: s, fault: f, t: t, log: &lockedBuffer{}, kept: "canary-" + rand.Text(), writeOnly: "canary-" + rand.Text(),
		cloud: NewCloud(t, WithQuirks(""), func(o *emulator.Options) { o.Limits = 60 }), // a window of one second
	}
	if s.kind == testType {
		webhook := emulator.Webhook{ID: "webhook-1", Name: "tested", URL: receiver, Secret: c.writeOnly, Headers: []emulator.Header{{Name: "X-Tenant", Value: c.kept}}}
		if err := c.cloud.Seed(emulator.Organization{Webhooks: []emulator.Webhook{webhook}}); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// lockedBuffer takes what several loggers write.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

// ctx carries the loggers of provider and framework, at level TRACE.
func (c *faultCase) ctx() context.Context {
	return tflogtest.RootLogger(tfsdklogtest.RootLogger(c.t.Context(), c.log), c.log)
}

// phase starts the provider anew.
func (c *faultCase) phase() *Protocol {
	c.t.Helper()
	if !c.silent {
		return NewProtocol(c.t, c.cloud)
	}
	return NewProtocol(c.t, c.cloud, map[string]tftypes.Value{"request_timeout": text("3s")})
}

// row makes the call fail, then does the same once more, and tells how both went.
func (c *faultCase) row() string {
	prior := Stored{}
	if c.verb != "create" {
		prior = c.made("old")
	}
	c.cloud.ResetCalls()
	if c.inOneSecond {
		c.RetryAfter = time.Now().Add(time.Second).UTC().Format(http.TimeFormat)
	}
	c.cloud.FailNext(c.call, c.Fault)
	state, diagnostics := c.attempt(c.phase(), prior, c.listToo)
	row := fmt.Sprintf("%-28s %d  %s", c.name, c.cloud.Calls(c.call), c.outcome(diagnostics)+c.adopted(diagnostics))
	if failed(diagnostics) {
		c.expectUntouched(prior, state)
		state = prior
	} else {
		c.expectGoal(state)
	}
	again, outcome := c.again(state)
	calls := c.cloud.Calls(c.call)
	if failed(diagnostics) {
		row += fmt.Sprintf("\n%28s again: %d  %s", "", calls, outcome)
	} else if outcome != "done" || calls > 0 && c.verb != "read" {
		c.t.Errorf("after success, the next run made %d calls: %s", calls, outcome)
	}
	c.expectGoal(again)
	return row
}

// made makes an object without a fault.
func (c *faultCase) made(name string) Stored {
	c.t.Helper()
	p := c.phase()
	state, diagnostics := p.Apply(c.ctx(), c.kind, c.config(p, name), Stored{})
	if failed(diagnostics) {
		c.t.Fatal(describe(diagnostics))
	}
	return state
}

// attempt does what the case is about. Once it is planned, the list may fail too.
func (c *faultCase) attempt(p *Protocol, prior Stored, list emulator.Fault) (Stored, []*tfprotov6.Diagnostic) {
	c.t.Helper()
	if c.verb == "read" {
		return c.looked(p.Read(c.ctx(), c.kind, prior))
	}
	plan, diagnostics := p.Plan(c.ctx(), c.kind, c.goal(p), prior)
	if failed(diagnostics) {
		return c.looked(plan.prior, diagnostics)
	}
	if bytes.Contains(plan.Planned.Value.MsgPack, []byte(c.writeOnly)) {
		c.t.Error("the plan holds a write-only secret")
	}
	if list != (emulator.Fault{}) {
		c.cloud.FailNext(c.list(), list)
	}
	applied, more := p.ApplyPlan(c.ctx(), plan)
	return c.looked(applied, append(diagnostics, more...))
}

// again is what the next run does: it refreshes, plans and applies. A create that finds its object there imports it, as the
// error says.
func (c *faultCase) again(state Stored) (Stored, string) {
	c.t.Helper()
	c.cloud.ResetCalls()
	p, diagnostics := c.phase(), []*tfprotov6.Diagnostic(nil)
	if !c.isNull(p, state) {
		state, diagnostics = c.looked(p.Read(c.ctx(), c.kind, state))
	}
	if c.verb == "read" || c.verb == "delete" && c.isNull(p, state) {
		return state, c.outcome(diagnostics)
	}
	applied, diagnostics := c.attempt(p, state, emulator.Fault{})
	outcome := c.outcome(diagnostics)
	if id := idToImport(diagnostics); id != "" {
		_, imported, found := p.Import(c.ctx(), c.kind, &tfprotov6.ImportResourceStateRequest{ID: id})
		if c.looked(imported, found); failed(found) {
			c.t.Error(describe(found))
		}
		applied, diagnostics = c.attempt(p, imported, emulator.Fault{})
		outcome += "\n" + strings.Repeat(" ", 28) + " imported: " + c.outcome(diagnostics)
	}
	return applied, outcome
}

// idToImport is what an error's import block names, "" if it has none.
func idToImport(diagnostics []*tfprotov6.Diagnostic) string {
	for _, d := range diagnostics {
		if found := importedID.FindStringSubmatch(d.Detail); found != nil && failed(diagnostics) {
			return found[1]
		}
	}
	return ""
}

var importedID = regexp.MustCompile(`(?s)import \{.*?id = "([^"]+)"`)

func (c *faultCase) isNull(p *Protocol, state Stored) bool {
	return state.Value == nil || p.Decode(p.ResourceType(c.kind), state.Value).IsNull()
}

// goal is the configuration that the case is to lead to.
func (c *faultCase) goal(p *Protocol) tftypes.Value {
	if c.verb == "delete" {
		return tftypes.NewValue(p.ResourceType(c.kind), nil)
	}
	return c.config(p, c.goalName())
}

func (c *faultCase) goalName() string {
	return map[string]string{"read": "old", "create": "new", "update": "changed"}[c.verb]
}

var (
	addressed = regexp.MustCompile(`(Get|Post|Delete) "http[^"]*": `)
	broken    = regexp.MustCompile(`(read|write) tcp [^;\n]*|(unexpected )?EOF`)
)

func (c *faultCase) config(p *Protocol, name string) tftypes.Value {
	c.t.Helper()
	switch c.kind {
	case ruleType:
		return ruleConfig(p, name, nil)
	case testType:
		return p.Object(testType, map[string]tftypes.Value{"integration_id": text("webhook-1"), "event": text("validate")})
	}
	headers := p.ResourceType(webhookType).AttributeTypes["headers"].(tftypes.Map)
	header := func(values map[string]tftypes.Value) tftypes.Value {
		all := nulls(headers.ElementType.(tftypes.Object))
		maps.Copy(all, values)
		return tftypes.NewValue(headers.ElementType, all)
	}
	version := tftypes.NewValue(tftypes.Number, 1)
	return p.Object(webhookType, map[string]tftypes.Value{
		"name": text(name), "url": text("https://events.example.com/soda"), "scopes": texts(),
		"headers": tftypes.NewValue(headers, map[string]tftypes.Value{
			"X-Team":        header(map[string]tftypes.Value{"value": text("data")}),
			"X-Tenant":      header(map[string]tftypes.Value{"secret": text(c.kept)}),
			"Authorization": header(map[string]tftypes.Value{"secret_wo": text("Bearer " + c.writeOnly), "secret_wo_version": version}),
		}),
		"secret_wo": text(c.writeOnly), "secret_wo_version": version,
	})
}
