package acctest_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

const ruleAndWebhook = `
resource "soda_webhook_integration" "pager" {
  name   = "pager"
  url    = "https://events.example.com/soda"
  scopes = ["alert_notification"]
}

resource "soda_notification_rule" "gold" {
  name       = "gold"
  rule_type  = "check"
  recipients = [{ integration_id = soda_webhook_integration.pager.id, levels = ["critical"] }]
}
`

// A list that shows new objects seconds after they were created loses nothing: the plan after the apply waits for them.
func TestAccOrigin_lateList(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, acctest.WithQuirks("list-lag=3s"))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProvidersThatWait(time.Minute),
		Steps: []resource.TestStep{
			{Config: cloud.Config(ruleAndWebhook)}, // ends with a plan that has to be empty
			{Config: cloud.Config(ruleAndWebhook), PlanOnly: true},
		},
	})
	for _, operation := range []string{"createNotificationRule", "createWebhookIntegration"} {
		if got := cloud.Calls(operation); got != 1 {
			t.Errorf("got %d calls of %s, want 1", got, operation)
		}
	}
}

// A provider that is pointed at another host does not take what that one lacks for deleted.
func TestAccOrigin_anotherHost(t *testing.T) {
	t.Parallel()
	cloud, other := acctest.NewCloud(t), acctest.NewCloud(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers,
		Steps: []resource.TestStep{
			{Config: cloud.Config(ruleAndWebhook)},
			{Config: strings.Replace(other.Config(ruleAndWebhook), "127.0.0.1", "localhost", 1), ExpectError: regexp.MustCompile(`(?s)was\s+last\s+seen\s+on`)},
			{Config: cloud.Config(ruleAndWebhook), PlanOnly: true},
		},
	})
	if got := len(other.AllCalls()); other.Calls("createNotificationRule") > 0 || got == 0 {
		t.Errorf("the other host got %v, want lists only", other.AllCalls())
	}
}

// When nothing of a state is there any more, the plan says that this may be another organization before it creates all anew.
func TestAccOrigin_anotherOrganization(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	var rules strings.Builder
	for i := range 3 {
		fmt.Fprintf(&rules, "resource \"soda_notification_rule\" \"r%d\" {\n  name = \"r%d\"\n  rule_type = \"check\"\n"+
			"  recipients = [{ email = \"a@example.com\", levels = [\"critical\"] }]\n}\n", i, i)
	}
	cli := acctest.NewCLI(t, map[string]string{"main.tf": rules.String()}, cloud.Env()...)
	cli.MustRun("apply", "-no-color", "-auto-approve")
	stored := cloud.Rules()
	cloud.ForgetRule(stored[0].ID)
	if out := cli.MustRun("plan", "-no-color"); strings.Contains(out, "different organization") || !strings.Contains(out, "1 to add") {
		t.Errorf("one of three is gone: got\n%s", out)
	}
	for _, rule := range stored {
		cloud.ForgetRule(rule.ID)
	}
	if out := cli.MustRun("plan", "-no-color"); !strings.Contains(strings.Join(strings.Fields(out), " "), "belongs to a different organization") || !strings.Contains(out, "3 to add") {
		t.Errorf("all are gone: got\n%s", out)
	}
}
