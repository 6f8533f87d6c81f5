package notification_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// TestLiveNotificationRule makes, changes, imports and deletes one paused rule in the organization that the environment leads
// to. Paused, it notifies nobody.
func TestLiveNotificationRule(t *testing.T) {
	if os.Getenv("SODA_LIVE") == "" {
		t.Skip("needs a real organization: set SODA_LIVE=1 and the SODA_* variables, as make testlive does")
	}
	name := "terraform-provider-soda test " + rand.Text()
	config := func(severity string) string {
		return strings.NewReplacer(
			`"finance gold"`, fmt.Sprintf("%q\n  status    = \"paused\"", name),
			`{ integration_id = "slack-1", channel = "#data", levels = ["critical", "warning"] },`, ``,
			`equals = "critical"`, fmt.Sprintf("equals = %q", severity),
		).Replace(finance)
	}
	cli := acctest.NewCLI(t, map[string]string{"main.tf": config("critical")})
	t.Cleanup(func() { // also where a step failed
		if out, status := cli.Run("destroy", "-no-color", "-auto-approve"); status != 0 {
			t.Errorf("the rule %q may be left:\n%s", name, out)
		}
	})
	for _, severity := range []string{"critical", "major"} {
		cli.Write("main.tf", config(severity))
		cli.MustRun("apply", "-no-color", "-auto-approve")
		if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
			t.Errorf("severity %s: got status %d, want an empty plan:\n%s", severity, status, out)
		}
	}
	cli.MustRun("state", "rm", address)
	cli.MustRun("import", "-no-color", address, "name:"+name)
	if out, status := cli.Run("plan", "-no-color", "-detailed-exitcode"); status != 0 {
		t.Errorf("after import: got status %d, want an empty plan:\n%s", status, out)
	}
}
