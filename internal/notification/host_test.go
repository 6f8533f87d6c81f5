package notification_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func anEmailRule(name string) emulator.Organization {
	return emulator.Organization{Rules: []emulator.Rule{{
		ID: "r-1", Name: name, RuleType: "check", Status: "active",
		Customization: &emulator.Customization{Type: "rich", Message: new(name)},
		Recipients:    []emulator.Recipient{{Type: "email", Email: "a@example.com", Triggers: []emulator.Trigger{{Type: "testResultLevel", Level: "critical"}}}},
	}}}
}

// An imported object remembers its host as a created one does: another host that lacks it takes it for nothing.
func TestNotificationRule_importedHost(t *testing.T) {
	t.Parallel()
	cloud, other := acctest.NewCloud(t), acctest.NewCloud(t)
	seed(t, cloud, anEmailRule("x"))
	_, found, _ := acctest.NewProtocol(t, cloud).Import(t.Context(), ruleType, &tfprotov6.ImportResourceStateRequest{ID: "r-1"})
	p := acctest.NewProtocol(t, other, map[string]tftypes.Value{"host": text(strings.Replace(other.URL, "127.0.0.1", "localhost", 1))})
	now, diagnostics := p.Read(t.Context(), ruleType, found)
	if p.Decode(p.ResourceType(ruleType), now.Value).IsNull() || len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "was last seen on 127.0.0.1") {
		t.Errorf("got %+v", diagnostics)
	}
}

// Where no list of integrations is to be found, nothing is said: Soda Cloud checks the recipients.
func TestPlan_noListOfIntegrations(t *testing.T) {
	t.Parallel()
	for _, status := range []int{404, 405} {
		cloud := acctest.NewCloud(t)
		cloud.FailNext("listNotificationIntegrations", emulator.Fault{Status: status, Next: 100})
		p := acctest.NewProtocol(t, cloud)
		config := ruleWith(p, tftypes.NewValue(tftypes.DynamicPseudoType, nil), map[string]tftypes.Value{"integration_id": text("slack-1"), "levels": texts("critical")})
		if diagnostics := p.ValidateAndPlan(t.Context(), ruleType, config, nil); len(diagnostics) > 0 {
			t.Errorf("%d: got %s: %s", status, diagnostics[0].Summary, diagnostics[0].Detail)
		}
	}
}

// A warning about a list is in the results of a query.
func TestNotificationRuleList_warns(t *testing.T) {
	t.Parallel()
	for _, o := range []emulator.Organization{{}, anEmailRule("x")} {
		cloud := acctest.NewCloud(t, acctest.WithQuirks("odd-objects"))
		seed(t, cloud, o)
		var said strings.Builder
		for _, result := range acctest.NewProtocol(t, cloud).List(t.Context(), ruleType, nil, 100, true) {
			for _, d := range result.Diagnostics {
				said.WriteString(d.Summary)
			}
		}
		if !strings.Contains(said.String(), "can be read") {
			t.Errorf("got %q", said.String())
		}
	}
}
