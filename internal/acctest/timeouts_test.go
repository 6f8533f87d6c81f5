package acctest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// timed are one resource of each kind, with what is in their timeouts blocks.
func timed(timeouts string) map[string]string {
	return map[string]string{
		"soda_notification_rule.timed": fmt.Sprintf(`
resource "soda_notification_rule" "timed" {
  name       = "timed"
  rule_type  = "check"
  filter     = { not = { field = "checkName", contains = "experimental" } }
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
  %s
}
`, timeouts),
		"soda_webhook_integration.timed": fmt.Sprintf(`
resource "soda_webhook_integration" "timed" {
  name   = "timed"
  url    = "https://events.example.com/soda"
  scopes = []
  headers = {
    "X-Team"        = { value = "data" }
    "Authorization" = { secret_wo = "token" }
  }
  secret_wo = "sign"
  %s
}
`, timeouts),
	}
}

// A deletion that never ends is an error when its time is over, and the object stays in the state. When it has ended after
// all, the next apply has nothing left to do.
func TestTimeouts_deleteNeverEnds(t *testing.T) {
	t.Parallel()
	for address, config := range timed(`timeouts { delete = "2s" }`) {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			cloud := NewCloud(t, func(o *emulator.Options) { o.DeleteDelay = time.Hour })
			cli := NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
			cli.MustRun("apply", "-no-color", "-auto-approve")
			out, status := cli.Run("destroy", "-no-color", "-auto-approve")
			for _, want := range []string{"Cannot delete the", "The operation timed out after 2s.", "accepted the deletion", "raise delete in the timeouts block"} {
				if status != 1 || !strings.Contains(Unwrapped(out), want) {
					t.Errorf("got status %d, want 1 and %q in:\n%s", status, want, out)
				}
			}
			if got := strings.TrimSpace(cli.MustRun("state", "list")); got != address {
				t.Errorf("the state holds %q, want %s", got, address)
			}
			for id := range held(cloud) {
				_ = cloud.ForgetRule(id) || cloud.ForgetWebhook(id)
			}
			cli.MustRun("destroy", "-no-color", "-auto-approve")
			if got := cli.MustRun("state", "list"); got != "" {
				t.Errorf("the state holds %q, want nothing", got)
			}
		})
	}
}

// Timeouts are in the state and nowhere in Soda Cloud: changing, adding and removing them, after an import too, plans an
// update that shows only them, writes nothing, and leaves an empty plan.
func TestTimeouts_changeAlone(t *testing.T) {
	t.Parallel()
	for address, config := range timed(`timeouts { create = "1m" }`) {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			kind, _, _ := strings.Cut(address, ".")
			cloud := NewCloud(t)
			cli := NewCLI(t, map[string]string{"main.tf": config}, cloud.Env()...)
			cli.MustRun("apply", "-no-color", "-auto-approve")
			before := cloud.AllCalls()

			cli.Write("main.tf", timed(`timeouts { delete = "90s" }`)[address])
			expectNothingWritten(t, cloud, cli, before)
			cli.Write("main.tf", timed("")[address])
			expectNothingWritten(t, cloud, cli, before)
			if kind == ruleType { // an import of a webhook sends its secrets again
				cli.MustRun("state", "rm", address)
				cli.MustRun("import", "-no-color", address, "name:timed")
			}
			cli.Write("main.tf", config)
			expectNothingWritten(t, cloud, cli, before)

			cli.SkipGolden()
			cli.Write("main.tf", timed(`timeouts { delete = "90s" }`)[address])
			Golden(t, kind+"_timeouts", cli.PlanText())
		})
	}
}

func expectNothingWritten(t *testing.T, cloud *Cloud, cli *CLI, before map[string]int) {
	t.Helper()
	if out := cli.MustRun("apply", "-no-color", "-auto-approve"); !strings.Contains(out, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("want an update in place:\n%s", out)
	}
	for operation, calls := range cloud.AllCalls() {
		if !strings.HasPrefix(operation, "list") && calls != before[operation] {
			t.Errorf("got %d calls of %s, want nothing written", calls-before[operation], operation)
		}
	}
	if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
		t.Errorf("got status %d, want an empty plan:\n%s", status, out)
	}
}

// timedRule is a rule in which one operation has a timeout.
func timedRule(p *Protocol, name, operation, timeout string) tftypes.Value {
	typ := p.ResourceType(ruleType).AttributeTypes["timeouts"].(tftypes.Object)
	times := nulls(typ)
	times[operation] = text(timeout)
	return ruleConfig(p, name, map[string]tftypes.Value{"timeouts": tftypes.NewValue(typ, times)})
}

// Who is still waiting for the rate limit when the time is over has sent nothing, and is told so, and how to wait longer.
func TestTimeouts_waitingForTurn(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t, func(o *emulator.Options) { o.Limits = emulator.LimitsPublished })
	p := NewProtocol(t, cloud)
	for i := range 10 {
		p.Create(t.Context(), ruleType, timedRule(p, fmt.Sprint("rule ", i), "create", "1m"))
	}
	made, diagnostics := p.Apply(t.Context(), ruleType, timedRule(p, "one more", "create", "50ms"), Stored{})
	expectTimeout(t, diagnostics, "Cannot create the notification rule", "create", "timed out after 50ms. Time ran out before anything could be sent.")
	stateless := p.Decode(p.ResourceType(ruleType), made.Value).IsNull()
	if rules, creates := len(cloud.Rules()), cloud.Calls("createNotificationRule"); !stateless || rules != 10 || creates != 10 {
		t.Errorf("got no state %t, %d rules and %d creates, want true, 10 and 10", stateless, rules, creates)
	}
}

func expectTimeout(t *testing.T, diagnostics []*tfprotov6.Diagnostic, summary, attribute, detail string) {
	t.Helper()
	at := tftypes.NewAttributePath().WithAttributeName("timeouts").WithAttributeName(attribute)
	if len(diagnostics) == 1 && diagnostics[0].Summary == summary && diagnostics[0].Attribute.Equal(at) && strings.Contains(diagnostics[0].Detail, detail) &&
		strings.Contains(diagnostics[0].Detail, "raise "+attribute+" in the timeouts block") {
		return
	}
	for _, d := range diagnostics {
		t.Errorf("got %s at %s: %s", d.Summary, d.Attribute, d.Detail)
	}
	t.Errorf("want one error, %s at %s: %s", summary, at, detail)
}

// A write that is under way when the time is over is finished, and what it made is in the state.
func TestTimeouts_writeUnderWay(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t, WithoutQuirks(emulator.EmptySuccess), func(o *emulator.Options) { o.Latency = 3 * time.Second })
	p := NewProtocol(t, cloud)
	made, diagnostics := p.Apply(t.Context(), ruleType, timedRule(p, "slow", "create", "2s"), Stored{}) // the plan has read the list
	if lists := cloud.Calls("listNotificationRules"); len(diagnostics) > 0 || len(cloud.Rules()) != 1 || lists != 1 {
		t.Fatalf("got %v, %d rules and %d lists, want none, 1 and the plan's", diagnostics, len(cloud.Rules()), lists)
	}
	if got := p.attributes(p.Decode(p.ResourceType(ruleType), made.Value))["id"]; !got.Equal(text(cloud.Rules()[0].ID)) {
		t.Errorf("got the id %s, want %s", got, cloud.Rules()[0].ID)
	}
}
